"""Seeded draws.

Python guarantees one thing about its generator between versions: the sequence of `random()`.
Everything here is made from that alone, so the sample is the same on every Python.
"""
import bisect
import random


class Dice:
    """A seeded source of draws; two with one seed give the same sequence."""

    def __init__(self, seed):
        self._source = random.Random(seed)

    def unit(self):
        """A number in [0, 1)."""
        return self._source.random()

    def chance(self, probability):
        return self.unit() < probability

    def between(self, low, high):
        """An integer from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, choices):
        return choices[int(self.unit() * len(choices))]

    def weighted(self, choices):
        """One key of a mapping from key to weight."""
        keys = list(choices)
        sums, total = [], 0.0
        for key in keys:
            total += choices[key]
            sums.append(total)
        return keys[min(bisect.bisect_right(sums, self.unit() * total), len(keys) - 1)]

    def some(self, count, choices):
        """`count` different members of a sequence, in random order."""
        pool = list(choices)
        for index in range(count):
            other = self.between(index, len(pool) - 1)
            pool[index], pool[other] = pool[other], pool[index]
        return pool[:count]
