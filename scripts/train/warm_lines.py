#!/usr/bin/env python3
"""Makes a checkpoint that lines.py learns on from (--start-from) out of a lines.onnx: what it was trained with need not be kept.

Usage: warm_lines.py LINES.onnx PICTURES CHECKPOINT.pt      PICTURES: a run of line_pictures, e.g. WORK/tune-office
The export melted each normalisation into the convolution before it. Here every convolution gets one again, with the mean and
the spread that it has on the pictures, so that the net says the same as before, and what it says is printed.
"""
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from line_pages import Lines
from lines import PARTS, LinesNet, answers, figures, said

PICTURES = 96  # enough for the mean and the spread of a feature


def melted(file: str) -> list:
    """(weight, bias) of the convolutions, in their order."""
    graph = onnx.load(file).graph
    value = {one.name: torch.tensor(numpy_helper.to_array(one)) for one in graph.initializer}
    return [tuple(value[name] for name in node.input[1:]) for node in graph.node if node.op_type == "Conv"]


def normalise_again(net: LinesNet, parts: list, pictures: torch.Tensor) -> None:
    layers = [layer for layer in net.modules() if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d))]
    if [layer.weight.shape for layer in layers[:-2:2]] != [weight.shape for weight, _ in parts[:-2]]:
        sys.exit("the net in this file has other layers than lines.py trains: it cannot learn on")
    for (conv, norm), (weight, bias) in zip(zip(layers[0:-2:2], layers[1:-2:2]), parts):
        conv.weight.copy_(weight)
        seen = []
        hook = conv.register_forward_hook(lambda _, __, out: seen.append(out))
        net(pictures)
        hook.remove()
        mean, spread = seen[0].mean((0, 2, 3)), seen[0].var((0, 2, 3), unbiased=False)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(spread)
        norm.weight.copy_((spread + norm.eps).sqrt())
        norm.bias.copy_(bias + mean)


def main() -> None:
    file, stem, checkpoint = sys.argv[1:]
    parts, lines, net = melted(file), Lines([stem]), LinesNet(0.1).eval()
    pictures, _ = lines.batch(np.random.default_rng(1).permutation(len(lines))[:PICTURES])
    with torch.no_grad():
        normalise_again(net, parts, pictures)
        for layer, (weight, bias) in ((net.characters, parts[-2]), (net.typed, parts[-1])):
            times = layer.out_channels // len(bias)  # a net of one step a place says the same in each of two
            assert times in (1, PARTS)
            layer.weight.copy_(torch.cat([weight] * times))
            layer.bias.copy_(torch.cat([bias] * times))
    torch.save({"states": [net.state_dict(), net.state_dict()], "step": 0}, checkpoint)
    print(said(figures(*answers(net, lines), lines)))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main()
