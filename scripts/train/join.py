"""Joins nets that were taught apart to the ones that are built in: cells.onnx, their eyes side by side, and hands.onnx, the mean
of what their heads say. Where they differ they are wrong more often, and together they are less sure there (Lakshminarayanan,
Pritzel and Blundell, Simple and scalable predictive uncertainty estimation using deep ensembles, NeurIPS 2017). The large layer of
each eye is replaced by two thin ones (its first singular values), so that two nets are hardly larger than one was. Called by
scripts/train/cells."""
import argparse
import json
import pathlib

import torch
from torch import nn

from cell_pages import Cells
from cells import LOOKS, CellsNet, figures, scores_of, tell_suspects, temperature

RANK = 96  # of 160: keeps 0.86 of the layer's energy, and every figure but the last digit


def thin(layer: nn.Linear) -> nn.Sequential:
    u, s, v = torch.linalg.svd(layer.weight.detach(), full_matrices=False)
    first, second = nn.Linear(layer.in_features, RANK, bias=False), nn.Linear(RANK, layer.out_features)
    with torch.no_grad():
        first.weight.copy_(v[:RANK] * s[:RANK, None].sqrt())
        second.weight.copy_(u[:, :RANK] * s[:RANK].sqrt())
        second.bias.copy_(layer.bias)
    return nn.Sequential(first, second)


class Eyes(nn.Module):
    def __init__(self, nets: list):
        super().__init__()
        self.eyes = nn.ModuleList(nn.Sequential(*[thin(p) if isinstance(p, nn.Linear) else p for p in net.eye]) for net in nets)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.cat([eye(pictures) for eye in self.eyes], 1)


class Heads(nn.Module):
    """Of each net its own looks and those of the hand, from what all eyes saw and its mean over the page."""

    def __init__(self, nets: list):
        super().__init__()
        self.heads = nn.ModuleList(net.head for net in nets)

    def forward(self, looks: torch.Tensor) -> torch.Tensor:
        n, said = len(self.heads), []
        for k, head in enumerate(self.heads):
            own, hand = looks[:, k * LOOKS : (k + 1) * LOOKS], looks[:, (n + k) * LOOKS : (n + k + 1) * LOOKS]
            said.append(head(torch.cat([own, hand], 1)))
        return sum(said) / n


class Joined(nn.Module):
    def __init__(self, nets: list):
        super().__init__()
        self.eye, self.head, self.looks = Eyes(nets), Heads(nets), LOOKS * len(nets)


def load(path: str) -> CellsNet:
    """A net with its temperature in its last layer: what comes out are logarithms of odds."""
    saved = torch.load(path)
    net = CellsNet(saved["dropout"])
    net.load_state_dict(saved["net"])
    plain = CellsNet()
    for own, learnt in ((plain.eye, net.eye), (plain.head, net.head)):
        for to, of in zip(own, [part for part in learnt if not isinstance(part, nn.Dropout)]):
            to.load_state_dict(of.state_dict())
    with torch.no_grad():
        plain.head[-1].weight.mul_(1 / saved["temperature"])
        plain.head[-1].bias.mul_(1 / saved["temperature"])
    return plain.eval()


def export(joined: Joined, folder: str) -> None:
    for name, part, example, outputs in (
        ("cells", joined.eye, torch.zeros(2, 2, 32, 32), "looks"),
        ("hands", joined.head, torch.zeros(2, 2 * joined.looks), "scores"),
    ):
        torch.onnx.export(
            part, example, f"{folder}/{name}.onnx", opset_version=11, dynamo=False,
            input_names=["cells"], output_names=[outputs], dynamic_axes={"cells": {0: "n"}, outputs: {0: "n"}},
        )  # fmt: skip


def row(name: str, counts: dict) -> str:
    cells = [f"{n - wrong} of {n} ({100 - 100 * wrong / n:.2f} %)" for wrong, n in counts.values()]
    return f"| {name} | " + " | ".join(cells) + " |"


def card(args: argparse.Namespace, found: dict, weights: int) -> str:
    rows = []
    for part in ("tune", "certify"):
        if part in found:
            rows.append(row(f"{part}, {found[part]['writers']} writers", found[part]["all"]))
            rows.append(row(f"{part}, without doubtful labels", found[part]["sound"]))
    names = " | ".join(found["tune"]["all"])
    return (pathlib.Path(__file__).parent / "cells-card.md").read_text().format(
        weights=weights, samples=args.samples, seed=args.seed, temperature=found["temperature"], names=names,
        dashes=" | ".join("---:" for _ in found["tune"]["all"]), rows="\n".join(rows),
    )  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--nets", nargs="+", required=True, help="net.pt of each training")
    arguments.add_argument("--tune", nargs="+", required=True)
    arguments.add_argument("--certify", nargs="*", default=[])
    arguments.add_argument("--work", required=True)
    arguments.add_argument("--samples", type=int, default=0, help="pictures that each was shown, for the card")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--card", help="where to write the model card")
    args = arguments.parse_args()
    joined = Joined([load(path) for path in args.nets]).eval()
    export(joined, args.work)
    doubtful = set((pathlib.Path(__file__).parent / "doubtful.txt").read_text().split("\n"))
    found = {}
    for part, stems in (("tune", args.tune), ("certify", args.certify)):
        if not stems:
            continue
        cells = Cells(stems)
        scores = scores_of(joined, cells)
        tell_suspects(scores, cells, f"{args.work}/suspects-{part}.tsv")
        found[part] = figures(scores, cells, doubtful)
        if part == "tune":
            found["temperature"] = temperature(scores, cells.labels)
    print(json.dumps(found))
    if args.card:
        pathlib.Path(args.card).write_text(card(args, found, sum(p.numel() for p in joined.parameters())))


if __name__ == "__main__":
    main()
