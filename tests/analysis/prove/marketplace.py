"""Random runs of the dataset marketplace on plain values; opaque functions answer by a hash of the question."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

from analysis.prove import terms
from analysis.prove.arbitrary import arbitrary
from analysis.prove.oracles import OpaqueCalls
from properties.dcm.claims import PLAN
from spec.core import Environment, Message, Outcome, opacity_of, perform
from spec.core.opaque import STAND_IN
from spec.dcm import credits, datasets, jobs, parameters, requests
from spec.dcm.state import DCM, STALL_TIMEOUT, State
from spec.dcm.types import JobParams, Op

LOADED = (credits, datasets, jobs, parameters, requests)
"""Modules whose import registers the actions."""

ACTORS = tuple(f"0x{number:040x}" for number in range(1, 5))
OWNER = ACTORS[0]
DEADLINES = (0, 0, 1, 1, 60, 60, STALL_TIMEOUT, STALL_TIMEOUT + 1, 30 * 24 * 3600 + 1)


def drawn(question: object, below: int) -> int:
    """A number that depends on the question alone."""
    return int.from_bytes(hashlib.sha256(repr(question).encode()).digest()[:16], "big") % below


class HashedAnswers:
    """Opaque functions on plain values: mostly they return, and what they return keeps their contract."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._calls = OpaqueCalls(PLAN.contracts, every_error=True)

    def __call__(self, function: Any, arguments: tuple[Any, ...]) -> Any:
        name = function.__name__
        question = tuple(int(term.value or 0) for term in self._calls.question(arguments))
        raises = opacity_of(function).raises
        if raises and not self.leaf(f"{name} returns", question):
            error = raises[self.leaf(f"{name} error", question, len(raises) - 1)]
            raise error(*([None] * len(getattr(error, "ARGS", ()))))
        if name == "release":
            return self.released(function, arguments, question)
        return plain(get_type_hints(function, include_extras=True)["return"], self.leaf, name, question)

    def released(self, function: Any, arguments: tuple[Any, ...], question: tuple[int, ...]) -> Any:
        """The real one: its contract says too much to be met by chance."""
        return function.__wrapped__(*arguments)

    def leaf(self, name: str, question: tuple[int, ...], high: int | None = None) -> Any:
        """The answer to a question: a truth without `high`, else a number up to it."""
        if high is None:
            return drawn((self._seed, name, question), 10) > 0
        return drawn((self._seed, name, question), high + 1)


def plain(hint: Any, leaf: Any, name: str, question: tuple[int, ...]) -> Any:
    """A plain value of an annotated type, made as the symbolic one is."""

    def make(path: str, sort: str, low: int | None, high: int | None) -> Any:
        value = leaf(f"{name} result.{path}", question, None if sort == terms.BOOL else (high or 2**64))
        return terms.boolean(value) if sort == terms.BOOL else terms.integer(value)

    made = arbitrary(hint, "", make)
    return unwrapped(made)


def unwrapped(value: Any) -> Any:
    from analysis.prove.arbitrary import assembled, is_record

    if is_record(type(value)):
        return assembled(type(value), {f.name: unwrapped(getattr(value, f.name)) for f in type(value).FIELDS})
    if hasattr(value, "_fields"):
        return type(value)(*(unwrapped(part) for part in value))
    return value.term.value if hasattr(value, "term") else value


@dataclass
class Transition:
    """One call about to be made: the state as it is, and everything that goes in."""

    state: State
    action: str
    message: Message
    arguments: tuple[Any, ...]
    answers: HashedAnswers
    now: int
    calls: int


