"""A net that reads the cells of a page, taught on what cell_pictures cuts out of scanned forms. `eye`: one picture,
2 × 32 × 32 (shape and place, pipeline/reading/cells.hpp) → what it looks like. `head`: that beside the mean over all cells
of the page, which shows the hand (is its 7 crossed, does its 1 have an upstroke?) → 95 scores. Writes net.pt; join.py makes of some of these what is built in.
Called by scripts/train/cells."""
import argparse

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cell_pages import CHARACTERS, DIGITS, LOWER, NONE, OUTPUTS, SYMBOLS, UPPER, Cells, Pages, masks_for, varied
from learner import Learner, options

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


def smoothed_loss(scores: torch.Tensor, labels: torch.Tensor, banned: torch.Tensor, smooth: float) -> torch.Tensor:
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
    learner = Learner(lambda: CellsNet(args.dropout), args)
    chance = np.random.default_rng(args.seed)
    steps = args.samples // args.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(learner.optimiser, args.rate, steps, pct_start=0.1)
    learner.parts.append(schedule)
    first = learner.begin(args)
    cells, tune = Cells(args.train), Cells(args.tune)
    drawn = Pages(cells, chance)
    for step in range(first, steps):
        chosen, page = drawn.batch(args.batch)
        labels, pages = cells.labels[chosen], torch.from_numpy(page)
        pictures = varied(torch.from_numpy(cells.pictures[chosen]).float() / 255, pages, args.vary)
        learner.net.train()
        scores = learner.net(pictures.contiguous(memory_format=torch.channels_last), page_of(pages))
        target = torch.from_numpy(labels)
        loss = smoothed_loss(scores, target, masks_for(labels, chance), args.smooth) + 0.5 * smoothed_loss(
            scores, target, torch.zeros_like(scores, dtype=torch.bool), args.smooth
        )
        learner.learn(loss, step)
        schedule.step()
        learner.note(step, steps, loss, lambda: tuned(learner.mean, tune))
    return learner.mean


def tuned(net: nn.Module, tune: Cells) -> str:
    together, alone = (said(errors(scores_of(net, tune, among), tune.labels)) for among in (64, 1))
    return f"{together}; alone {alone}"


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


def main() -> None:
    arguments = options(every=2000, rate=3e-3, vary=0.35)
    arguments.add_argument("--samples", type=int, default=3_500_000)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--smooth", type=float, default=0.03, help="share of a label that is given to all other characters")
    args = arguments.parse_args()
    net = train(args)
    tune = Cells(args.tune)
    scores = scores_of(net, tune)
    scale = temperature(scores, tune.labels)
    torch.save({"net": net.state_dict(), "dropout": args.dropout, "temperature": scale}, f"{args.work}/net.pt")
    print(f"temperature {scale}: tune {said(errors(scores, tune.labels))}")


if __name__ == "__main__":
    main()
