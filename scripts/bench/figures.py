"""What the tables of scripts/bench count alike: rows of reading_fields, shares, exact bounds, calibration."""
import collections
import json
import math
import random

# What the policy alone or the reader's own estimate holds back: with a lower threshold these would be accepted.
BY_THRESHOLD = {"low-confidence", "kind-not-accepted", "critical"}
BARE = {"found": True, "read_state": "read", "reasons": []}  # a field of which only its confidence matters
BINS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1]


def share(part, whole):
    return part / whole if whole else math.nan


def percent(value, digits=2):
    return "–" if math.isnan(value) else f"{100 * value:.{digits}f} %"


def upper_bound(errors, n, confidence=0.95):
    """Clopper and Pearson's exact upper bound on a share, by bisection."""
    if n == 0 or errors == n:
        return 1.0
    low, high = errors / n, 1.0
    for _ in range(60):
        p = (low + high) / 2
        at_most = sum(math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(p) +
                               (n - k) * math.log1p(-p)) for k in range(errors + 1))
        low, high = (p, high) if at_most > 1 - confidence else (low, p)
    return high


def load(files):
    return [json.loads(line) for file in files for line in open(file, encoding="utf-8")]


def fate(line):
    if line["accepted"]:
        return "right" if line["right"] else "silently_wrong"
    return "asked_right" if line["right"] else "asked_wrong"


def counted(lines):
    fates = collections.Counter(map(fate, lines))
    accepted = fates["right"] + fates["silently_wrong"]
    return {"fields": len(lines), "writers": len({line["writer"] for line in lines}), "accepted": accepted,
            "right": fates["right"], "silently_wrong": fates["silently_wrong"], "asked_right": fates["asked_right"],
            "asked_wrong": fates["asked_wrong"],
            "at_most_wrong": upper_bound(fates["silently_wrong"], accepted) if accepted else None,
            "writers_wrong": len({line["writer"] for line in lines if fate(line) == "silently_wrong"})}


def could_be_accepted(line):
    return line["found"] and line["read_state"] in ("read", "none", "blank") and set(line["reasons"]) <= BY_THRESHOLD


def calibration(lines):
    """Reliability by bins of the confidence, and the expected calibration error over 15 bins of equal counts."""
    seen = sorted((l for l in lines if could_be_accepted(l)), key=lambda l: l["confidence"])
    rows = []
    for low, high in zip(BINS, BINS[1:]):
        inside = [l for l in seen if low <= l["confidence"] < high or (high == 1 and l["confidence"] == 1)]
        if inside:
            rows.append((low, high, len(inside), sum(l["confidence"] for l in inside) / len(inside),
                         share(sum(l["right"] for l in inside), len(inside))))
    ece, parts = 0.0, min(15, len(seen))
    for i in range(parts):
        part = seen[i * len(seen) // parts:(i + 1) * len(seen) // parts]
        ece += abs(sum(l["confidence"] for l in part) - sum(l["right"] for l in part)) / len(seen)
    return rows, ece if seen else math.nan


def calibration_by_chance(lines, draws=200):
    """The error that a perfectly calibrated reader shows with as many fields as sure as these: mean, and in 1 of 20 cases.
    Bins of few fields are never just as right as they say."""
    sure, dice = [l["confidence"] for l in lines if could_be_accepted(l)], random.Random(1)
    drawn = sorted(calibration([{**BARE, "confidence": p, "right": dice.random() < p} for p in sure])[1] for _ in range(draws))
    return (sum(drawn) / draws, drawn[draws * 19 // 20]) if sure else (math.nan, math.nan)


def print_table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()
