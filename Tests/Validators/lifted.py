"""Lifts the positions 1 to COUNT of a contig with PyPI's liftover: usage lifted.py CHAIN CONTIG COUNT.

Prints a line for each: contig, position and strand, or a point where no chain has it.
"""
import sys

from liftover import ChainFile

chain = ChainFile(sys.argv[1], one_based=True)
for position in range(1, int(sys.argv[3]) + 1):
    places = chain.convert_coordinate(sys.argv[2], position)
    print(" ".join(map(str, places[0])) if places else ".")
