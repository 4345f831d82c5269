"""Compiler answers kept by the hash of everything that decides them: solc version, sources, settings, outputs."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.build.settings import CACHE

Answer = dict[str, Any]


def key_of(version: str, request: dict[str, Any]) -> str:
    """Return the sha256 key of a standard-JSON request under a compiler version."""
    text = json.dumps([version, request], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def cached(key: str, produce: Callable[[], Answer], folder: Path = CACHE) -> Answer:
    """Return the answer stored under ``key``, or produce and store it.

    The file is written whole and moved into place, so that two processes that compile the same thing
    at once can't disturb each other. An unreadable file counts as absent.
    """
    file = folder / f"{key}.json"
    try:
        return json.loads(file.read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        pass  # outside the handler, so that a compile error is not shown as following from a missing file
    answer = produce()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(answer, stream, separators=(",", ":"))
    os.replace(temporary, file)
    return answer
