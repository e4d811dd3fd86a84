"""Characters out of hand-printed words and lines: many people wrote words who were never asked for single characters, and a
net for cells that has seen few hands knows few sevens. The strokes of a word are shared among its letters, in the order in
which they were written, so that the nets of today find the whole most likely (dynamic programming, as forced alignment does
with speech); a character is kept where it stands apart from its neighbours, whether or not today's nets can read it alone.
Writes samples like those of the data (256 units: the height of a writer's capitals and digits). Called by scripts/train/cells.

Usage: characters.py OUT.jsonl.gz MODELS FILE.jsonl.gz... --writers LIST [--most N]"""
import argparse
import collections
import gzip
import json
import pathlib

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw

from cell_pages import CHARACTERS, CLASS, DIGITS, UPPER
from cells import UNKNOWN

SIDE, FINE, FILLED = 32, 4, 26  # as pipeline/reading/cells.cpp has it
MOST_STROKES = 4  # of one character
LEAST_MEAN = -0.9  # mean logarithm of odds of a word's characters, from which it counts as rightly shared out
LEAST_OWN = 0.004  # of a character kept: below, the label or the sharing is wrong
OVERLAP = 0.15  # of its width, that a neighbour may reach into a character


def picture(strokes: list, pen: float = 2.6) -> np.ndarray:
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    scale = (FILLED - pen) * FINE / max((high - low).max(), 1)
    shift = SIDE * FINE / 2 - (low + high) / 2 * scale
    image = Image.new("L", (SIDE * FINE, SIDE * FINE), 0)
    draw = ImageDraw.Draw(image)
    wide = pen * FINE
    for stroke in strokes:
        line = [tuple(p) for p in stroke * scale + shift]
        if len(line) > 1:
            draw.line(line, fill=255, width=round(wide), joint="curve")
        for x, y in (line[0], line[-1]):
            draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return np.asarray(image.resize((SIDE, SIDE), Image.BOX))


class Reader:
    """Today's nets, shown the shape of a character alone: log p of each character for each picture."""

    def __init__(self, models: str):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.eye, self.head = (onnxruntime.InferenceSession(f"{models}/{name}.onnx", options) for name in ("cells", "hands"))

    def log_p(self, pictures: list) -> np.ndarray:
        seen = np.zeros((len(pictures), 2, SIDE, SIDE), np.float32)
        seen[:, 0] = np.stack(pictures) / 255
        looks = self.eye.run(None, {"cells": seen})[0]
        hand = np.tile(looks.sum(0) / (len(looks) + UNKNOWN), (len(looks), 1))
        scores = self.head.run(None, {"cells": np.concatenate([looks, hand], 1)})[0]
        scores -= scores.max(1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(1, keepdims=True))


def cases(character: str) -> list:
    return sorted({character.lower(), character.upper()})


def either_case(log_p: np.ndarray, character: str) -> np.ndarray:
    """o and O, s and S look alike without their size; and some labels are in capitals where the word is not, or the other way."""
    return np.logaddexp.reduce([log_p[:, CLASS[c]] for c in cases(character)])


def shared_out(strokes: list, text: str, reader: Reader):
    """The first stroke of each character and one beyond, each one's log p in either case, and whether it looks like the
    case it is said to have; None where it cannot be."""
    count, ends = len(strokes), range(1, MOST_STROKES + 1)
    spans = [(i, i + k) for i in range(count) for k in ends if i + k <= count]
    log_p = reader.log_p([picture(strokes[i:j]) for i, j in spans])
    of_text = {c: either_case(log_p, c) for c in set(text)}
    number = {span: n for n, span in enumerate(spans)}
    best = {(0, 0): (0.0, None)}
    for m, character in enumerate(text):
        for i in range(count):
            if (m, i) not in best:
                continue
            for k in ends:
                if i + k > count:
                    break
                sum_ = best[m, i][0] + of_text[character][number[i, i + k]]
                if (m + 1, i + k) not in best or best[m + 1, i + k][0] < sum_:
                    best[m + 1, i + k] = (sum_, i)
    if (len(text), count) not in best:
        return None
    cuts = [count]
    for m in range(len(text), 0, -1):
        cuts.append(best[m, cuts[-1]][1])
    cuts.reverse()
    own = [number[span] for span in zip(cuts, cuts[1:])]
    cased = [log_p[n, CLASS[c]] >= max(log_p[n, CLASS[d]] for d in cases(c)) for n, c in zip(own, text)]
    return cuts, [of_text[c][n] for n, c in zip(own, text)], cased


