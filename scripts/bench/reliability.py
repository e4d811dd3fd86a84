"""The reliability curves of scripts/bench/certainty as a picture: of each kind, what was right against what P(right) said."""
import html
import math
import pathlib
import subprocess
import tempfile

from figures import could_be_accepted, upper_bound

FEWEST, BINS, ACROSS, SIDE, GAP = 60, 8, 4, 210, 62
INK, QUIET, BLUE = "#212b32", "#4c6272", "#005eb8"


def points(rows):
    """(mean P(right), share right, lowest, highest) of bins of equal counts; the last two bound the share at 90 %."""
    ranked = sorted((r for r in rows if could_be_accepted(r)), key=lambda r: r["confidence"])
    parts = [ranked[i * len(ranked) // BINS:(i + 1) * len(ranked) // BINS] for i in range(BINS)]
    out = []
    for part in filter(None, parts):
        n, right = len(part), sum(r["right"] for r in part)
        out.append((sum(r["confidence"] for r in part) / n, right / n, 1 - upper_bound(n - right, n), upper_bound(right, n)))
    return out


def axis(p):
    """Most of what matters lies close to 1: 0.9, 0.99 and 0.999 are as far from each other as they are in odds."""
    clipped = min(max(p, 0.01), 0.9995)
    odds = math.log(clipped / (1 - clipped))
    low, high = math.log(0.01 / 0.99), math.log(0.9995 / 0.0005)
    return (odds - low) / (high - low)


def panel(name, rows, left, top):
    x, y = (lambda p: left + axis(p) * SIDE), (lambda p: top + (1 - axis(p)) * SIDE)
    out = [f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="#f0f4f5"/>',
           f'<path d="M{x(0):.1f} {y(0):.1f}L{x(1):.1f} {y(1):.1f}" stroke="{QUIET}" stroke-dasharray="3 3"/>',
           f'<text x="{left}" y="{top - 9}" font-weight="600">{html.escape(name)}</text>',
           f'<text x="{left + SIDE}" y="{top - 9}" text-anchor="end" fill="{QUIET}">{sum(map(could_be_accepted, rows))} fields</text>']
    for p in (0.05, 0.5, 0.9, 0.99, 0.999):
        out.append(f'<path d="M{x(p):.1f} {top}v{SIDE}M{left} {y(p):.1f}h{SIDE}" stroke="#d8dde0"/>')
        out.append(f'<text x="{x(p):.1f}" y="{top + SIDE + 14}" text-anchor="middle" font-size="10">{p:g}</text>')
        out.append(f'<text x="{left - 4}" y="{y(p) + 3:.1f}" text-anchor="end" font-size="10">{p:g}</text>')
    found = points(rows)
    out += [f'<path d="M{x(said):.1f} {y(low):.1f}V{y(high):.1f}" stroke="{BLUE}" stroke-width="1.5"/>'
            f'<circle cx="{x(said):.1f}" cy="{y(right):.1f}" r="3.2" fill="{BLUE}"/>' for said, right, low, high in found]
    return "".join(out)


def svg(groups):
    shown = {name: rows for name, rows in groups.items() if sum(map(could_be_accepted, rows)) >= FEWEST}
    lines = -(-len(shown) // ACROSS)
    width, height = ACROSS * (SIDE + GAP) + 20, lines * (SIDE + GAP) + 84
    panels = [panel(name, rows, 50 + (i % ACROSS) * (SIDE + GAP), 84 + i // ACROSS * (SIDE + GAP)) for i, (name, rows) in enumerate(shown.items())]
    return width, height, (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="Open Sans,Arial,sans-serif" font-size="12" fill="{INK}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/><text x="20" y="28" font-size="17" font-weight="600">What P(right) says and what was right</text>'
        f'<text x="20" y="48" fill="{QUIET}">Inked fields. Across: mean P(right) of an eighth of the fields; up: share right, with its 90 % interval. On the dashed '
        f'line both agree; above it the reader is too modest.</text>{"".join(panels)}</svg>')


def draw(groups, picture):
    """By way of a PDF of just that size: a window is smaller inside than it was asked to be."""
    width, height, drawn = svg(groups)
    with tempfile.TemporaryDirectory() as folder:
        page, printed = pathlib.Path(folder) / "curves.html", pathlib.Path(folder) / "curves.pdf"
        style = f"@page{{size:{width}px {height}px;margin:0}}body{{margin:0}}svg{{display:block}}"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{drawn}", encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()],
            check=True, stderr=subprocess.DEVNULL)
        stem = pathlib.Path(picture).resolve().with_suffix("")
        subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", printed, stem], check=True)
