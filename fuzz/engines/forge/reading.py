"""What forge's answers mean: which properties broke, by which calls, and how much was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.engines.adapter import Sent

BITS = re.compile(r"^0x[0-9a-f]{64}$")
"""The reason that `invariant_properties` gives: the bits of the properties that are broken."""


@dataclass(frozen=True)
class Campaigned:
    """One campaign. broken: bits of the properties that failed. trouble: what went wrong with the campaign itself.

    handlers: calls by handler.
    """

    calls: int
    runs: int
    broken: int
    sent: tuple[Sent, ...]
    trouble: str
    handlers: dict[str, int]


def campaigned(result: dict[str, Any]) -> Campaigned:
    """A campaign from its result in forge's JSON."""
    kind = (result.get("kind") or {}).get("Invariant") or {}
    reason = result.get("reason") or ""
    failed = result.get("status") != "Success"
    broken = int(reason, 16) if failed and BITS.match(reason) else 0
    return Campaigned(
        calls=int(kind.get("calls", 0)),
        runs=int(kind.get("runs", 0)),
        broken=broken,
        sent=tuple(sent(result.get("counterexample"))),
        trouble=f"forge stopped: {reason or 'without a reason'}" if failed and not broken else "",
        handlers={name.rpartition(".")[2]: int(m["calls"]) for name, m in (kind.get("metrics") or {}).items()},
    )


def sent(counterexample: Any) -> Iterable[Sent]:
    """The transactions of a counterexample; none where forge gives none."""
    sequence = (counterexample or {}).get("Sequence")
    for call in sequence[-1] if sequence else ():
        delay = int(call.get("warp") or "0x0", 16) if isinstance(call.get("warp"), str) else int(call.get("warp") or 0)
        yield Sent(
            sender=call["sender"],
            to=call["addr"],
            data=bytes.fromhex(call["calldata"][2:]),
            function=call.get("func_name") or "",
            text=f"{call.get('func_name')}({call.get('raw_args') or call.get('args') or ''})",
            delay=delay,
        )


def exercised(file: Path) -> list[int]:
    """How often each bit had something to say, summed over the lines that runs wrote; empty where no run ended."""
    if not file.is_file():
        return []
    lines = [[int(word) for word in line.split()] for line in file.read_text(encoding="utf-8").splitlines()]
    return [sum(column) for column in zip(*lines, strict=True)]
