"""A contract whose code is deployed in parts: one runs the others' code at its own address and in its own storage.

EIP-170 bounds the code of one account. A contract beyond it hands what it does not know to a second one by
``delegatecall``. Callers then see one address with the functions of all parts, and all parts must agree where
in storage everything lies.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from fuzz.build.artifact import Artifact
from fuzz.build.errors import PartsDisagree

_AST_ID = re.compile(r"\)\d+")

Abi = list[dict[str, Any]]


@lru_cache(maxsize=64)
def joined_abi(main: Artifact, *parts: Artifact) -> Abi:
    """The ABI that callers of the main part see: its own, and what it hands to the others.

    Events and errors that several parts declare come once, and so do functions: the first part that has one answers.
    The same artifacts give the same list, which must not be changed.

    Args:
        main: The part that is called. Only its constructor counts.
        parts: Those whose code it runs, in the order in which a function is looked for.

    Raises:
        PartsDisagree: Two different functions have the same selector, so that one could never be called.
    """
    joined = list(main.abi)
    known = {_identity(entry) for entry in joined}
    selectors = {selector: signature for signature, selector in main.method_identifiers.items()}
    for part in parts:
        for signature, selector in part.method_identifiers.items():
            if selectors.setdefault(selector, signature) != signature:
                raise PartsDisagree(
                    f"{part.name} can't be a part of {main.name}",
                    f"{signature} has the selector 0x{selector}, and so has {selectors[selector]}",
                    "rename one of the functions",
                )
        fresh = [e for e in part.abi if e["type"] != "constructor" and _identity(e) not in known]
        joined += fresh
        known.update(_identity(entry) for entry in fresh)
    return joined


def check_layout(main: Artifact, part: Artifact) -> None:
    """Check that a part finds everything where the main part keeps it.

    The variables of the part must be the first ones of the main part: same names, types, slots and offsets.

    Raises:
        PartsDisagree: A variable of the part is missing in the main part, or lies elsewhere.
    """
    mine, theirs = _layout(main), _layout(part)
    for at, (place, variable) in enumerate(theirs):
        found = mine[at] if at < len(mine) else None
        if found != (place, variable):
            where = f"{found[1][0]} lies there in {main.name}" if found else f"{main.name} has no such variable"
            raise PartsDisagree(
                f"{part.name} can't run in the storage of {main.name}",
                f"{variable[0]} ({variable[1]}) is at slot {place[0]}, byte {place[1]}: {where}",
                "let both begin with the same contract that declares the storage",
            )


def _identity(entry: dict[str, Any]) -> tuple[str, str, str]:
    return entry["type"], entry.get("name", ""), ",".join(_canonical(p) for p in entry.get("inputs", ()))


def _canonical(parameter: dict[str, Any]) -> str:
    declared: str = parameter["type"]
    inner = ",".join(_canonical(component) for component in parameter.get("components", ()))
    return declared.replace("tuple", f"({inner})", 1) if declared.startswith("tuple") else declared


def _layout(artifact: Artifact) -> list[tuple[tuple[int, int], tuple[str, str]]]:
    """Place, name and type of each variable; the compiler's numbers of declarations are left out of the types."""
    return [
        ((int(entry["slot"]), entry["offset"]), (entry["label"], _AST_ID.sub(")", entry["type"])))
        for entry in artifact.storage_layout["storage"]
    ]
