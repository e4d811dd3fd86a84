"""The nets that read the cells of a page, trained on what cell_pictures cuts out of scanned forms. `eye`: one picture,
2 × 32 × 32 (shape and place, pipeline/reading/cells.hpp) → what it looks like. `head`: that beside the mean over all cells
of the page, which shows the hand (is its 7 crossed, does its 1 have an upstroke?) → 95 scores. Called by scripts/train/cells."""
import argparse
import json
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

CHARACTERS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)
NONE = len(CHARACTERS)  # ink that is no single character
OUTPUTS = NONE + 1
CLASS = {c: i for i, c in enumerate(CHARACTERS)} | {"none": NONE}
DIGITS, UPPER, LOWER, SYMBOLS = range(0, 10), range(10, 36), range(36, 62), range(62, NONE)
SHARE = {"digits": 0.3, "upper": 0.28, "lower": 0.27, "symbols": 0.1, "none": 0.05}


LOOKS = 160  # numbers that tell what a cell looks like
UNKNOWN = 4.0  # the mean over a page is that over its cells and so many empty ones: few cells tell little of a hand


class CellsNet(nn.Module):
    def __init__(self, dropout: float = 0.0):
        super().__init__()
        drop = [nn.Dropout(dropout)] if dropout else []  # OpenCV 4.6 knows no identity

        def block(channels_in: int, channels: int, kernel: int = 3, stride: int = 1) -> list:
            convolution = nn.Conv2d(channels_in, channels, kernel, stride, kernel // 2, bias=False)
            return [convolution, nn.BatchNorm2d(channels), nn.ReLU()]

        self.eye = nn.Sequential(
            *block(2, 24, 5, 2), *block(24, 32), *block(32, 64, 3, 2), *block(64, 64), *block(64, 96, 3, 2),
            nn.Flatten(), *drop, nn.Linear(96 * 16, LOOKS), nn.ReLU(),
        )  # fmt: skip
        self.head = nn.Sequential(*drop, nn.Linear(2 * LOOKS, LOOKS), nn.ReLU(), *drop, nn.Linear(LOOKS, OUTPUTS))

    def forward(self, pictures: torch.Tensor, page: torch.Tensor) -> torch.Tensor:
        """`page`: n × n, how much each cell (column) counts in the hand of each (row)."""
        looks = self.eye(pictures)
        return self.head(torch.cat([looks, page @ looks], 1))


def page_of(pages: torch.Tensor) -> torch.Tensor:
    """What `forward` wants, from the page that each cell is on."""
    same = (pages[:, None] == pages[None]).float()
    return same / (same.sum(1, keepdim=True) + UNKNOWN)


def group_of(label: int) -> str:
    for name, group in (("digits", DIGITS), ("upper", UPPER), ("lower", LOWER), ("symbols", SYMBOLS)):
        if label in group:
            return name
    return "none"


class Cells:
    """Pictures and labels of one or more runs of cell_pictures."""

    def __init__(self, stems: list):
        self.pictures = np.concatenate(
            [np.fromfile(f"{stem}.u8", np.uint8).reshape(-1, 2, 32, 32) for stem in stems]
        )
        rows = [line.rstrip("\n").split("\t") for stem in stems for line in open(f"{stem}.tsv")]
        self.labels = np.array([CLASS[row[0]] for row in rows])
        self.writers = [row[1] for row in rows]
        self.ids = [row[2] for row in rows]
        assert len(self.labels) == len(self.pictures)

    def weights(self) -> np.ndarray:
        """How often each is shown: groups by SHARE, classes alike within, and no writer's habit more than the root of
        its count."""
        own = {}
        for key in zip(self.labels, self.writers):
            own[key] = own.get(key, 0) + 1
        weight = np.array([own[key] ** -0.5 for key in zip(self.labels, self.writers)])
        for label in range(OUTPUTS):
            of_class = self.labels == label
            if of_class.any():
                weight[of_class] /= weight[of_class].sum() ** 0.7  # rare classes up, not all the way
        groups = np.array([group_of(label) for label in range(OUTPUTS)])[self.labels]
        for name, share in SHARE.items():
            weight[groups == name] *= share / max(weight[groups == name].sum(), 1e-9)
        return weight / weight.sum()


class Pages:
    """Draws cells as pages show them: many of one hand together, of a few kinds of characters."""

    KINDS = (("digits",), ("digits", "upper"), ("upper", "lower"), ("digits", "upper", "lower", "symbols"))

    def __init__(self, cells: Cells, chance: np.random.Generator):
        self.chance = chance
        weights = cells.weights()
        groups = np.array([group_of(label) for label in range(OUTPUTS)])[cells.labels]
        names, hand = np.unique(cells.writers, return_inverse=True)
        self.drawers = []  # (cells of a hand and kind, their weights added up)
        totals = []
        for number in range(len(names)):
            mine = np.flatnonzero(hand == number)
            for kind in self.KINDS:
                some = mine[np.isin(groups[mine], [*kind, "none"])]
                if not np.isin(groups[some], kind).any():
                    continue
                self.drawers.append((some, weights[some].cumsum()))
                totals.append(weights[some].sum() / len(kind))
        self.totals = np.cumsum(totals)

    def cells_of_a_page(self, count: int) -> np.ndarray:
        some, sums = self.drawers[np.searchsorted(self.totals, self.chance.random() * self.totals[-1])]
        return some[np.minimum(np.searchsorted(sums, self.chance.random(count) * sums[-1]), len(some) - 1)]

    def batch(self, size: int) -> tuple:
        """Cells, and the page each is on; a page in ten has been written on by two people."""
        pages = 2 ** self.chance.integers(0, 6)  # of 1 to 32 pages a batch
        chosen = np.concatenate([self.cells_of_a_page(size // pages) for _ in range(pages)])
        page = np.repeat(np.arange(pages), size // pages)
        if pages > 1 and self.chance.random() < 0.1:
            page //= 2
        return chosen, page


def habits(pages: torch.Tensor) -> torch.Tensor:
    """Normal deviates of which two thirds of the variance is a page's: a hand that slants, slants everything."""
    of_page = torch.randn(int(pages.max()) + 1)
    return 0.8 * of_page[pages] + 0.6 * torch.randn(len(pages))


def moved(pictures: torch.Tensor, pages: torch.Tensor, turn: float, slant: float, size: float, shift: float, bend: float):
    """Turned, slanted, stretched, shifted and bent at random; standard deviations in radians, shares and px."""
    n = len(pictures)
    angle, shear = habits(pages) * turn, habits(pages) * slant
    sx, sy = 1 + habits(pages) * size, 1 + habits(pages) * size
    tx, ty = torch.randn(n) * shift / 16, torch.randn(n) * shift / 16
    theta = torch.stack([torch.stack([sx, shear - angle, tx], 1), torch.stack([angle, sy, ty], 1)], 1)
    grid = functional.affine_grid(theta, list(pictures.shape), align_corners=False)
    if bend:
        waves = functional.interpolate(torch.randn(n, 2, 5, 5) * bend / 16, size=pictures.shape[2:], mode="bicubic")
        grid = grid + waves.permute(0, 2, 3, 1)
    return functional.grid_sample(pictures, grid, align_corners=False)


def varied(pictures: torch.Tensor, pages: torch.Tensor, much: float) -> torch.Tensor:
    """Other slants, sizes, places, pens and paper than the scanner gave; `much` from 1 to 0."""
    shape = moved(pictures[:, :1], pages, 0.08 * much, 0.16 * much, 0.09 * much, 1.0, much)
    place = moved(pictures[:, 1:], pages, 0.03, 0.03, 0.05, 1.0, 0)
    n = len(pictures)
    thick = torch.rand(int(pages.max()) + 1)[pages].reshape(n, 1, 1, 1)
    shape = torch.where(thick < 0.12, 0.5 * shape + 0.5 * functional.max_pool2d(shape, 3, 1, 1), shape)
    shape = torch.where(thick > 0.88, 0.5 * shape - 0.5 * functional.max_pool2d(-shape, 3, 1, 1), shape)
    shape = shape * (1 - 0.3 * torch.rand(n, 1, 1, 1)) + 0.03 * torch.randn_like(shape)
    place = place * (torch.rand(n, 1, 1, 1) > 0.1)
    return torch.cat([shape, place], 1)


def masks_for(labels: np.ndarray, chance: np.random.Generator) -> torch.Tensor:
    """The alphabet that each cell is read under: what a field may ask of it. True: not allowed."""
    allowed = np.zeros((len(labels), OUTPUTS), bool)
    allowed[:, NONE] = True
    dice = chance.random(len(labels))
    for row, (label, d) in enumerate(zip(labels, dice)):
        if label in DIGITS:
            allowed[row, DIGITS] = True
            if d < 0.3:
                allowed[row, UPPER] = True
        elif label in UPPER:
            allowed[row, UPPER] = True
            if d < 0.25:
                allowed[row, DIGITS] = True
            elif d < 0.45:
                allowed[row, LOWER] = True
        elif label in LOWER:
            allowed[row, LOWER] = True
            if d < 0.4:
                allowed[row, UPPER] = True
        elif label == NONE and d < 0.6:  # a cell of any alphabet may be spoilt
            allowed[row, (DIGITS, UPPER, LOWER)[int(d / 0.2)]] = True
        else:
            allowed[row] = True
    return torch.from_numpy(~allowed)


def smoothed_loss(scores: torch.Tensor, labels: torch.Tensor, banned: torch.Tensor, smooth: float = 0.03) -> torch.Tensor:
    log_p = functional.log_softmax(scores.masked_fill(banned, -30.0), 1)
    spread = (log_p * ~banned).sum(1) / (~banned).sum(1)
    return -((1 - smooth) * log_p[torch.arange(len(labels)), labels] + smooth * spread).mean()


def scores_of(net: nn.Module, cells: Cells, among: int = 64) -> torch.Tensor:
    """Every cell on a page with so many of the same hand and scanner, as they come."""
    net.eval()
    order = np.argsort(np.array(cells.writers), kind="stable")
    scores = torch.empty(len(order), OUTPUTS)
    with torch.no_grad():
        looks = torch.cat([net.eye(torch.from_numpy(part).float() / 255) for part in np.array_split(cells.pictures, len(order) // 256 + 1)])
        first = 0
        while first < len(order):
            last = first + 1
            while last < len(order) and last - first < among and cells.writers[order[last]] == cells.writers[order[first]]:
                last += 1
            page = torch.from_numpy(order[first:last])
            hand = looks[page].sum(0) / (len(page) + UNKNOWN)
            scores[page] = net.head(torch.cat([looks[page], hand.expand(len(page), -1)], 1))
            first = last
    return scores


def errors(scores: torch.Tensor, labels: np.ndarray) -> dict:
    """Raw errors by group under its own alphabet; small letters under both cases, folded."""
    best = {}
    fold = lambda c: np.where((c >= UPPER.start) & (c < UPPER.stop), c + 26, c)
    for name, group, alphabet in (
        ("digits", DIGITS, [*DIGITS]), ("capitals", UPPER, [*UPPER]), ("lower folded", LOWER, [*UPPER, *LOWER]),
        ("lower", LOWER, [*LOWER]),
    ):  # fmt: skip
        mine = (labels >= group.start) & (labels < group.stop)
        found = np.array(alphabet)[scores[mine][:, alphabet].argmax(1).numpy()]
        best[name] = (int((fold(found) != fold(labels[mine])).sum()), int(mine.sum()))
    return best


def figures(scores: torch.Tensor, cells: "Cells", doubtful: set) -> dict:
    """Errors with all labels, and without those that were looked at and set aside."""
    sound = np.array([i not in doubtful for i in cells.ids])
    writers = {c: w for c, w in zip(cells.ids, cells.writers)}
    return {
        "writers": len(set(writers.values())),
        "all": errors(scores, cells.labels),
        "sound": errors(scores[torch.from_numpy(sound)], cells.labels[sound]),
    }


def tell_suspects(scores: torch.Tensor, cells: "Cells", path: str) -> None:
    """What was read otherwise than its label says, surest first: wrong labels are among them."""
    log_p = functional.log_softmax(scores, 1)
    p, best = log_p.exp().max(1)
    order = [i for i in p.argsort(descending=True).tolist() if best[i] != cells.labels[i] and cells.labels[i] != NONE]
    names = CHARACTERS + "\0"
    with open(path, "w") as out:
        for i in order:
            out.write(f"{i}\t{cells.ids[i]}\t{names[cells.labels[i]]}\t{names[best[i]]}\t{p[i]:.4f}\n")


def said(counts: dict) -> str:
    return ", ".join(f"{name} {100 - 100 * wrong / max(n, 1):.2f} % of {n}" for name, (wrong, n) in counts.items())


def train(args: argparse.Namespace) -> nn.Module:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    chance = np.random.default_rng(args.seed)
    net, mean = CellsNet(args.dropout), CellsNet(args.dropout)
    net = net.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.02)
    steps = args.samples // args.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, steps, pct_start=0.1)
    start, first = time.time(), 0
    checkpoint = pathlib.Path(args.work) / "checkpoint.pt"
    if checkpoint.exists() and args.resume:
        saved = torch.load(checkpoint)
        for part, state in zip((net, mean, optimiser, schedule), saved["states"]):
            part.load_state_dict(state)
        first = saved["step"]
    else:
        if args.start_from:
            net.load_state_dict(torch.load(args.start_from)["states"][1])
        mean.load_state_dict(net.state_dict())
    cells, tune = Cells(args.train), Cells(args.tune)
    drawn = Pages(cells, chance)
    for step in range(first, steps):
        chosen, page = drawn.batch(args.batch)
        labels, pages = cells.labels[chosen], torch.from_numpy(page)
        pictures = varied(torch.from_numpy(cells.pictures[chosen]).float() / 255, pages, args.vary)
        net.train()
        scores = net(pictures.contiguous(memory_format=torch.channels_last), page_of(pages))
        target = torch.from_numpy(labels)
        loss = smoothed_loss(scores, target, masks_for(labels, chance)) + 0.5 * smoothed_loss(
            scores, target, torch.zeros_like(scores, dtype=torch.bool)
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        if step % 4 == 0:
            follow(mean, net, min(0.996, (step + 1) / (step + 10)))
        if (step + 1) % args.every == 0 or step + 1 == steps:
            torch.save({"states": [part.state_dict() for part in (net, mean, optimiser, schedule)], "step": step + 1}, checkpoint)
            print(f"{step + 1}/{steps} {time.time() - start:.0f} s loss {loss.item():.3f}: tune {said(errors(scores_of(mean, tune), tune.labels))}; alone {said(errors(scores_of(mean, tune, 1), tune.labels))}", flush=True)
    return mean


def follow(mean: nn.Module, net: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
            if old.dtype.is_floating_point:
                old.mul_(keep).add_(new, alpha=1 - keep)
            else:
                old.copy_(new)


def temperature(scores: torch.Tensor, labels: np.ndarray) -> float:
    """The one by which scores become probabilities, on tune: least loss under the alphabet of each character."""
    banned = torch.ones(len(labels), OUTPUTS, dtype=torch.bool)
    for group in (DIGITS, UPPER, LOWER):
        mine = torch.from_numpy((labels >= group.start) & (labels < group.stop))
        banned[mine[:, None] & torch.isin(torch.arange(OUTPUTS), torch.tensor([*group, NONE]))[None]] = False
    use = torch.from_numpy(labels < SYMBOLS.start)
    target = torch.from_numpy(labels)[use]
    losses = {
        t / 100: functional.cross_entropy(scores[use].masked_fill(banned[use], -1e4) / (t / 100), target).item()
        for t in range(20, 200, 2)
    }
    return min(losses, key=losses.get)


def export(net: nn.Module, scale: float, folder: str) -> None:
    """cells.onnx (the eye) and hands.onnx (the head): what lies between them, the mean over a page, is the program's."""
    plain = CellsNet()
    for own, learnt in ((plain.eye, net.eye), (plain.head, net.head)):
        for to, of in zip(own, [part for part in learnt if not isinstance(part, nn.Dropout)]):
            to.load_state_dict(of.state_dict())
    with torch.no_grad():  # the temperature goes into the last layer: what comes out are logarithms of odds
        plain.head[-1].weight.mul_(1 / scale)
        plain.head[-1].bias.mul_(1 / scale)
    plain.eval()
    for name, part, example, outputs in (
        ("cells", plain.eye, torch.zeros(2, 2, 32, 32), "looks"),
        ("hands", plain.head, torch.zeros(2, 2 * LOOKS), "scores"),
    ):
        torch.onnx.export(
            part, example, f"{folder}/{name}.onnx", opset_version=11, dynamo=False,
            input_names=["cells"], output_names=[outputs], dynamic_axes={"cells": {0: "n"}, outputs: {0: "n"}},
        )  # fmt: skip


def row(name: str, counts: dict) -> str:
    cells = [f"{n - wrong} of {n} ({100 - 100 * wrong / n:.2f} %)" for wrong, n in counts.values()]
    return f"| {name} | " + " | ".join(cells) + " |"


def card(args: argparse.Namespace, found: dict) -> str:
    weights = sum(part.numel() for part in CellsNet().parameters())
    rows = []
    for part in ("tune", "certify"):
        if part in found:
            rows.append(row(f"{part}, {found[part]['writers']} writers", found[part]["all"]))
            rows.append(row(f"{part}, without doubtful labels", found[part]["sound"]))
    names = " | ".join(found["tune"]["all"])
    return CARD.format(
        weights=weights, samples=args.samples, seed=args.seed, temperature=found["temperature"], names=names,
        dashes=" | ".join("---:" for _ in found["tune"]["all"]), rows="\n".join(rows),
    )  # fmt: skip


CARD = """# cells.onnx and hands.onnx: handwritten characters in cells

**What they do.** `cells.onnx`, the *eye*, sees one cell of a comb, 2 × 32 × 32 floats (`shape` and `place`, `pipeline/reading/cells.hpp`), and tells
in 160 numbers what it looks like. `hands.onnx`, the *head*, sees that beside the mean of what all cells of the page look like (and four more
that look like nothing, so that few cells say little), which shows the hand: whether its 7 is crossed, whether its 1 has an upstroke,
how large its small letters are. It gives 95 scores: the printable ASCII characters but the space, and *no single character* (crossed out,
written over, two in one cell). A softmax makes them probabilities; what a field may hold is a mask over them. {weights:,} weights:
convolutions and dense layers, run by OpenCV's dnn, a page at a time.

**Made by** `scripts/train/cells STROKES_FOLDER --seed {seed}` ({samples:,} pictures shown, on pages of 4 to 128 cells of one hand, one
batch in ten with two hands a page; batch normalisation, AdamW, mean of the weights over the last steps). The temperature
({temperature}) was set on *tune* and lies in the last layer.

**Data.** Pen strokes of single characters of UNIPEN train_r01_v07: International Unipen Foundation, "Unipen data set of
on-line (vectorial) handwriting", <https://doi.org/10.5281/zenodo.1195803>, licensed CC BY 4.0; I. Guyon, L. Schomaker,
R. Plamondon, M. Liberman, S. Janet, ICPR 1994, pp. 29–33. They were painted into made-up forms, scanned, found, registered
and cut by `tests/bench/cell_pictures`. Beside them characters of fonts of Debian (handwriting-like ones and typewriters').
Writers are parted once and for all into train, tune and certify (`scripts/train/writers`).

**Figures.** Best character of its own alphabet; small letters in both cases, folded; office and copier, as cut by the product,
64 cells of a hand a page; labels as they are, and without those that were looked at and found doubtful (`scripts/train/doubtful.txt`).

| | {names} |
| --- | {dashes} |
{rows}

**Not for.** Handwriting without cells; other scripts; accents; characters that the writer corrected (they should come out as
*no single character*, and a person is asked).
"""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--train", nargs="+")
    arguments.add_argument("--tune", nargs="+")
    arguments.add_argument("--certify", nargs="*", default=[])
    arguments.add_argument("--work", required=True)
    arguments.add_argument("--samples", type=int, default=3_500_000)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--every", type=int, default=2000)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--resume", action="store_true", help="go on from the checkpoint in the work folder")
    arguments.add_argument("--start-from", help="a checkpoint whose net learns on, from the first step")
    arguments.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    arguments.add_argument("--dropout", type=float, default=0.1)
    arguments.add_argument("--vary", type=float, default=0.35, help="how much pictures are bent, slanted and stretched, 0 to 1")
    arguments.add_argument("--card", help="where to write the model card")
    args = arguments.parse_args()
    net = train(args)
    tune = Cells(args.tune)
    scores = scores_of(net, tune)
    scale = temperature(scores, tune.labels)
    export(net, scale, args.work)
    doubtful = set((pathlib.Path(__file__).parent / "doubtful.txt").read_text().split("\n"))
    tell_suspects(scores, tune, f"{args.work}/suspects-tune.tsv")
    found = {"temperature": scale, "tune": figures(scores, tune, doubtful)}
    if args.certify:
        certify = Cells(args.certify)
        scores = scores_of(net, certify)
        tell_suspects(scores, certify, f"{args.work}/suspects-certify.tsv")
        found["certify"] = figures(scores, certify, doubtful)
    print(json.dumps(found))
    if args.card:
        pathlib.Path(args.card).write_text(card(args, found))


if __name__ == "__main__":
    main()
