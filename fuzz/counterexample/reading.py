"""Reading a trace file: everything that can be wrong with it has a sentence that names the step and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.chain.cast import Mood as PuppetMood
from fuzz.chain.tokens import TokenMood
from fuzz.counterexample.fitting import misfit
from fuzz.counterexample.trace import KIND, SCHEMA, BrokenTrace, Trace, TraceFinding
from properties.binding import Call, Cast, EscrowProtocol, Mood
from properties.errors import UserError

TRACE_FILE = "trace.json"
RESTORE = "restore the file, or write the counterexample again with `lockstep fuzz`"


def read_trace(path: Path, protocols: Callable[[str], EscrowProtocol]) -> Trace:
    """The trace in a file, or in the `trace.json` of a folder. Raises BrokenTrace."""
    file = path / TRACE_FILE if path.is_dir() else path
    return _Reader(file, protocols).read()


class _Reader:
    """Reads one file. `_where` is the part that is being read, for the sentences."""

    def __init__(self, file: Path, protocols: Callable[[str], EscrowProtocol]) -> None:
        self._file = file
        self._protocols = protocols
        self._where = ""

    def read(self) -> Trace:
        document = self._document()
        if document.get("kind") != KIND:
            raise self._broken(f'it has no "kind": "{KIND}"', "give the trace.json of a counterexample")
        if document.get("schema") != SCHEMA:
            has = document.get("schema")
            raise self._broken(
                f"its schema is {has!r}, this version reads {SCHEMA}", "replay it with the version it is of"
            )
        protocol = self._protocol(self._get(document, "protocol", str))
        steps = self._get(document, "steps", list)
        calls = tuple(self._step(protocol, number, step) for number, step in enumerate(steps, 1))
        self._where = ""
        seed = self._number(document, "seed")
        return Trace(protocol, seed, calls, self._finding(document.get("finding"), len(calls)))

    def _document(self) -> dict[str, Any]:
        try:
            document = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BrokenTrace(
                f"trace {self._file} does not exist", None, "give the folder of a counterexample, or its trace.json"
            ) from None
        except OSError as error:
            raise self._broken(error.strerror or "it can't be opened", "check the path and its permissions") from error
        except UnicodeDecodeError:
            raise self._broken("it is no text", RESTORE) from None
        except json.JSONDecodeError as error:
            raise self._broken(f"it is not JSON (line {error.lineno}: {error.msg})", RESTORE) from None
        if not isinstance(document, dict):
            raise self._broken("its JSON is no object", "give the trace.json of a counterexample")
        return document

    def _protocol(self, name: str) -> EscrowProtocol:
        try:
            return self._protocols(name)
        except UserError as error:
            raise self._broken(error.what, error.remedy or "check the name") from None

    def _step(self, protocol: EscrowProtocol, number: int, step: Any) -> Call:
        self._where = f"step {number}"
        if not isinstance(step, dict):
            raise self._broken("it is no object", "write it as the other steps are written")
        cast = protocol.binding.cast
        actor = self._known(self._get(step, "actor", str), (*cast.accounts, *cast.puppets), "actor")
        action = self._known(self._get(step, "call", str), tuple(a.name for a in protocol.actions), "action")
        self._where = f"step {number} ({actor} calls {action})"
        return Call(
            actor,
            action,
            self._arguments(protocol, action, self._get(step, "arguments", dict)),
            self._number(step, "value", 0),
            self._number(step, "gas_price", 0),
            self._number(step, "advance", 0),
            tuple(self._mood(mood, cast) for mood in step.get("moods", [])),
        )

    def _arguments(self, protocol: EscrowProtocol, action: str, given: dict[str, Any]) -> tuple[Any, ...]:
        parameters = protocol.actions[action].parameters
        names = [parameter.name for parameter in parameters]
        if set(given) != set(names):
            raise self._broken(
                f"its arguments are {', '.join(given) or 'none'}", f"give exactly {', '.join(names) or 'no arguments'}"
            )
        arguments = []
        for parameter in parameters:
            try:
                value = protocol.binding.vocabulary.from_json(given[parameter.name])
            except UserError as error:
                why = f"{parameter.name} can't be read, {error.what}: {error.why}"
                raise self._broken(why, error.remedy or "mend it") from None
            problem = misfit(parameter.hint, value)
            if problem:
                raise self._broken(f"{parameter.name} {problem}", "give a value of the parameter's type")
            arguments.append(value)
        return tuple(arguments)

    def _mood(self, mood: Any, cast: Cast) -> Mood:
        if not isinstance(mood, dict):
            raise self._broken("a mood is no object", 'write it as {"actor": …, "mood": …}')
        what = "contract actor or token" if cast.tokens else "contract actor"
        actor = self._known(self._get(mood, "actor", str), (*cast.puppets, *cast.tokens), what)
        known = tuple(m.name for m in (TokenMood if actor in cast.tokens else PuppetMood))
        return Mood(actor, self._known(self._get(mood, "mood", str), known, "mood"))

    def _finding(self, finding: Any, steps: int) -> TraceFinding | None:
        if finding is None:
            return None
        self._where = "the finding"
        names = TraceFinding.__dataclass_fields__
        if not isinstance(finding, dict) or set(finding) != set(names):
            raise self._broken(
                "its parts are not those of a finding", f"give exactly {', '.join(names)}, or null instead"
            )
        step = finding["step"]
        if step is not None and (not isinstance(step, int) or not 1 <= step <= steps):
            raise self._broken(
                f"its step is {step!r}", f"give a number from 1 to {steps}, or null for the end of the run"
            )
        optional = ("comparison", "property", "clause")
        for name in set(names) - {"step"}:
            if not (isinstance(finding[name], str) or (name in optional and finding[name] is None)):
                raise self._broken(f"its {name} is no text", "write it in quotes")
        if not (finding["comparison"] or finding["property"]):
            raise self._broken("it has neither comparison nor property", "say what differed, or which property failed")
        return TraceFinding(**finding)

    # ---- parts of the document ----

    def _get(self, source: dict[str, Any], name: str, kind: type) -> Any:
        if name not in source:
            raise self._broken(f"it has no {name}", "add it")
        if not isinstance(source[name], kind):
            words: dict[type, str] = {str: "text", list: "a list", dict: "an object"}
            raise self._broken(f"its {name} is not {words[kind]}", "write it as in other traces")
        return source[name]

    def _number(self, source: dict[str, Any], name: str, default: int | None = None) -> int:
        given = source.get(name, default)
        if isinstance(given, str) and given.isdecimal():
            return int(given)
        if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
            return given
        raise self._broken(f"its {name} is {given!r}", "write a whole number, not below zero, in quotes")

    def _known(self, name: str, known: tuple[str, ...], what: str) -> str:
        if name not in known:
            raise self._broken(
                f"there is no {what} {name!r}", f"choose one of {', '.join(known) or 'none: leave it out'}"
            )
        return name

    def _broken(self, why: str, remedy: str) -> BrokenTrace:
        place = f"{self._where} of trace {self._file}" if self._where else f"trace {self._file}"
        return BrokenTrace(f"{place} can't be used", why, remedy)
