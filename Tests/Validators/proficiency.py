"""Answers of the slow reference of proficiency testing to lines of JSON: proficiency.py REFERENCE INPUT."""

import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

for line in open(sys.argv[2]):
    case = json.loads(line)
    scaled, decimals = case["scaled"], case["decimals"]
    values = [value / 10**decimals for value in scaled]
    location, spread, _ = reference.algorithm_a(values)
    q = reference.q_method(values, decimals=decimals)
    kappa = reference.fleiss_kappa(case["subjects"])
    pairs = case["pairs"]
    cochran, p = reference.cochran_q(case["items"])
    low, high = reference.jeffreys(case["count"], case["total"])
    print(json.dumps({
        "location": location, "spread": spread, "q": q,
        "hampel": reference.hampel_mean(values, q),
        "deviation": reference.mad_e(values), "range": reference.niqr(values),
        "fleiss": kappa["kappa"], "error": kappa["se"], "exact": kappa["exact"],
        "cohen": reference.cohen_kappa(pairs[0], pairs[1], "linear"),
        "cochran": cochran, "p": p, "low": low, "high": high,
    }))