def transitions(seed: int, count: int) -> Iterator[tuple[Transition, Any]]:
    """Calls on growing states, each with a function that performs it; perform it before going on."""
    rng = random.Random(seed)
    answers = HashedAnswers(seed)
    state = State(
        chain_id=1, registry="0x" + "aa" * 20, manager="0x" + "bb" * 20, registry_owner=OWNER, manager_owner=OWNER
    )
    now, calls = 1000, 0
    for _ in range(count):
        now += rng.choice(DEADLINES)
        name, arguments, sender = chosen(rng, state)
        action = DCM[name]
        value = rng.choice((0,) * 12 + (1,)) if not action.payable else rng.choice((0, 10**6, 10**6))
        refusing = rng.random() < 0.3
        message = Message(sender, value, now, rng.choice((0, 1, 3)))
        message.environment = Environment(
            rng.choice((0, 1, 1000)),
            lambda account, all_gas, refusing=refusing: not refusing,
            lambda type_name, handle, proof: drawn((seed, type_name, handle, proof), 2**32) if handle[0] else None,
        )
        transition = Transition(state, name, message, arguments, answers, now, calls)

        def go(transition: Transition = transition) -> Outcome:
            STAND_IN.call = answers
            try:
                return perform(DCM[transition.action], state, transition.message, transition.arguments)
            finally:
                STAND_IN.call = None

        outcome_box: list[Outcome] = []
        yield transition, lambda go=go, box=outcome_box: box.append(go()) or box[0]
        assert outcome_box, "perform each transition before the next"
        calls += outcome_box[0].ok


WEIGHTS = {
    "push_row": 12,
    "accept_request": 8,
    "finalize": 8,
    "submit_request": 6,
    "commit_dataset": 3,
    "open_job": 4,
    "withdraw": 3,
}


def chosen(rng: random.Random, s: State) -> tuple[str, tuple[Any, ...], str]:
    """An action with arguments and sender: mostly those that can succeed."""
    if s.job_manager == "0x" + "0" * 40:
        return "set_job_manager", (s.manager,), OWNER
    names = [name for name in sorted(a.name for a in DCM) for _ in range(WEIGHTS.get(name, 1))]
    name = rng.choice(names)
    sender, arguments = rng.choice(ACTORS), []
    for parameter in DCM[name].parameters:
        arguments.append(argument(rng, s, parameter.name))
    return name, tuple(arguments), fitting(rng, s, name, arguments, sender)


def argument(rng: random.Random, s: State, name: str) -> Any:
    if name in ("dataset_id", "request_id", "job_id"):
        store = {"dataset_id": s.datasets, "request_id": s.requests, "job_id": s.jobs}[name]
        known = list(store)[-4:]
        return rng.choice([*known * 4, rng.randrange(12)])
    words = {
        "row_count": rng.choice((1, 2)),
        "num_columns": 2,
        "cooldown_sec": rng.choice((0, 3600)),
        "base_fee": rng.choice((0, 5)),
    }
    words |= {"row_index": rng.randrange(2), "max_gas_price": 2, "new_threshold": rng.choice((0, 3, 10**19))}
    words |= {"new_price": rng.choice((2, 10**20)), "allowed": rng.random() < 0.8, "description": "text"}
    words |= {"merkle_root": bytes([rng.randrange(8)]) * 32, "k_anonymity": bytes([rng.randrange(4)]) * 32}
    words |= {"input_proof": b"p", "row_packed": b"r", "merkle_proof": (), "buyer": rng.choice(ACTORS)}
    words |= {"to": rng.choice((*ACTORS, "0x" + "0" * 40)), "job_manager": s.manager}
    op = rng.choice(list(Op))
    words |= {"job_params": JobParams(op, divisor=2 if op == Op.AVG_P else 0, clamp_max=rng.choice((0, 9)))}
    return words[name]


def fitting(rng: random.Random, s: State, action: str, arguments: list[Any], sender: str) -> str:
    """Mostly the party that may act."""
    if action.startswith("withdraw"):
        return rng.choice([*(account for account, credit in s.credits.items() if credit), sender])
    if not arguments or rng.random() < 0.15:
        return sender
    key = arguments[0]
    by_buyer = action in ("cancel_request", "top_up_allowance", "reclaim_stalled")
    if "request" in action and key in s.requests and "submit" not in action:
        return s.requests[key].buyer if by_buyer else s.requests[key].seller
    if action in ("push_row", "finalize", "close_direct_job") and key in s.jobs:
        if action == "push_row":
            arguments[-1] = s.jobs[key].processed_rows
        return s.jobs[key].seller
    if by_buyer and key in s.requests:
        return s.requests[key].buyer
    if action == "delete_dataset" and rng.random() < 0.7:
        return sender
    if key in s.datasets and action in ("open_job", "delete_dataset", "set_dataset_description"):
        return s.datasets[key].owner
    return OWNER if action.startswith("set_") else sender
