"""What the trainings of cells.py and lines.py share: their options, and a net that learns with the mean of its weights."""
import argparse
import pathlib
import time
from collections.abc import Callable

import torch
from torch import nn


def options(every: int, rate: float, vary: float) -> argparse.ArgumentParser:
    """Those of every training, with what is its own; how long it is to learn, each adds itself."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--train", nargs="+")
    arguments.add_argument("--tune", nargs="+")
    arguments.add_argument("--certify", nargs="*", default=[])
    arguments.add_argument("--work", required=True)
    arguments.add_argument("--every", type=int, default=every, help="steps between two checkpoints")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--resume", action="store_true", help="go on from the checkpoint in the work folder")
    arguments.add_argument("--start-from", help="a checkpoint whose net learns on, from the first step")
    arguments.add_argument("--rate", type=float, default=rate, help="highest learning rate")
    arguments.add_argument("--dropout", type=float, default=0.1)
    arguments.add_argument("--vary", type=float, default=vary, help="how much pictures are bent, slanted and stretched, 0 to 1")
    arguments.add_argument("--card", help="where to write the model card")
    return arguments


class Learner:
    """`net` learns; `mean` follows it, and is what is kept."""

    def __init__(self, make: Callable[[], nn.Module], args: argparse.Namespace):
        torch.manual_seed(args.seed)
        torch.set_num_threads(args.threads)
        self.net, self.mean = make(), make()
        self.net = self.net.to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), 1e-3, weight_decay=0.02)
        self.parts = [self.net, self.mean, self.optimiser]  # what a checkpoint holds, in this order
        self.every, self.since = args.every, time.time()
        self.checkpoint = pathlib.Path(args.work) / "checkpoint.pt"

    def begin(self, args: argparse.Namespace) -> int:
        """The step to go on from: that of the checkpoint, or the first, with another run's net where one is asked for."""
        if self.checkpoint.exists() and args.resume:
            saved = torch.load(self.checkpoint)
            for part, state in zip(self.parts, saved["states"]):
                part.load_state_dict(state)
            return saved["step"]
        if args.start_from:
            self.net.load_state_dict(torch.load(args.start_from)["states"][1])
        self.mean.load_state_dict(self.net.state_dict())
        return 0

    def learn(self, loss: torch.Tensor, step: int) -> None:
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        if step % 4 == 0:
            follow(self.mean, self.net, min(0.996, (step + 1) / (step + 10)))

    def note(self, step: int, steps: int, loss: torch.Tensor, tune: Callable[[], str]) -> None:
        """Now and then, and at the end: a checkpoint, and a line with what `tune` says of the mean."""
        if (step + 1) % self.every and step + 1 != steps:
            return
        torch.save({"states": [part.state_dict() for part in self.parts], "step": step + 1}, self.checkpoint)
        print(f"{step + 1}/{steps} {time.time() - self.since:.0f} s loss {loss.item():.3f}: tune {tune()}", flush=True)


def follow(mean: nn.Module, net: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
            if old.dtype.is_floating_point:
                old.mul_(keep).add_(new, alpha=1 - keep)
            else:
                old.copy_(new)
