"""Foundry's corpus: gzipped JSON, a list of sender, target and calldata, one file for each sequence.

Forge writes new ones to `<folder>/<contract>/<test>/worker0/corpus`, named by a UUID and a time, and begins a campaign
with those in `<folder>/<contract>/<test>` itself. A failed invariant is kept too: an object with the same calls as its
`call_sequence`.
"""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path
from typing import Any

from fuzz.corpus.formats import Format, numbered
from fuzz.corpus.sequence import Handlers, HandlerSequence, Transaction, from_data
from fuzz.engines.forge.command import CAMPAIGN, CONTRACT

SENDER = "0x" + "5e4de4".zfill(40)
"""Whom the property contracts let call."""
TARGET = "0x7fa9385be102ac3eac297483dd6233d62b3e1496"
"""Where forge deploys a test contract."""
WRITTEN = 1
"""The time in a file's name, in seconds, always the same, so that a corpus is written the same twice."""


class Foundry(Format):
    """Sequences as forge keeps them between campaigns."""

    name = "foundry"

    def fits(self, document: Any) -> bool:
        """A list of calls with calldata, or a kept failure."""
        calls = document.get("call_sequence") if isinstance(document, dict) else document
        return isinstance(calls, list) and bool(calls) and isinstance(calls[0], dict) and "calldata" in calls[0]

    def transactions(self, document: Any, handlers: Handlers) -> list[Transaction]:
        """The calls, each with the time that passes before it."""
        calls = document["call_sequence"] if isinstance(document, dict) else document
        return numbered(calls, lambda call: _read(call, handlers))

    def write(self, sequence: HandlerSequence, folder: Path) -> Path:
        """A file by the name that forge would give it, where a campaign begins."""
        target = folder / CONTRACT / CAMPAIGN
        target.mkdir(parents=True, exist_ok=True)
        file = target / f"{uuid.UUID(bytes=sequence.digest[:16], version=4)}-{WRITTEN}.json.gz"
        calls = [
            {"sender": SENDER, "target": TARGET, "calldata": "0x" + one.data.hex()} for one in sequence.transactions
        ]
        file.write_bytes(gzip.compress(json.dumps(calls, separators=(",", ":")).encode(), mtime=0))
        return file


def _read(call: Any, handlers: Handlers) -> Transaction:
    target = call.get("target") or call.get("addr") or TARGET
    if target.lower() != TARGET:
        raise ValueError(f"it goes to {target}, and not to the property contracts")
    if _number(call.get("value")):
        raise ValueError("it sends coin, which no handler takes")
    data = bytes.fromhex(call["calldata"].removeprefix("0x"))
    return from_data(data, handlers, delay=_number(call.get("warp")))


def _number(given: Any) -> int:
    return int(given, 0) if isinstance(given, str) else int(given or 0)
