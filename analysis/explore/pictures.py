"""Pictures of lifecycles, drawn from what a search saw: statuses, and the actions that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.evidence.store import write_atomically
from analysis.explore.drawing import draw
from analysis.explore.search import Exploration
from analysis.explore.tally import Edge
from properties.binding import EscrowProtocol
from properties.preset import Lifecycle, Preset


@dataclass(frozen=True)
class Chart:
    """One lifecycle: what it starts from, and for each pair of statuses the actions between them."""

    title: str
    start: str
    arrows: dict[tuple[str, str], tuple[str, ...]]

    def statuses(self) -> list[str]:
        """All statuses, the start first."""
        named = {self.start: None}
        for source, target in self.arrows:
            named |= {source: None, target: None}
        return list(named)


def charts(protocol: EscrowProtocol, result: Exploration) -> Iterator[Chart]:
    """One chart for each lifecycle of which the search saw anything."""
    for lifecycle in lifecycles(result.preset):
        arrows = arrows_of(edge for edge in result.tally.edges if edge[0] == lifecycle.name)
        if arrows:
            title = f"{protocol.title}: {lifecycle.name}, as seen in the search of preset {result.preset.name}"
            yield Chart(title, lifecycle.absent, arrows)


def lifecycles(preset: Preset) -> list[Lifecycle]:
    """The lifecycles of all worlds, each once; what worlds saw of the same one is drawn together."""
    named: dict[str, Lifecycle] = {}
    for world in preset.worlds:
        for lifecycle in world.lifecycles:
            named.setdefault(lifecycle.name, lifecycle)
    return list(named.values())


def arrows_of(edges: Iterable[Edge]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Actions by the statuses they lead from and to, in alphabetical order."""
    gathered: dict[tuple[str, str], list[str]] = {}
    for _, source, action, target in sorted(edges):
        gathered.setdefault((source, target), []).append(action)
    return {pair: tuple(actions) for pair, actions in gathered.items()}


def dot(chart: Chart) -> str:
    """The chart in the language of Graphviz."""
    lines = [
        "digraph lifecycle {",
        "  rankdir=LR;",
        f"  label={_quoted(chart.title)};",
        "  node [shape=box, style=rounded];",
    ]
    for status in chart.statuses():
        shape = " [shape=point]" if status == chart.start else ""
        lines.append(f"  {_quoted(status)}{shape};")
    for (source, target), actions in chart.arrows.items():
        label = _quoted("\\n".join(actions))
        lines.append(f"  {_quoted(source)} -> {_quoted(target)} [label={label}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace('"', r"\"")
    return f'"{escaped}"'


def write(protocol: EscrowProtocol, result: Exploration, folder: Path) -> list[Path]:
    """Writes each chart as .dot and .svg; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for lifecycle, chart in zip(_names(result), charts(protocol, result), strict=True):
        for suffix, text in ((".dot", dot(chart)), (".svg", draw(chart.title, chart.start, chart.arrows))):
            file = folder / f"{protocol.name}-{lifecycle}{suffix}"
            write_atomically(file, text)
            written.append(file)
    return written


def _names(result: Exploration) -> list[str]:
    seen = {edge[0] for edge in result.tally.edges}
    return [lifecycle.name for lifecycle in lifecycles(result.preset) if lifecycle.name in seen]
