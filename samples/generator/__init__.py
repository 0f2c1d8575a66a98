"""Parts of the sample registry's generator; `../generate.py` is the way in."""
