"""What the cells nets learn from: the pictures of cell_pictures, drawn as pages of one hand show them, and varied."""
import numpy as np
import torch
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
