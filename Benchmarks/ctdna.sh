#!/usr/bin/env bash
# Circulating DNA beside a slow reference in Python, in one run:
#   Benchmarks/ctdna.sh REFERENCE          builds release and measures
#   Benchmarks/ctdna.sh REFERENCE PROGRAM  takes this program
# REFERENCE is the folder of ctdna_reference.py (Python with SciPy: PYTHON, else that of Tests/Validators).
#
# Calls 10,000 samples at 100 sites, and tests 100 samples at 10,000 sites for residual disease; prints the seconds of
# the stage (reading its tables and writing its rows included), those of the reference for the same work, from a part
# of it, and how many times as fast the stage is.
set -euo pipefail
reference="$(realpath "$1")"
program="${2:+$(realpath "$2")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "$program" ]; then
  program="$(./run.sh build pcmflow)/pcmflow"
fi
exec "${PYTHON:-.build/validators/bin/python}" Benchmarks/ctdna.py "$program" "$reference"
