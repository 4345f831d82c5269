"""The specification's states as an ITF trace, the JSON that Apalache defined and trace viewers read.

Format: Apalache's ADR 015, "Informal Trace Format in JSON". Integers are `#bigint`, mappings `#map`, tuples `#tup`.
"""

from __future__ import annotations

import dataclasses
from enum import IntEnum
from typing import Any

from spec.core import Ledger, Roster, Rosters, Store

DESCRIPTION = "https://apalache-mc.org/docs/adr/015adr-trace.html"
CALL_VARIABLES = ("call_actor", "call_action", "call_outcome", "call_time")
"""Variables beside those of the state: the call that led to it. Before the first call they are empty."""


def itf_document(source: str, states: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole trace; `states` as `itf_state` gives them, the state after deployment first."""
    variables = list(states[0]) if states else []
    return {
        "#meta": {"format": "ITF", "format-description": DESCRIPTION, "source": source, "status": "violation"},
        "vars": variables,
        "states": [{"#meta": {"index": index}, **state} for index, state in enumerate(states)],
    }


def itf_state(state: Any, actor: str, action: str, outcome: str, now: int) -> dict[str, Any]:
    """One state with the call that led to it; `now` in seconds."""
    called = dict(zip(CALL_VARIABLES, (actor, action, outcome, itf_value(now)), strict=True))
    return called | {field.name: itf_value(getattr(state, field.name)) for field in dataclasses.fields(state)}


def itf_value(value: Any) -> Any:
    """A value of a specification in ITF."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, int):
        return {"#bigint": str(value)}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Store | Ledger | Rosters):
        return {"#map": [[itf_value(key), itf_value(part)] for key, part in value.items()]}
    if isinstance(value, Roster):
        return [itf_value(part) for part in value]
    if hasattr(value, "_fields"):
        return {name: itf_value(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple):
        return {"#tup": [itf_value(part) for part in value]}
    if dataclasses.is_dataclass(value):
        return {field.name: itf_value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return {"#unserializable": repr(value)}
