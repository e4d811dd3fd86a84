"""The net that reads handwritten words and lines, trained on what line_pictures cuts out of scanned forms: one picture,
1 × 40 × width (pipeline/reading/line_picture.hpp) → 97 scores for each 2 px of it (CTC: Graves et al., ICML 2006), and
whether a machine typed it. Fully convolutional, so that any width goes through OpenCV. Called by scripts/train/lines."""
import argparse
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from distance import distance
from learner import Learner, options
from line_pages import BLANK, CHARACTER, HEIGHT, OUTPUTS, Drawn, Lines, targets, varied

WARM = 0.06  # share of the steps in which the learning rate goes up; then it goes down as a cosine
SEEN = 256  # numbers that tell what is seen at a place, 4 px wide
PARTS = 2  # steps a place: an "i" is hardly wider, and CTC needs a step a letter and one between two of the same


def block(channels_in: int, channels: int, kernel, stride=1) -> list:
    pad = kernel // 2 if isinstance(kernel, int) else tuple(k // 2 for k in kernel)
    return [nn.Conv2d(channels_in, channels, kernel, stride, pad, bias=False), nn.BatchNorm2d(channels), nn.ReLU()]


class Deeper(nn.Module):
    """Looks once more as finely as before, added to what was known."""

    def __init__(self, channels: int):
        super().__init__()
        self.look = nn.Sequential(*block(channels, channels, 3))

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return seen + self.look(seen)


class Beside(nn.Module):
    """Looks to both sides: each number alone, then all together, added to what was known."""

    def __init__(self, dropout: float):
        super().__init__()
        drop = [nn.Dropout(dropout)] if dropout else []  # OpenCV 4.6 knows no identity
        self.look = nn.Sequential(
            nn.Conv2d(SEEN, SEEN, (1, 7), 1, (0, 3), groups=SEEN, bias=False), nn.BatchNorm2d(SEEN), nn.ReLU(),
            nn.Conv2d(SEEN, SEEN, 1, bias=False), nn.BatchNorm2d(SEEN), nn.ReLU(), *drop,
        )  # fmt: skip

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return seen + self.look(seen)


