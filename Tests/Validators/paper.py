"""Says what a PDF holds: usage paper.py FILE; prints the size of its pages in points and their text as JSON."""
import json
import sys

from pypdf import PdfReader

pages = PdfReader(sys.argv[1]).pages
json.dump(
    [
        {"width": float(page.mediabox.width), "height": float(page.mediabox.height), "text": page.extract_text()}
        for page in pages
    ],
    sys.stdout,
)
