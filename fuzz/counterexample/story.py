"""Calls and findings as sentences for a stranger: who did what, what should have happened, what happened instead."""

from __future__ import annotations

from fuzz.counterexample.trace import TraceFinding, subject_of
from fuzz.counterexample.words import Names, amount, duration, in_words, units_of, with_names
from fuzz.lockstep.runner import Finding
from properties.binding import Call, Divergence, EscrowProtocol

LONG = 160
"""Characters from which on two values that differ are cut down to where they differ."""
AROUND = 40
"""Characters that are kept on each side of the first difference."""


def call_in_words(protocol: EscrowProtocol, call: Call, names: Names = str) -> str:
    """`alice calls top_up(order_id=1) with 5 wei, 60 s (1 min) later`."""
    action = protocol.actions[call.action]
    units = units_of(action.run)
    shown = ", ".join(
        f"{parameter.name}={in_words(value, names, units.get(parameter.name, ''))}"
        for parameter, value in zip(action.parameters, call.arguments, strict=True)
    )
    parts = [f"{call.actor} calls {call.action}({shown})"]
    if call.value:
        parts[0] += f" with {amount(call.value)}"
    if call.gas_price:
        parts.append(f"at a gas price of {amount(call.gas_price)}")
    if call.advance:
        parts.append(f"{duration(call.advance)} later")
    parts.extend(f"after {mood.actor} turned to {mood.name}" for mood in call.moods)
    return ", ".join(parts)


def finding_in_words(protocol: EscrowProtocol, finding: Finding, names: Names = str) -> str:
    """What should have happened and what happened instead."""
    if isinstance(finding, Divergence):
        return with_names(_difference(finding), names) + _contradicted(protocol, finding)
    statement = protocol.catalogue.by_id(finding.property).statement.rstrip(".")
    of = f" of {finding.subject}" if finding.subject not in ("", "the end of the run") else ""
    return with_names(f"{finding.property} should hold, but '{finding.clause}'{of} is false: {statement}", names)


def story(protocol: EscrowProtocol, call: Call | None, before: int, finding: Finding, names: Names = str) -> str:
    """The whole counterexample in one sentence. `before`: how many calls come before; `call` is None at the end."""
    what = finding_in_words(protocol, finding, names)
    calls = f"After {before} call{'' if before == 1 else 's'}" if before else "As the first call of all"
    if call is None:
        return f"{calls}, once everyone has had the chance to take their money out, {what}."
    return f"{calls}, {call_in_words(protocol, call, names)}; {what}."


def trace_finding(
    protocol: EscrowProtocol, calls: tuple[Call, ...], finding: Finding, index: int | None, names: Names = str
) -> TraceFinding:
    """The finding as a trace stores it; `index` of the call that shows it from 0, None for the end of the run."""
    call = calls[index] if index is not None else None
    sentence = story(protocol, call, len(calls) if index is None else index, finding, names)
    action = call.action if call else ""
    step = index + 1 if index is not None else None
    if isinstance(finding, Divergence):
        blamed = protocol.binding.blame(finding)
        subject = with_names(subject_of(finding), names)
        return TraceFinding(sentence, finding.comparison, blamed, None, action, subject, finding.error, step)
    return TraceFinding(sentence, None, finding.property, finding.clause, action, finding.subject, "", step)


def _difference(d: Divergence) -> str:
    should, did = apart(d.expected, d.actual)
    shapes = {
        "outcome": f"{_should_end(d.expected)}, but {_did_end(d.actual)}",
        "returned": f"it should return {should}, but it returned {did}",
        "events": _announcement(d.subject, should, did),
        "view": f"{d.subject} should then show {should}, but it shows {did}",
        "balance": _balance(d),
        "plaintext": f"the ciphertext {d.subject} should then decrypt to {should}, but it is {did}",
        "grants": f"on the ciphertext {d.subject} the rule is: {should}; but on the chain: {did}",
    }
    return shapes.get(d.comparison, f"{d.comparison} of {d.subject} should be {should}, but it is {did}")


def _should_end(expected: str) -> str:
    return "the call should succeed" if expected == "success" else f"the call should be refused with {expected}"


def _did_end(actual: str) -> str:
    return "it succeeded" if actual == "success" else f"it was refused with {actual}"


def _announcement(subject: str, should: str, did: str) -> str:
    event, _, part = subject.partition(".")
    if part:
        return f"{part} in the event {event} should be {should}, but it is {did}"
    return f"the chain should announce {should}, but it announced {did}"


def _balance(d: Divergence) -> str:
    expected, actual = (text.removesuffix(" wei") for text in (d.expected, d.actual))
    if not (expected.isdecimal() and actual.isdecimal()):
        return f"the coin of {d.subject} should then be {d.expected}, but it is {d.actual}"
    missing = int(expected) - int(actual)
    off = f"{amount(abs(missing))} too {'little' if missing > 0 else 'much'}"
    return f"{d.subject} should then hold {amount(int(expected))}, but holds {amount(int(actual))}: {off}"


def _contradicted(protocol: EscrowProtocol, divergence: Divergence) -> str:
    blamed = protocol.binding.blame(divergence)
    if blamed is None or blamed not in protocol.catalogue:
        return ""
    return f", which contradicts {blamed} ({protocol.catalogue.by_id(blamed).statement.rstrip('.')})"


def apart(expected: str, actual: str) -> tuple[str, str]:
    """Two texts cut down to where they begin to differ, when they are long."""
    if max(len(expected), len(actual)) <= LONG:
        return expected, actual
    pairs = zip(expected, actual, strict=False)
    shortest = min(len(expected), len(actual))
    first = next((place for place, (a, b) in enumerate(pairs) if a != b), shortest)
    return _window(expected, first), _window(actual, first)


def _window(text: str, place: int) -> str:
    start, end = max(0, place - AROUND), place + AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
