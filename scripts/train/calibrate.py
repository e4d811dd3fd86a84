#!/usr/bin/env python3
"""Fits P(right) of writing on free lines: a logistic regression a kind on named features of a reading, shrunk toward the
reader's own score, and writes it as pipeline/records/calibration.inc. Called by scripts/train/calibrate.

Usage: calibrate.py [--check] FIELDS.jsonl... OUT.inc
FIELDS: rows of reading_fields with templates, of writers of tune. --check prints log loss and calibration error of the score
itself and of what was fitted on all writers but the one it is asked about, and the same of combs, which keep their score: their
decoder's posterior already counts on hands that tune's few people do not have (docs/decisions/certainty.md).

Features, as pipeline/records/calibration.cpp has them: *sureness*, the log odds of the score; *margin*, how far the second best
stays below all that the score leaves; *length*, the log of the characters. How far a coefficient may go from "the score is right"
is one number (ridge) for all kinds, chosen like the features by leaving writers out.
"""
import collections
import json
import math
import sys

FEATURES = ("sureness", "margin", "length")
RIDGES = (0.3, 1, 3, 10, 30, 100)
KINDS = ("text", "paragraph", "comb", "date", "number", "nhs_number", "postcode", "phone")
BY_THRESHOLD = {"low-confidence", "kind-not-accepted", "critical"}
FEWEST = 40          # fields: below, the score is left as it is
CLIP = math.log(0.9998 / 0.0002)  # no reader is surer


def log_odds(p):
    return max(-CLIP, min(CLIP, math.log(max(p, 1e-9) / max(1 - p, 1e-9))))


def features(row):
    sureness = log_odds(row["score"])
    rest = max(1 - row["score"], 1e-9)
    margin = max(0.0, min(CLIP, math.log(rest / max(row["second"], 1e-4)))) if row["second"] > 0 else 0.0
    return sureness, margin, math.log(1 + len(row["read_text"].encode()))


def key_of(row):
    return row["kind"], bool(row["comb"])


def usable(row):
    """What is asked for another reason than doubt is asked whatever its P(right), and would teach the rest modesty."""
    return row["found"] and row["read_state"] == "read" and row["kind"] in KINDS and set(row["reasons"]) <= BY_THRESHOLD


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > -30 else math.exp(x)


def value(weights, x):
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x))


def solved(matrix, right):
    """Gauss with pivots, for a handful of unknowns."""
    n, rows = len(right), [row[:] + [b] for row, b in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def fit(samples, ridge, used):
    """Newton's method; `used` are the features that may weigh, the others stay at zero. samples: (features, right)."""
    start = [0.0, 1.0] + [0.0] * (len(FEATURES) - 1)  # the score is right
    free = [0] + [1 + i for i, name in enumerate(FEATURES) if name in used]
    weights = start[:]
    for _ in range(30):
        gradient = [ridge * (weights[i] - start[i]) for i in free]
        hessian = [[ridge if i == j else 0.0 for j in free] for i in free]
        for x, right in samples:
            full, p = (1.0, *x), sigmoid(value(weights, x))
            for a, i in enumerate(free):
                gradient[a] += (p - right) * full[i]
                for b, j in enumerate(free):
                    hessian[a][b] += p * (1 - p) * full[i] * full[j]
        step = solved(hessian, gradient)
        for i, s in zip(free, step):
            weights[i] -= s
        if max(map(abs, step)) < 1e-7:
            break
    weights[1] = max(weights[1], 0.05)  # never less sure for a better score
    return weights


def log_loss(p, right):
    return -math.log(max(p if right else 1 - p, 1e-6))


def left_out(by_writer, ridge, used):
    """(P(right), right) of every sample, by what was fitted on all other writers."""
    out = []
    for writer, own in by_writer.items():
        weights = fit([s for other, rows in by_writer.items() if other != writer for s in rows], ridge, used)
        out += [(sigmoid(value(weights, x)), right) for x, right in own]
    return out


def ece(pairs, bins=15):
    ranked, bins = sorted(pairs), min(bins, len(pairs))
    parts = [ranked[i * len(ranked) // bins:(i + 1) * len(ranked) // bins] for i in range(bins)]
    return sum(abs(sum(p - right for p, right in part)) for part in parts) / len(ranked)


def grouped(rows):
    groups = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in filter(usable, rows):
        groups[key_of(row)][row["writer"]].append((features(row), bool(row["right"])))
    return {key: writers for key, writers in sorted(groups.items())}


def total_loss(groups, ridge, used):
    return sum(log_loss(p, right) for by_writer in groups.values() for p, right in left_out(by_writer, ridge, used))


def name(key):
    return f"{key[0]}, {'in cells' if key[1] else 'on a line'}"


def check(groups, chosen, used):
    print("| kind | fields | writers | right | score: log loss | ECE | fitted, writer left out: log loss | ECE |")
    print("| --- |" + " ---: |" * 7)
    for key, by_writer in groups.items():
        own = [(sigmoid(x[0]), right) for rows in by_writer.values() for x, right in rows]
        new = left_out(by_writer, chosen, used)
        n = len(own)
        print(f"| {name(key)} | {n} | {len(by_writer)} | {sum(r for _, r in own) / n:.4f} | {sum(log_loss(*s) for s in own) / n:.4f} | "
              f"{100 * ece(own):.2f} % | {sum(log_loss(*s) for s in new) / n:.4f} | {100 * ece(new):.2f} % |")


def main():
    words = sys.argv[1:]
    telling = "--check" in words
    *files, out = [w for w in words if w != "--check"]
    rows = [json.loads(line) for file in files for line in open(file, encoding="utf-8")]
    groups = {key: writers for key, writers in grouped(rows).items() if sum(map(len, writers.values())) >= FEWEST}
    lines = {key: writers for key, writers in groups.items() if not key[1]}
    choices = [(total_loss(lines, ridge, used), ridge, used) for ridge in RIDGES
               for used in (("sureness",), ("sureness", "margin"), ("sureness", "length"), FEATURES)]
    _, ridge, used = min(choices)
    if telling:
        for loss, r, u in sorted(choices):
            print(f"log loss {loss:.1f}: ridge {r:g}, {' + '.join(u)}")
        check(groups, ridge, used)
    table = [f"// Made by scripts/train/calibrate: ridge {ridge:g}, {' + '.join(used)}. Kind, and what a constant and {', '.join(FEATURES)} weigh."]
    for (kind, _), by_writer in lines.items():
        samples = [s for own in by_writer.values() for s in own]
        weights = ", ".join(f"{w:.4f}" for w in fit(samples, ridge, used))
        table.append(f"{{FieldKind::{kind}, {{{weights}}}}},  // {len(samples)} fields of {len(by_writer)} writers")
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