class LinesNet(nn.Module):
    def __init__(self, dropout: float = 0.0):
        super().__init__()
        drop = [nn.Dropout(dropout)] if dropout else []
        self.eye = nn.Sequential(
            *block(1, 16, 3), *block(16, 48, 3, 2), Deeper(48), *block(48, 96, 3, 2), Deeper(96), Deeper(96),
            *block(96, 160, 3, (2, 1)), Deeper(160), Deeper(160),
            nn.Conv2d(160, SEEN, (HEIGHT // 8, 1), bias=False), nn.BatchNorm2d(SEEN), nn.ReLU(), *drop,
        )  # fmt: skip
        self.beside = nn.Sequential(*[Beside(dropout) for _ in range(6)])
        self.characters = nn.Conv2d(SEEN, PARTS * OUTPUTS, 1)
        self.typed = nn.Conv2d(SEEN, 1, 1)

    def forward(self, pictures: torch.Tensor) -> tuple:
        seen = self.beside(self.eye(pictures))
        return self.characters(seen), self.typed(seen)


def steps_apart(scores: torch.Tensor) -> torch.Tensor:
    """n × (parts · 97) × 1 × places → n × 97 × steps; the program does the same."""
    n, _, _, places = scores.shape
    return scores.reshape(n, PARTS, OUTPUTS, places).permute(0, 2, 3, 1).reshape(n, OUTPUTS, places * PARTS)


class Exported(nn.Module):
    """As the program runs it: one answer a picture to whether it is typed."""

    def __init__(self, net: LinesNet, temperature: float):
        super().__init__()
        self.net, self.mean = net, nn.AdaptiveAvgPool2d(1)
        with torch.no_grad():
            net.characters.weight.mul_(1 / temperature)
            net.characters.bias.mul_(1 / temperature)

    def forward(self, pictures: torch.Tensor) -> tuple:
        scores, typed = self.net(pictures)
        return scores, self.mean(typed)


def places_of(widths: torch.Tensor) -> torch.Tensor:
    return (widths + 3) // 4


def mean_over(values: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """n × 1 × 1 × places over those that are not padding."""
    values = values[:, 0, 0]
    here = torch.arange(values.shape[1])[None] < places[:, None]
    return (values * here).sum(1) / here.sum(1)


def loss_of(net: LinesNet, lines: Lines, chosen: np.ndarray, much: float) -> torch.Tensor:
    pictures, widths = lines.batch(chosen)
    pictures = varied(pictures, much) if much else pictures
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, typed = net(pictures.contiguous(memory_format=torch.channels_last))
    places = places_of(widths)
    log_p = functional.log_softmax(steps_apart(scores.float()), 1).permute(2, 0, 1)
    texts, lengths = targets([lines.texts[i] for i in chosen])
    ctc = functional.ctc_loss(log_p, texts, PARTS * places, lengths, BLANK, reduction="none", zero_infinity=True)
    machine = functional.binary_cross_entropy_with_logits(
        mean_over(typed.float(), places), torch.from_numpy(lines.typed[chosen]).float()
    )
    return (ctc / lengths).mean() + 0.1 * machine


def answers(net: LinesNet, lines: Lines, px: int = 20000) -> tuple:
    """Scores of every line, T × 97 each, and the logits of being typed."""
    net.eval()
    order = np.argsort(lines.widths, kind="stable")
    scores, typed, first = [None] * len(lines), np.zeros(len(lines)), 0
    with torch.no_grad():
        while first < len(order):
            last = first + 1
            while last < len(order) and (last - first + 1) * lines.widths[order[last]] <= px:
                last += 1
            some = order[first:last]
            pictures, widths = lines.batch(some)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                seen, machine = net(pictures.contiguous(memory_format=torch.channels_last))
            places = places_of(widths)
            typed[some] = mean_over(machine.float(), places).numpy()
            seen = steps_apart(seen.float())
            for row, i in enumerate(some):
                scores[i] = seen[row, :, : PARTS * places[row]].T
            first = last
    return scores, typed


def greedy(scores: torch.Tensor) -> str:
    best = scores.argmax(1).tolist()
    return "".join(CHARACTER[b] for a, b in zip([BLANK, *best], best) if b != a and b != BLANK).strip()


def figures(scores: list, typed: np.ndarray, lines: Lines) -> dict:
    """Errors of recorded words and lines, spaces left out as the data asks; case folded too; and of typed or not."""
    out = {}
    read = [greedy(one) for one in scores]
    plain = lambda text: text.replace(" ", "")
    for name, mine in (
        ("words", [i for i, (t, n) in enumerate(zip(lines.texts, lines.ids)) if not n.startswith("composed") and len(t) <= 24]),
        ("lines", [i for i, (t, n) in enumerate(zip(lines.texts, lines.ids)) if not n.startswith("composed") and len(t) > 24]),
        ("composed", [i for i, n in enumerate(lines.ids) if n.startswith("composed") and not lines.typed[i]]),
    ):  # fmt: skip
        characters = sum(len(plain(lines.texts[i])) for i in mine)
        wrong = sum(distance(plain(read[i]), plain(lines.texts[i])) for i in mine)
        folded = sum(distance(plain(read[i]).lower(), plain(lines.texts[i]).lower()) for i in mine)
        right = sum(plain(read[i]) == plain(lines.texts[i]) for i in mine)
        out[name] = {"n": len(mine), "characters": characters, "wrong": wrong, "folded": folded, "right": right}
    out["writers"] = len(set(lines.writers))
    out["typed"] = {"n": len(lines), "wrong": int(((typed > 0) != lines.typed).sum())}
    return out


def said(found: dict) -> str:
    parts = [
        f"{name} CER {100 * of['wrong'] / max(of['characters'], 1):.2f} % (folded {100 * of['folded'] / max(of['characters'], 1):.2f} %), right {of['right']} of {of['n']}"
        for name, of in found.items() if name in ("words", "lines", "composed")
    ]  # fmt: skip
    return "; ".join(parts) + f"; typed told wrong {found['typed']['wrong']} of {found['typed']['n']}"


def train(args: argparse.Namespace) -> nn.Module:
    learner = Learner(lambda: LinesNet(args.dropout), args)
    first = learner.begin(args)
    chance = np.random.default_rng([args.seed, first] if first else args.seed)
    if first:
        torch.manual_seed(args.seed + first)
    ramp = lambda part: part / WARM if part < WARM else 0.5 + 0.5 * np.cos(np.pi * (part - WARM) / (1 - WARM))
    lines, tune = Lines(args.train), Lines(args.tune)
    print(f"{len(lines)} lines, {len(lines) - int(lines.sound.sum())} unreadable; tune {len(tune)}", flush=True)
    drawn = Drawn(lines, chance, args.px)
    for step in range(first, args.steps):
        learner.net.train()
        for group in learner.optimiser.param_groups:
            group["lr"] = float(args.rate * max(0.001, ramp(step / args.steps)))
        loss = loss_of(learner.net, lines, drawn.batch(), args.vary)
        learner.learn(loss, step)
        learner.note(step, args.steps, loss, lambda: said(figures(*answers(learner.mean, tune), tune)))
    return learner.mean


def temperature(scores: list, lines: Lines) -> float:
    """The one by which scores become probabilities, on tune: the texts are likeliest under it."""
    use = [i for i in range(len(lines)) if lines.sound[i] and not lines.ids[i].startswith("composed")]
    losses = {}
    for t in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2.0):
        total = 0.0
        for i in use:
            text, length = targets([lines.texts[i]])
            log_p = functional.log_softmax(scores[i] / t, 1)[:, None]
            total += functional.ctc_loss(log_p, text[None], torch.tensor([len(log_p)]), length, BLANK, reduction="sum").clamp(max=30).item()
        losses[t] = total
    return min(losses, key=losses.get)


def export(net: LinesNet, scale: float, folder: str) -> None:
    """lines.onnx. The temperature goes into the last layer: what comes out are logarithms of odds."""
    plain = LinesNet()
    kept = [part for part in net.modules() if isinstance(part, (nn.Conv2d, nn.BatchNorm2d))]
    for to, of in zip([part for part in plain.modules() if isinstance(part, (nn.Conv2d, nn.BatchNorm2d))], kept):
        to.load_state_dict(of.state_dict())
    torch.onnx.export(
        Exported(plain, scale).eval(), torch.zeros(1, 1, HEIGHT, 160), f"{folder}/lines.onnx", opset_version=11, dynamo=False,
        input_names=["line"], output_names=["scores", "typed"], dynamic_axes={"line": {3: "width"}, "scores": {3: "steps"}},
    )  # fmt: skip


def row(name: str, found: dict) -> str:
    cells = [f"{of['wrong']:,} of {of['characters']:,} wrong ({100 * of['wrong'] / of['characters']:.2f} %), {of['right']:,} of {of['n']:,} right" for of in (found[k] for k in ("words", "lines", "composed"))]
    return f"| {name}, {found['writers']} writers | " + " | ".join(cells) + f" | {found['typed']['n'] - found['typed']['wrong']:,} of {found['typed']['n']:,} |"


def card(args: argparse.Namespace, found: dict) -> str:
    return (pathlib.Path(__file__).parent / "lines-card.md").read_text().format(
        weights=sum(part.numel() for part in LinesNet().parameters()), steps=args.steps, seed=args.seed, px=args.px,
        temperature=found["temperature"], rows="\n".join(row(part, found[part]) for part in ("tune", "certify") if part in found),
    )  # fmt: skip


def main() -> None:
    arguments = options(every=500, rate=2.5e-3, vary=0.6)
    arguments.add_argument("--steps", type=int, default=16_000)
    arguments.add_argument("--px", type=int, default=8000, help="width of a batch, all its lines together")
    args = arguments.parse_args()
    net = train(args)
    tune = Lines(args.tune)
    scores, typed = answers(net, tune)
    scale = temperature(scores, tune)
    export(net, scale, args.work)
    found = {"temperature": scale, "tune": figures(scores, typed, tune)}
    if args.certify:
        certify = Lines(args.certify)
        found["certify"] = figures(*answers(net, certify), certify)
    print(json.dumps(found))
    if args.card:
        pathlib.Path(args.card).write_text(card(args, found))


if __name__ == "__main__":
    main()