def apart(groups: list, m: int) -> bool:
    points = np.concatenate(groups[m])[:, 0]
    left, right = points.min(), points.max()
    room = OVERLAP * max(right - left, 20)
    before = max((np.concatenate(g)[:, 0].max() for g in groups[:m]), default=-1e9)
    after = min((np.concatenate(g)[:, 0].min() for g in groups[m + 1 :]), default=1e9)
    return before < left + room and after > right - room


def characters_of(sample: dict, reader: Reader):
    """(character, its strokes, number in the word) of those that are kept."""
    text = sample["text"].replace(" ", "")
    strokes = [np.array(s, float).reshape(-1, 2) for s in sample["strokes"]]
    shared = shared_out(strokes, text, reader)
    if shared is None:
        return
    cuts, log_p, cased = shared
    if np.mean(log_p) < LEAST_MEAN:
        return
    groups = [strokes[i:j] for i, j in zip(cuts, cuts[1:])]
    for m, character in enumerate(text):
        if character.isalnum() and cased[m] and log_p[m] > np.log(LEAST_OWN) and apart(groups, m):
            yield character, groups[m], m


def wanted(sample: dict) -> bool:
    text = sample["text"].replace(" ", "")
    return 2 <= len(text) <= len(sample["strokes"]) and all(c in CHARACTERS for c in text)


def chosen(files: list, writers: set, most: int) -> list:
    """Of each writer the words with most digits and capitals first: of those there are fewest elsewhere."""
    of_writer = collections.defaultdict(list)
    for file in files:
        for line in gzip.open(file, "rt"):
            sample = json.loads(line)
            if sample["writer"] in writers and wanted(sample):
                of_writer[sample["writer"]].append(sample)
    rare = lambda s: -sum(3 * c.isdigit() + c.isupper() for c in s["text"]) / len(s["text"])
    return [s for _, samples in sorted(of_writer.items()) for s in sorted(samples, key=rare)[:most]]


def sized(kept: list) -> float:
    """What makes a writer's digits and capitals 256 units high; without them the x-height tells, 80 units."""
    tall = [np.ptp(np.concatenate(g)[:, 1]) for c, g, _, _ in kept if CLASS[c] in DIGITS or CLASS[c] in UPPER]
    return 256 / max(np.median(tall), 60) if len(tall) >= 5 else 256 * 0.62 / 80


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("models")
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--writers", required=True)
    arguments.add_argument("--most", type=int, default=30, help="words and lines of a writer")
    args = arguments.parse_args()
    reader = Reader(args.models)
    kept = collections.defaultdict(list)
    samples = chosen(args.files, set(pathlib.Path(args.writers).read_text().split()), args.most)
    for sample in samples:
        for character, strokes, m in characters_of(sample, reader):
            kept[sample["writer"]].append((character, strokes, m, sample["id"]))
    with gzip.open(args.out, "wt") as out:
        for writer, own in kept.items():
            scale = sized(own)
            for character, strokes, m, source in own:
                corner = np.concatenate(strokes).min(0)
                flat = [[int(v) for v in np.rint((s - corner) * scale).ravel()] for s in strokes]
                row = {"id": f"1w/{source}/{m}", "writer": writer, "text": character, "quality": "OK", "mm_per_unit": None, "strokes": flat}
                out.write(json.dumps(row, separators=(",", ":")) + "\n")
    counts = collections.Counter("digits" if c.isdigit() else "upper" if c.isupper() else "lower" for own in kept.values() for c, *_ in own)
    hands = {w for w, own in kept.items() if any(c.isdigit() for c, *_ in own)}
    print(f"{len(samples)} words and lines of hand print: {dict(counts)} of {len(kept)} writers, digits of {len(hands)}")


if __name__ == "__main__":
    main()
