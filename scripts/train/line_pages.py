"""What the lines net learns from: the pictures of line_pictures, drawn so that no writer's habit is all it sees, and varied."""
import numpy as np
import torch
from torch.nn import functional

from cell_pages import CHARACTERS

HEIGHT = 40
STRUCK = "\x7f"  # in a text: a word that was struck out
CHARACTER = CHARACTERS + " " + STRUCK
BLANK = len(CHARACTER)  # CTC's own: no character here
OUTPUTS = BLANK + 1
CLASS = {c: i for i, c in enumerate(CHARACTER)}
STEP = 2  # px of a picture to one step of the net's answer


class Lines:
    """Pictures and texts of one or more runs of line_pictures."""

    def __init__(self, stems: list):
        self.ink = np.concatenate([np.fromfile(f"{stem}.u8", np.uint8) for stem in stems])
        rows = [line.rstrip("\n").split("\t") for stem in stems for line in open(f"{stem}.tsv")]
        self.widths = np.array([int(row[0]) for row in rows])
        self.starts = np.concatenate([[0], np.cumsum(self.widths * HEIGHT)])
        self.typed = np.array([row[1] == "typed" for row in rows])
        self.texts = [row[2] for row in rows]
        self.writers = [row[3] for row in rows]
        self.ids = [row[4] for row in rows]
        assert self.starts[-1] == len(self.ink)
        # A picture too narrow for its text has lost ink on the way; nobody could read it.
        self.sound = np.array([w / STEP >= steps_for(t) for w, t in zip(self.widths, self.texts)])

    def __len__(self) -> int:
        return len(self.texts)

    def picture(self, i: int) -> np.ndarray:
        return self.ink[self.starts[i] : self.starts[i + 1]].reshape(HEIGHT, self.widths[i])

    def batch(self, chosen) -> tuple:
        """Pictures 0 paper … 1 ink, n × 1 × 40 × widest, and their widths."""
        widths = self.widths[chosen]
        widest = int(np.ceil(widths.max() / 16) * 16)
        out = np.zeros((len(chosen), 1, HEIGHT, widest), np.float32)
        for row, i in enumerate(chosen):
            out[row, 0, :, : self.widths[i]] = self.picture(i)
        return torch.from_numpy(out) / 255, torch.from_numpy(widths)

    def weights(self) -> np.ndarray:
        """How often each is shown: the more a writer wrote, the less each line of theirs."""
        own = {}
        for writer in self.writers:
            own[writer] = own.get(writer, 0) + 1
        weight = np.array([own[writer] ** -0.4 for writer in self.writers]) * self.sound
        return weight / weight.sum()


def steps_for(text: str) -> int:
    """CTC needs a step a character, and one more between two of the same."""
    return len(text) + sum(a == b for a, b in zip(text, text[1:]))


def targets(texts: list) -> tuple:
    labels = [CLASS[c] for text in texts for c in text]
    return torch.tensor(labels), torch.tensor([len(text) for text in texts])


class Drawn:
    """Batches of lines of about the same width, of about so many px together."""

    def __init__(self, lines: Lines, chance: np.random.Generator, px: int):
        self.lines, self.chance, self.px = lines, chance, px
        self.sums = lines.weights().cumsum()
        self.waiting = []

    def batch(self) -> np.ndarray:
        if not self.waiting:
            some = np.minimum(np.searchsorted(self.sums, self.chance.random(4000)), len(self.lines) - 1)
            some = some[np.argsort(self.lines.widths[some], kind="stable")]
            first = 0
            while first < len(some):
                last = first + 1
                while last < len(some) and (last - first + 1) * self.lines.widths[some[last]] <= self.px:
                    last += 1
                self.waiting.append(some[first:last])
                first = last
            self.chance.shuffle(self.waiting)
        return self.waiting.pop()


def varied(pictures: torch.Tensor, much: float) -> torch.Tensor:
    """Other slants, sizes, heights, pens and paper than the scanner gave; `much` from 1 to 0."""
    n, _, height, width = pictures.shape
    normal = lambda spread: torch.randn(n) * spread * much
    shear, size_x, size_y, up = normal(0.15), 1 + normal(0.1), 1 + normal(0.1), normal(0.08)
    zero = torch.zeros(n)
    theta = torch.stack(
        [torch.stack([size_x.clamp(0.75, 1.3), shear * height / width, size_x.clamp(0.75, 1.3) - 1], 1), torch.stack([zero, size_y, up], 1)], 1
    )
    grid = functional.affine_grid(theta, list(pictures.shape), align_corners=False)
    coarse = torch.randn(n, 2, 4, max(2, width // 24)) * 0.9 * much
    waves = functional.interpolate(coarse, size=(height, width), mode="bilinear", align_corners=False)
    scale = torch.tensor([2 / width, 2 / height]).reshape(1, 2, 1, 1)
    out = functional.grid_sample(pictures, grid + (waves * scale).permute(0, 2, 3, 1), align_corners=False)
    thick = torch.rand(n, 1, 1, 1)
    wide, thin = functional.max_pool2d(out, 3, 1, 1), -functional.max_pool2d(-out, 3, 1, 1)
    out = torch.where(thick < 0.12, 0.5 * out + 0.5 * wide, torch.where(thick > 0.9, 0.6 * out + 0.4 * thin, out))
    return out * (1 - 0.3 * torch.rand(n, 1, 1, 1)) + 0.03 * torch.randn_like(out)
