"""The folder that a counterexample is kept in, written in one step so that nobody ever sees half of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzz.counterexample.foundry_test import REPRODUCTION, Encode, NoFoundryTest, foundry_test
from fuzz.counterexample.replaying import Replay, ReplayedStep
from fuzz.counterexample.trace import Fault, Trace

TRACE = "trace.json"
RAW_TRACE = "raw-trace.json"
SENTENCE = "sentence.txt"
STEPS = "steps.md"
PYTEST = "test_counterexample.py"
ITF = "itf.json"

ATTEMPTS = 5
"""How often a folder that another process keeps writing is taken over."""


def name_of(protocol: str, fault: Fault) -> str:
    """The folder's name: the same for the same fault, whatever calls lead to it."""
    words = (protocol, fault.action or "end", fault.kind, fault.detail if fault.kind.islower() else "", fault.error)
    said = re.sub(r"[^a-z0-9]+", "-", " ".join(word for word in words if word).lower()).strip("-")
    exact = "\n".join((protocol, fault.kind, fault.detail, fault.error, fault.action))
    return f"{said[:70].rstrip('-')}-{hashlib.sha256(exact.encode()).hexdigest()[:6]}"


def write_raw(folder: Path, raw: Trace, note: str) -> Path:
    """What is known before shrinking: enough to replay if the run is interrupted now. `note` says how far it came."""
    sentence = raw.finding.sentence if raw.finding else "No finding is recorded."

    def fill(partial: Path) -> None:
        raw.save(partial / TRACE)
        raw.save(partial / RAW_TRACE)
        (partial / SENTENCE).write_text(f"{sentence}\n{note}\n", encoding="utf-8")

    return _write(folder, fill)


def write_complete(folder: Path, raw: Trace, replayed: Replay, encode: Encode = lambda call: None) -> Path:
    """The whole counterexample; `replayed` is the replay of the shrunk trace. encode: calls as the chain takes them."""
    trace = replayed.trace
    sentence = trace.finding.sentence if trace.finding else "No finding is recorded."
    solidity, note = _reproduction(replayed, sentence, encode)

    def fill(partial: Path) -> None:
        trace.save(partial / TRACE)
        raw.save(partial / RAW_TRACE)
        texts = {
            SENTENCE: sentence + "\n",
            STEPS: steps_page(replayed, sentence) + note,
            PYTEST: pytest_file(folder.name, sentence),
            ITF: json.dumps(replayed.itf(), indent=1, ensure_ascii=False) + "\n",
            **({REPRODUCTION: solidity} if solidity else {}),
        }
        for name, text in texts.items():
            (partial / name).write_text(text, encoding="utf-8")

    return _write(folder, fill)


def _reproduction(replayed: Replay, sentence: str, encode: Encode) -> tuple[str, str]:
    """The Foundry test, empty where there can be none, and what the page of steps says about it."""
    try:
        solidity = foundry_test(replayed, sentence, encode)
    except NoFoundryTest as why:
        return "", f"\nThere is no {REPRODUCTION}: {why}.\n"
    return solidity, f"\nThe same under forge, on the property contracts: `{REPRODUCTION}`.\n"


def steps_page(replayed: Replay, sentence: str) -> str:
    """Each call in words with what it changed, and what was wrong at the last."""
    lines = ["# Counterexample", "", sentence, "", "Each step shows what it changed in the specification's state.", ""]
    for step in replayed.steps:
        lines.extend(_step_lines(step))
    lines += ["## What is wrong", ""]
    wrong = [text for step in replayed.steps for text in step.differences]
    lines += [f"- {text}" for text in wrong] or [f"- {replayed.violation or 'nothing'}"]
    return "\n".join(lines) + "\n"


def _step_lines(step: ReplayedStep) -> Iterator[str]:
    yield f"## {step.index}. {step.sentence}"
    yield ""
    yield f"Outcome: {step.outcome}."
    yield ""
    if not step.changes:
        yield "Nothing changed."
    for change in step.changes:
        yield f"- `{change.name}`: {change.before} -> {change.after}"
    yield ""


def pytest_file(name: str, sentence: str) -> str:
    """A test that fails while the trace beside it leads to any finding."""
    plain = sentence.replace("\\", "\\\\").replace('"', "'")
    told = "\n".join(textwrap.wrap(plain, width=116, break_long_words=True, break_on_hyphens=False))
    return (
        f'"""{told}\n"""\n\n'
        "from pathlib import Path\n\n"
        "from fuzz.counterexample import assert_no_finding\n\n\n"
        f"def test_{name.replace('-', '_')}_is_gone() -> None:\n"
        f'    assert_no_finding(Path(__file__).parent / "{TRACE}")\n'
    )


def _write(folder: Path, fill: Callable[[Path], None]) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        fill(partial)
        _take_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _take_place(partial: Path, folder: Path) -> None:
    """Puts a finished folder where an older one may be; another process may be doing the same."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if folder.exists():
                folder.rename(old)
            partial.rename(folder)
            return
        except OSError:
            if attempt == ATTEMPTS:
                raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
