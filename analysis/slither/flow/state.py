"""What is known at one point of the program, and how two such points join."""

from __future__ import annotations

from dataclasses import dataclass, field

from .values import Value

Path = tuple[str, ...]
"""A place that holds a value: its root, and the members and indices that lead to it.

Roots are ``state:<variable>``, ``slot:<type>`` for storage that is reached by an unknown pointer, and
``local:<call>:<variable>``.
"""

Values = frozenset[Value]


def is_storage(path: Path) -> bool:
    """Whether a place outlives the call."""
    return path[0].startswith(("state:", "slot:"))


def text_of(path: Path) -> str:
    """A path as a person reads it."""
    return path[0].split(":")[-1].split(".")[-1] + "".join(path[1:])


@dataclass
class State:
    """Facts at a point.

    Attributes:
        env: What each place may hold.
        points: Where each local storage pointer points.
        open: Handles that may be without a lasting grant to this contract.
        exposed: Storage places with a handle that may be without one, as far as that is so on the same path.
        checked: Values that a condition looked at, on every way to this point.
        stale: Values that were read from storage, by the path that has been overwritten since.
    """

    env: dict[Path, Values] = field(default_factory=dict)
    points: dict[Path, Path] = field(default_factory=dict)
    open: Values = frozenset()
    exposed: frozenset[tuple[Path, Value]] = frozenset()
    checked: Values = frozenset()
    stale: dict[Value, Path] = field(default_factory=dict)

    def copy(self) -> State:
        """A state that can change without this one changing."""
        return State(dict(self.env), dict(self.points), self.open, self.exposed, self.checked, dict(self.stale))

    def join(self, other: State) -> bool:
        """Take over what is possible in the other state; whether anything changed."""
        changed = False
        for path, values in other.env.items():
            mine = self.env.get(path, frozenset())
            if not values <= mine:
                self.env[path], changed = mine | values, True
        for path, target in other.points.items():
            if path not in self.points:
                self.points[path], changed = target, True
        if not other.open <= self.open:
            self.open, changed = self.open | other.open, True
        if not other.exposed <= self.exposed:
            self.exposed, changed = self.exposed | other.exposed, True
        if not self.checked <= other.checked:
            self.checked, changed = self.checked & other.checked, True
        for value, path in other.stale.items():
            if value not in self.stale:
                self.stale[value], changed = path, True
        return changed

    def grant(self, values: Values) -> None:
        """Handles have a lasting grant to this contract, wherever they are."""
        self.open -= values
        self.exposed = frozenset((path, value) for path, value in self.exposed if value not in values)

    def expose(self, path: Path, values: Values) -> None:
        """A storage place is given other handles; those without a grant are exposed there."""
        kept = frozenset((place, value) for place, value in self.exposed if place[: len(path)] != path)
        self.exposed = kept | {(path, value) for value in values & self.open}

    def below(self, prefix: Path) -> dict[Path, Values]:
        """What is known of the places inside a place, by the rest of their path."""
        size = len(prefix)
        return {path[size:]: values for path, values in self.env.items() if path[:size] == prefix}

    def forget(self, prefix: Path) -> None:
        """Forget a place and everything inside it."""
        for path in [path for path in self.env if path[: len(prefix)] == prefix]:
            del self.env[path]
