"""Attacks published tables by linear programmes, and finds the least suppression of small ones: disclosure.py CASES.

A line of CASES is a JSON object: `equations` (lists of [cell, sign] that add up to zero), `values` (by measure), `hidden`,
`sensitive` (by measure, the cells that must stay unknown), `open` (the cells that may be hidden), `width`, `weights`, and
`optimum` (whether to compute the least weight). Prints a line for each: `narrowest` (the narrowest interval of a sensitive
cell, against outsiders and lone contributors; of large tables a part of both is tried) and `least` (the least weight, or null). Nothing here is shared with the
program: intervals are absolute, over the hidden cells, by HiGHS.
"""
import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_matrix


def interval(case, values, cell, known=()):
    hidden = [c for c in range(len(values)) if case["hidden"][c] and c not in known]
    place = {c: i for i, c in enumerate(hidden)}
    rows, sums = [], []
    for equation in case["equations"]:
        row = {place[c]: s for c, s in equation if c in place}
        if row:
            rows.append(row)
            sums.append(-sum(s * values[c] for c, s in equation if c not in place))
    matrix = lil_matrix((max(1, len(rows)), len(hidden)))
    for i, row in enumerate(rows):
        for j, s in row.items():
            matrix[i, j] = s
    cost = np.zeros(len(hidden))
    ends = []
    for sign in (1, -1):
        cost[place[cell]] = sign
        found = linprog(cost, A_eq=matrix.tocsr(), b_eq=sums or [0], bounds=(0, None), method="highs")
        assert found.status in (0, 3), found.message
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends


def lone_contributors(case, values):
    """The cells in which one person is the only one counted, by person: a total of one and its part are the same person."""
    groups = [{c} for c in range(len(values)) if values[c] == 1]
    for equation in case["equations"]:
        own = {c for c, _ in equation if values[c] == 1}
        if any(s < 0 and c in own for c, s in equation):
            joined = own.union(*[g for g in groups if g & own])
            groups = [g for g in groups if not g & own] + [joined]
    return groups


def least(case):
    """One integer programme: a flow up and one down for every sensitive cell (and insider), within what is hidden."""
    count = len(case["values"][0])
    open_cells = set(case["open"])
    jobs = []
    for m, values in enumerate(case["values"]):
        for cell in case["sensitive"][m]:
            jobs.append((m, cell, ()))
            jobs += [(m, cell, own) for own in lone_contributors(case, values) if cell not in own]
    size = count + 2 * count * len(jobs)
    lower, upper = np.zeros(size), np.ones(size)
    for c in range(count):
        if c not in open_cells:
            lower[c] = upper[c] = float(case["hidden"][c])
    entries, low, high = [], [], []
    far = 4 * max(max(v) for v in case["values"]) + 4 * case["width"]
    for k, (m, cell, known) in enumerate(jobs):
        values = case["values"][m]
        for side in (0, 1):
            base = count + (2 * k + side) * count
            for c in range(count):
                lower[base + c], upper[base + c] = -values[c], far
                if c in known:
                    lower[base + c] = upper[base + c] = 0
                entries.append({base + c: 1, c: -far}); low.append(-np.inf); high.append(0)
                entries.append({base + c: 1, c: values[c]}); low.append(0); high.append(np.inf)
            for equation in case["equations"]:
                entries.append({base + c: s for c, s in equation}); low.append(0); high.append(0)
        up, down = count + 2 * k * count + cell, count + (2 * k + 1) * count + cell
        entries.append({up: 1, down: -1}); low.append(case["width"]); high.append(np.inf)
    matrix = lil_matrix((len(entries), size))
    for i, row in enumerate(entries):
        for j, s in row.items():
            matrix[i, j] = s
    cost = np.zeros(size)
    for c in open_cells:
        cost[c] = case["weights"][c]
    kinds = np.zeros(size)
    kinds[:count] = 1
    found = milp(cost, constraints=LinearConstraint(matrix.tocsr(), low, high), integrality=kinds,
                 bounds=Bounds(lower, upper), options={"time_limit": 60})
    return float(found.fun) if found.status == 0 else None


for line in open(sys.argv[1]):
    case = json.loads(line)
    narrowest = None
    for m, values in enumerate(case["values"]):
        persons = lone_contributors(case, values)
        cells = case["sensitive"][m]
        few = max(1, len(cells) * len(values) // 50000)
        for cell in cells[:: few]:
            for known in [()] + [own for own in persons if cell not in own][:: few]:
                low, high = interval(case, values, cell, known)
                narrowest = high - low if narrowest is None else min(narrowest, high - low)
    narrowest = None if narrowest is None or narrowest == np.inf else float(narrowest)
    print(json.dumps({"narrowest": narrowest, "least": least(case) if case["optimum"] else None}))
