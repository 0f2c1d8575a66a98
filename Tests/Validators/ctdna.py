"""Answers of the slow reference for circulating DNA, for many inputs at once.

    ctdna.py REFERENCE CASES ANSWERS

REFERENCE is the folder of ctdna_reference.py; CASES and ANSWERS are JSON files.
"""
import json
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import ctdna_reference as reference  # noqa: E402


def mrd(sites):
    found = reference.mrd_test(sites)
    depths, shares, errors = ([site[i] for site in sites] for i in (1, 2, 3))
    limit, critical = reference.lod_multisite(depths, shares, errors)
    exact = reference.exact_sum_tail(found["alt"], sites)
    return [found["p"], found["ci"][0], found["ci"][1], found["p_poisson"], found["expected"],
            exact, limit, critical]


answers = []
for case in json.load(open(sys.argv[2])):
    kind, values = case["kind"], case["values"]
    if kind == "binomial":
        answers.append([float(reference.tail_binom(int(values[0]), int(values[1]), values[2]))])
    elif kind == "poisson":
        answers.append([float(reference.tail_poisson(int(values[0]), values[1]))])
    elif kind == "betaBinomial":
        answers.append([reference.tail_betabinom(int(values[0]), int(values[1]), *values[2:])])
    elif kind == "site":
        k, n, e = int(values[0]), int(values[1]), values[2]
        answers.append([*map(float, reference.vaf_ci(k, n)),
                        reference.critical_count(n, e, 1e-4), reference.lod_site(n, e, 1e-4)])
    elif kind == "rates":
        answers.append([float(q) for q in reference.bh(values)])
    elif kind == "response":
        half = len(values) // 2
        pairs = [(int(values[i]), int(values[i + 1])) for i in range(0, len(values), 2)]
        found = reference.molecular_response(pairs[:half // 2], pairs[half // 2:])
        answers.append([found["ratio"], *found["ci"]])
    elif kind == "mrd":
        sites = [(int(values[i]), int(values[i + 1]), values[i + 2], values[i + 3])
                 for i in range(0, len(values), 4)]
        answers.append([float(x) for x in mrd(sites)])
    else:
        sys.exit("unknown kind of case: " + kind)
json.dump(answers, open(sys.argv[3], "w"))
