"""Where the boxes of a small directed graph go: in columns from left to right, with few crossings.

Long arrows get an empty place in each column that they pass, so that they don't run through boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, permutations

import networkx

Arrow = tuple[str, str]
FEW = 6
"""Largest column of which every order is tried."""
SWEEPS = 4


@dataclass
class Layers:
    """columns: names from top to bottom, column by column. routes: the places that each arrow passes, ends included."""

    columns: list[list[str]] = field(default_factory=list)
    routes: dict[Arrow, list[str]] = field(default_factory=dict)

    def place(self) -> dict[str, tuple[int, int]]:
        """Column and line of each name."""
        return {name: (x, y) for x, column in enumerate(self.columns) for y, name in enumerate(column)}


def arrange(start: str, arrows: Iterable[Arrow]) -> Layers:
    """Columns and routes of a graph; arrows that close a circle, and those from a box to itself, get no place."""
    forward = _forward(start, [arrow for arrow in arrows if arrow[0] != arrow[1]])
    depth = _depths(start, forward)
    layers = Layers([[] for _ in range(max(depth.values()) + 1)])
    for name, column in depth.items():
        layers.columns[column].append(name)
    for source, target in forward:
        between = [f"{source}>{target}@{column}" for column in range(depth[source] + 1, depth[target])]
        for column, name in enumerate(between, start=depth[source] + 1):
            layers.columns[column].append(name)
        layers.routes[source, target] = [source, *between, target]
    _untangle(layers)
    return layers


def _forward(start: str, arrows: list[Arrow]) -> list[Arrow]:
    """The arrows without those that lead back to where the walk from the start came from."""
    graph = networkx.DiGraph(arrows)
    graph.add_node(start)
    back = {
        (source, target)
        for source, target, kind in networkx.dfs_labeled_edges(graph, start)
        if kind == "nontree" and networkx.has_path(networkx.DiGraph(networkx.dfs_tree(graph, start)), target, source)
    }
    return [arrow for arrow in arrows if arrow not in back]


def _depths(start: str, arrows: list[Arrow]) -> dict[str, int]:
    """Column of each name: the longest way to it."""
    graph = networkx.DiGraph(arrows)
    graph.add_node(start)
    depth: dict[str, int] = {}
    for name in networkx.lexicographical_topological_sort(graph):
        depth[name] = max((depth[before] + 1 for before in graph.predecessors(name)), default=0)
    return depth


def _untangle(layers: Layers) -> None:
    pieces = [piece for route in layers.routes.values() for piece in pairwise(route)]
    for _ in range(SWEEPS):
        for index, column in enumerate(layers.columns):
            if len(column) <= FEW:
                tangles = [_tangle(layers, index, order, pieces) for order in permutations(column)]
                layers.columns[index] = list(min(tangles)[-1])


def _tangle(
    layers: Layers, index: int, order: tuple[str, ...], pieces: list[Arrow]
) -> tuple[int, int, tuple[str, ...]]:
    """Crossings, then the height that arrows climb, then the names, so that ties are decided."""
    columns = [order if place == index else tuple(column) for place, column in enumerate(layers.columns)]
    line = {name: y for column in columns for y, name in enumerate(column)}
    column_of = {name: x for x, column in enumerate(columns) for name in column}
    crossings = sum(
        (line[a] - line[c]) * (line[b] - line[d]) < 0
        for number, (a, b) in enumerate(pieces)
        for c, d in pieces[:number]
        if column_of[a] == column_of[c] and column_of[b] == column_of[d]
    )
    return crossings, sum(abs(line[a] - line[b]) for a, b in pieces), tuple(order)


def widths(layers: Layers, labels: Mapping[Arrow, tuple[str, ...]]) -> list[int]:
    """Characters of the widest label in each gap between columns; a label stands in the first gap of its arrow."""
    place = layers.place()
    gaps = [0] * (len(layers.columns) - 1)
    for (source, _), words in ((arrow, labels[arrow]) for arrow in layers.routes):
        gap = place[source][0]
        gaps[gap] = max(gaps[gap], *(len(word) for word in words))
    return gaps
