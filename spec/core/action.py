"""Actions: the transitions of a protocol, refused at definition time when no interpreter could run them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

from spec.core.types import Seconds, Uint256

Transition = Callable[..., Any]


@dataclass(frozen=True)
class Parameter:
    """One argument of an action: its name and annotated type."""

    name: str
    hint: Any


@dataclass(frozen=True)
class Action:
    """A transition with its place on chain.

    name: snake_case, the same word as the contract's camelCase function.
    contract: the contract that offers the function.
    payable: whether it takes coin.
    run: the transition itself, `run(state, message, *arguments)`.
    spelled: the function's name on chain where it differs, because several contracts have one of that name.
    """

    name: str
    contract: str
    payable: bool
    parameters: tuple[Parameter, ...]
    run: Transition
    spelled: str = ""

    @property
    def function(self) -> str:
        """The function's name on chain."""
        return self.spelled or camel_case(self.name)


def camel_case(name: str) -> str:
    """`reclaim_stalled` -> `reclaimStalled`; a name in capitals is a constant and stays as it is."""
    if name.isupper():
        return name
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


@dataclass(frozen=True)
class View:
    """What a contract shows of its state: `run(state, *arguments)` returns the outputs in ABI order, or reverts.

    spelled: the function's name on chain where it differs. timed: what it shows of the time of asking, by the keywords
    that its function takes: `now`, in seconds, or `block`, the number of the block.
    """

    name: str
    contract: str
    run: Callable[..., Any]
    spelled: str = ""
    timed: tuple[str, ...] = ()

    @property
    def function(self) -> str:
        """The function's name on chain."""
        return self.spelled or camel_case(self.name)

    def shown(self, state: Any, now: Seconds, *arguments: Any, block: Uint256 = 0) -> Any:
        """The outputs when asked at a time, in seconds, in the block of a number."""
        if not self.timed:
            return self.run(state, *arguments)
        clock = {"now": now, "block": block}
        return self.run(state, *arguments, **{name: clock[name] for name in self.timed})


class Actions:
    """The actions and views of one protocol: actions in the order of their names, views in that of their declaration.

    What is drawn from a seed must not hang on which module was imported first.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, Action] = {}
        self.views: dict[str, View] = {}

    def view(self, *, on: str, name: str | None = None, function: str = "") -> Callable[[Transition], Transition]:
        """Registers a function of the state as a view of contract `on`, under its own name or the constant's `name`.

        function: its name on chain, where that is not the camelCase of the name.
        """

        def register(run: Transition) -> Transition:
            known_as = name or run.__name__
            if known_as in self.views:
                raise TypeError(
                    f"view {known_as} is declared twice; give one a name of its own, and say its `function`"
                )
            timed = tuple(clock for clock in ("now", "block") if clock in inspect.signature(run).parameters)
            self.views[known_as] = View(known_as, on, run, function, timed)
            return run

        return register

    def action(self, *, on: str, payable: bool = False, function: str = "") -> Callable[[Transition], Transition]:
        """Registers a transition as an action of contract `on`. Raises TypeError when its signature says too little.

        function: its name on chain, where that is not the camelCase of the transition's name.
        """

        def register(run: Transition) -> Transition:
            declared = _declare(run, on, payable, function)
            if declared.name in self._by_name:
                raise TypeError(f"action {declared.name} is declared twice; one action, one function")
            self._by_name[declared.name] = declared
            return run

        return register

    def __iter__(self) -> Iterator[Action]:
        return (self._by_name[name] for name in sorted(self._by_name))

    def __getitem__(self, name: str) -> Action:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __len__(self) -> int:
        return len(self._by_name)


def _declare(run: Transition, contract: str, payable: bool, spelled: str) -> Action:
    name = getattr(run, "__name__", "?")
    if not inspect.getdoc(run):
        raise TypeError(f"action {name} has no docstring; say what it means and which errors it raises, in order")
    signature = list(inspect.signature(run).parameters)
    if signature[:2] != ["s", "m"]:
        raise TypeError(f"action {name} must take the state `s` and the message `m` first, not {signature[:2]}")
    hints = get_type_hints(run, include_extras=True)
    missing = [parameter for parameter in signature[2:] if parameter not in hints]
    if missing:
        raise TypeError(f"action {name} has no type for {', '.join(missing)}; interpreters read the annotations")
    parameters = tuple(Parameter(parameter, hints[parameter]) for parameter in signature[2:])
    return Action(name, contract, payable, parameters, run, spelled)
