"""Recipes: arguments of a call as a person would say them, turned into bytes only when the call is made.

"Row 2 of dataset 1" stays readable in a trace, survives shrinking, and means the same after earlier calls were
dropped. A recipe is a frozen dataclass; its class name is its tag in JSON.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from properties.errors import UserError
from spec.core import ZERO_ADDRESS

NOBODY = "nobody"
"""The zero address, where an account is named."""


class BrokenRecipe(UserError):
    """A stored argument that no recipe explains."""


class Recipe:
    """An argument that depends on the run. Subclass it as a frozen dataclass and implement `realize`."""

    KINDS: ClassVar[dict[str, type[Recipe]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        known = Recipe.KINDS.setdefault(cls.__name__, cls)
        if known.__module__ != cls.__module__:
            raise TypeError(
                f"recipe {cls.__name__} is declared in {known.__module__} already; a trace knows it by name"
            )
        Recipe.KINDS[cls.__name__] = cls

    def realize(self, run: Any) -> Any:
        """The value to pass, in this run."""
        raise NotImplementedError(f"{type(self).__name__} must say what it means in a run")


@dataclass(frozen=True)
class Account(Recipe):
    """An actor of the cast, a contract or a foreign token by name; `nobody` is the zero address."""

    name: str

    def realize(self, run: Any) -> str:
        """The address."""
        return address_of(run, self.name)


def in_place(recipe: Recipe) -> Any:
    """A recipe where a value of its own type is asked for: there it stands until the call is made."""
    return recipe


def address_of(run: Any, name: str) -> str:
    """The address of an actor, contract or foreign token."""
    if name == NOBODY:
        return ZERO_ADDRESS
    if name in run.contracts:
        return str(run.contracts[name].address)
    return str(run.tokens[name].address if name in run.tokens else run.cast[name].address)


def realize(argument: Any, run: Any) -> Any:
    """An argument with every recipe in it replaced by its value in this run."""
    if isinstance(argument, Recipe):
        return argument.realize(run)
    if isinstance(argument, tuple) and hasattr(argument, "_fields"):
        return type(argument)(*(realize(part, run) for part in argument))
    if isinstance(argument, tuple):
        return tuple(realize(part, run) for part in argument)
    return argument


def to_json(argument: Any) -> Any:
    """An argument as JSON: integers as decimal strings, bytes as hexadecimal, recipes and named tuples by their tag."""
    if isinstance(argument, Recipe):
        parts = {field.name: to_json(getattr(argument, field.name)) for field in dataclasses.fields(argument)}  # type: ignore[arg-type]  # recipes are dataclasses
        return {"recipe": type(argument).__name__, **parts}
    if isinstance(argument, tuple) and hasattr(argument, "_fields"):
        return {
            "tuple": type(argument).__name__,
            **{name: to_json(getattr(argument, name)) for name in argument._fields},
        }
    if isinstance(argument, tuple | list):
        return [to_json(part) for part in argument]
    if isinstance(argument, bool) or argument is None:
        return argument
    if isinstance(argument, IntEnum):
        return argument.name
    if isinstance(argument, int):
        return str(argument)
    if isinstance(argument, bytes):
        return {"hex": argument.hex()}
    if isinstance(argument, str):
        return {"text": argument}
    raise TypeError(f"{type(argument).__name__} has no JSON form; make it a recipe")


class Vocabulary:
    """The named tuples and enumerations that a protocol's arguments are made of, for reading JSON back."""

    def __init__(self, *classes: type) -> None:
        self._tuples = {cls.__name__: cls for cls in classes if hasattr(cls, "_fields")}
        self._names = {member.name: member for cls in classes if issubclass(cls, IntEnum) for member in cls}

    def from_json(self, value: Any) -> Any:
        """The argument that `to_json` wrote. Raises BrokenRecipe naming the part that cannot be read."""
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, list):
            return tuple(self.from_json(part) for part in value)
        if isinstance(value, str):
            return self._word(value)
        if isinstance(value, dict):
            return self._tagged(value)
        raise BrokenRecipe(f"argument {value!r}", "numbers are written as decimal strings", "write it in quotes")

    def _word(self, value: str) -> Any:
        if value in self._names:
            return self._names[value]
        try:
            return int(value)
        except ValueError:
            raise BrokenRecipe(
                f"argument {value!r}", "it is neither a number nor a name of the protocol", "check its spelling"
            ) from None

    def _tagged(self, value: dict[str, Any]) -> Any:
        if "hex" in value:
            try:
                return bytes.fromhex(value["hex"])
            except (TypeError, ValueError):
                raise BrokenRecipe(f"argument {value!r}", "hex needs pairs of hexadecimal digits") from None
        if "text" in value:
            return value["text"]
        kinds: dict[str, Any] = self._tuples if "tuple" in value else Recipe.KINDS
        tag = value.get("tuple", value.get("recipe"))
        parts = {name: self.from_json(part) for name, part in value.items() if name not in ("tuple", "recipe")}
        if tag not in kinds:
            raise BrokenRecipe(f"argument of kind {tag!r}", "no such recipe or tuple", f"known: {', '.join(kinds)}")
        try:
            return kinds[tag](**parts)
        except TypeError as error:
            raise BrokenRecipe(f"argument of kind {tag}", str(error), "compare its parts with the recipe's") from None
