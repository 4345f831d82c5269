"""A small directed graph as SVG: boxes, arrows with their labels, nothing that has to be installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

from analysis.explore.layers import Arrow, Layers, arrange, widths

BOX_HEIGHT, LINE_HEIGHT, CHARACTER = 38, 15, 7.0
ROW, GAP, MARGIN, TITLE = 96, 46, 28, 34
LOOP = 26
STYLE = """
  .box { fill: #eef3fb; stroke: #2f5597; stroke-width: 1.5 }
  .end { fill: #f3f3f3; stroke: #555 }
  .start { fill: #222 }
  .arrow { fill: none; stroke: #444; stroke-width: 1.3; marker-end: url(#head) }
  text { font-family: 'DejaVu Sans', Verdana, sans-serif; font-size: 12px; fill: #111; text-anchor: middle }
  .label { font-size: 11px; fill: #333; stroke: #fff; stroke-width: 4px; paint-order: stroke }
  .title { font-size: 13px; fill: #333; text-anchor: start }
"""

Point = tuple[float, float]


class Canvas:
    """Places in pixels for what `layers` arranged."""

    def __init__(self, start: str, arrows: Mapping[Arrow, tuple[str, ...]]) -> None:
        self.start, self.arrows = start, arrows
        self.layers: Layers = arrange(start, arrows)
        self.box = {name: 14.0 if name == start else max(64.0, len(name) * 8.4 + 22) for name in self._names()}
        self.loops = {source: words for (source, target), words in arrows.items() if source == target}
        self.back = [arrow for arrow in arrows if arrow not in self.layers.routes and arrow[0] != arrow[1]]
        self.top = TITLE + MARGIN + max((len(words) * LINE_HEIGHT + LOOP for words in self.loops.values()), default=0)
        self.centre = dict(self._centres())
        lines = max(len(column) for column in self.layers.columns)
        self.height = self.top + (lines - 1) * ROW + BOX_HEIGHT + MARGIN + 40 * len(self.back)

    def _names(self) -> set[str]:
        return {self.start, *(name for arrow in self.arrows for name in arrow)}

    def _centres(self) -> Iterator[tuple[str, Point]]:
        gaps = widths(self.layers, self.arrows)
        left = float(MARGIN)
        for index, column in enumerate(self.layers.columns):
            wide = max(self.box.get(name, 10.0) for name in column)
            for line, name in enumerate(column):
                yield name, (left + wide / 2, self.top + BOX_HEIGHT / 2 + line * ROW)
            left += wide + (gaps[index] * CHARACTER + GAP if index < len(gaps) else 0)
        self.width = left + MARGIN


def draw(title: str, start: str, arrows: Mapping[Arrow, tuple[str, ...]]) -> str:
    """The graph as an SVG document. `arrows`: for each pair of boxes the labels of the arrow between them."""
    canvas = Canvas(start, arrows)
    width = max(canvas.width, len(title) * CHARACTER * 1.12 + 2 * MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {canvas.height:.0f}" '
        f'width="{width:.0f}" height="{canvas.height:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#444"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{canvas.height:.0f}" fill="#fff"/>',
        f'<text class="title" x="{MARGIN}" y="{TITLE - 10}">{escape(title)}</text>',
        *_arrows(canvas),
        *_loops(canvas),
        *_returns(canvas),
        *_boxes(canvas),
        *_labels(canvas),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _boxes(canvas: Canvas) -> Iterator[str]:
    sources = {source for source, target in canvas.arrows if source != target}
    for name, wide in sorted(canvas.box.items()):
        x, y = canvas.centre[name]
        if name == canvas.start:
            yield f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="7"><title>{escape(name)}</title></circle>'
            continue
        shape = "box" if name in sources else "box end"
        yield (
            f'<rect class="{shape}" x="{x - wide / 2:.1f}" y="{y - BOX_HEIGHT / 2:.1f}" width="{wide:.1f}" '
            f'height="{BOX_HEIGHT}" rx="9"/>'
        )
        yield f'<text x="{x:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'


def _arrows(canvas: Canvas) -> Iterator[str]:
    for (source, target), route in canvas.layers.routes.items():
        points = [canvas.centre[name] for name in route]
        points[0] = (points[0][0] + canvas.box[source] / 2, points[0][1])
        points[-1] = (points[-1][0] - canvas.box[target] / 2, points[-1][1])
        yield f'<path class="arrow" d="{_curve(points)}"/>'


def _curve(points: list[Point]) -> str:
    """A smooth line that is level at every point."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x, y), (u, v) in pairwise(points):
        middle = (x + u) / 2
        path += f" C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}"
    return path


def _loops(canvas: Canvas) -> Iterator[str]:
    for name in canvas.loops:
        x, y = canvas.centre[name]
        top = y - BOX_HEIGHT / 2
        yield (
            f'<path class="arrow" d="M{x - 14:.1f} {top:.1f} C{x - 26:.1f} {top - LOOP:.1f} {x + 26:.1f} '
            f'{top - LOOP:.1f} {x + 14:.1f} {top:.1f}"/>'
        )


def _returns(canvas: Canvas) -> Iterator[str]:
    """Arrows that close a circle run below everything else."""
    for number, (source, target) in enumerate(canvas.back):
        (x, y), (u, v) = canvas.centre[source], canvas.centre[target]
        low = canvas.height - MARGIN - 40 * (len(canvas.back) - number - 1)
        yield (
            f'<path class="arrow" d="M{x:.1f} {y + BOX_HEIGHT / 2:.1f} C{x:.1f} {low:.1f} {u:.1f} {low:.1f} '
            f'{u:.1f} {v + BOX_HEIGHT / 2:.1f}"/>'
        )


def _labels(canvas: Canvas) -> Iterator[str]:
    for (source, target), words in canvas.arrows.items():
        if source == target:
            x, y = canvas.centre[source]
            yield from _text(words, x, y - BOX_HEIGHT / 2 - LOOP - (len(words) - 1) * LINE_HEIGHT + 2)
        elif (source, target) in canvas.layers.routes:
            route = canvas.layers.routes[source, target]
            (x, y), (u, v) = canvas.centre[source], canvas.centre[route[1]]
            left, right = x + canvas.box[source] / 2, u - canvas.box.get(route[1], 0.0) / 2
            above = (len(words) - 1) * LINE_HEIGHT
            yield from _text(words, (left + right) / 2, (y + v) / 2 - 5 - (above if y == v else above / 2))
        else:
            (x, _), (u, _) = canvas.centre[source], canvas.centre[target]
            yield from _text(words, (x + u) / 2, canvas.height - MARGIN - 4)


def _text(words: tuple[str, ...], x: float, y: float) -> Iterator[str]:
    for line, word in enumerate(words):
        yield f'<text class="label" x="{x:.1f}" y="{y + line * LINE_HEIGHT:.1f}">{escape(word)}</text>'
