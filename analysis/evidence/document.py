"""Evidence as a JSON document, there and back, checked against the published schema."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from analysis.evidence.records import (
    Canary,
    Cell,
    CoverageTable,
    EngineError,
    EngineRecord,
    Evidence,
    MutationScore,
    PropertyRecord,
)
from fuzz.errors import UserError

SCHEMA_PATH = Path(__file__).parent / "schema.json"

# The only fields that two runs from one seed may disagree on.
VOLATILE = frozenset({"seconds"})


class InvalidEvidence(UserError):
    """A document that is not evidence of version 1."""


def to_document(evidence: Evidence) -> dict[str, Any]:
    """Turn ``evidence`` into plain JSON values, keys in the order of the schema.

    Raises:
        InvalidEvidence: The records hold something that the schema forbids.
    """
    raw = {field.name: getattr(evidence, field.name) for field in dataclasses.fields(evidence)}
    ordered = {key: _plain(raw[key]) for key in _schema()["properties"]}
    _validate(ordered, "the evidence of this run")
    return ordered


def from_document(document: object, origin: str = "the document") -> Evidence:
    """Read evidence back from plain JSON values; ``origin`` names the document in errors.

    Raises:
        InvalidEvidence: The document does not follow the schema.
    """
    _validate(document, origin)
    assert isinstance(document, dict)  # the schema has said so
    return Evidence(
        commit=document["commit"],
        seed=document["seed"],
        profile=document["profile"],
        complete=document["complete"],
        toolchain=document["toolchain"],
        engines=tuple(EngineRecord(**item) for item in document["engines"]),
        properties=tuple(PropertyRecord(**item) for item in document["properties"]),
        cells=tuple(Cell(**item) for item in document["cells"]),
        canaries=tuple(Canary(**item) for item in document["canaries"]),
        mutants={name: MutationScore(**item) for name, item in document["mutants"].items()},
        coverage=tuple(_coverage(item) for item in document["coverage"]),
        errors=tuple(EngineError(**item) for item in document["errors"]),
        counterexamples=tuple(document["counterexamples"]),
    )


def strip_volatile(evidence: Evidence | Mapping[str, Any]) -> dict[str, Any]:
    """Return the document without its timings: equal for two runs from one seed."""
    document = to_document(evidence) if isinstance(evidence, Evidence) else dict(evidence)
    stripped = _without_volatile(document)
    assert isinstance(stripped, dict)  # a mapping went in
    return stripped


def _without_volatile(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_volatile(item) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, list | tuple):
        return [_without_volatile(item) for item in value]
    return value


def _coverage(item: Mapping[str, Any]) -> CoverageTable:
    rows = tuple(tuple(row) for row in item["rows"])
    return CoverageTable(
        **{**item, "headers": tuple(item["headers"]), "rows": rows, "unreached": tuple(item["unreached"])}
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return value


@cache
def _schema() -> dict[str, Any]:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    assert isinstance(schema, dict)  # our own file
    return schema


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(_schema())


def _validate(document: object, origin: str) -> None:
    fault = jsonschema.exceptions.best_match(_validator().iter_errors(document))
    if fault is None:
        return
    place = fault.json_path.removeprefix("$").lstrip(".") or "the top level"
    raise InvalidEvidence(
        f"{origin} is not evidence of version {_schema()['properties']['schema']['const']}",
        f"at {place}, {fault.message[:300]}",
        "run `make verify` to write it anew",
    )
