"""A thousand sessions at once, over several hosts, depositors and assets: lockstep, and and a cost that does not grow.

Each call's outcome, events, returned value and all balances are compared, and the record of the session it is about.
Asking every view of every session, or every property of every session, after each call would cost more the more
sessions there are; so all views that the binding asks (of the newest sessions and of some others) are compared after
every 25th call, and all properties of states after every 250th.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import mean

import pytest

from fuzz.lockstep.monitor import Monitor
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.same import same
from fuzz.lockstep.session import Session
from properties.binding import Call
from properties.catalogue import Catalogue
from properties.compute.actors import DEPOSITORS, MOODY, SIGNING_HOSTS, STABLE
from properties.compute.choices import MODEL_NAMES
from properties.compute.protocol import PROTOCOL
from properties.compute.recipes import ModelId, SignedProof
from properties.recipe import Account
from spec.compute.state import COMPUTE, MARKET
from spec.compute.types import SessionStatus

SESSIONS = 1_000
TURNOVER = 100
"""Sessions that begin and end while a thousand are open."""
VIEWS_EVERY = 25
STATE_EVERY = 250
MODEL = ModelId(*MODEL_NAMES[0])
TERMS = (10_000_000, 86_400, 1_000, MODEL)
"""Price, duration, proof interval and model of all sessions."""
MOST = {"coin": 1_000 * 10**18, STABLE: 10**12, MOODY: 10**20}
"""The greatest deposit in each asset: every session has it."""
ASSETS = tuple(MOST)
CLAIM = 100_000
"""Tokens of work that each session claims."""
WORK_TIME = 50
"""Seconds that they take."""
STEPS = (50, 250, 450, 650, 850)
WINDOW = 108
"""Sessions from a step on whose cost counts: so many that each host, asset and place in a word of ids comes up."""
ACTIONS = (
    "create_session_job_for_model",
    "create_session_job_for_model_with_token",
    "submit_proof_of_work",
    "complete_session_job",
)


@dataclass
class Load:
    """Makes calls and notes what each kind of call cost at how many open sessions."""

    session: Session
    costs: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    made: int = 0

    def __post_init__(self) -> None:
        self.runners = {views: Runner(self.session, check_views=views) for views in (True, False)}
        for runner in self.runners.values():
            runner.monitor = Monitor(Catalogue("none"))
        self.monitor = Monitor(PROTOCOL.catalogue)
        self.session.reset()

    def make(self, call: Call, job_id: int) -> None:
        """One call that has to succeed; nothing may differ."""
        self.made += 1
        whole = self.made % VIEWS_EVERY == 0
        if whole:
            self.session.views.forget()
        made = self.runners[whole].make(call)
        assert made.findings == (), [finding.sentence() for finding in made.findings]
        assert made.outcome.ok, f"{call}: {made.outcome.error}"
        self.assert_record(job_id)
        if self.made % STATE_EVERY == 0:
            assert [violation.sentence() for violation in self.monitor.in_state(self.session.state)] == []
        self.costs[call.action].append((self.open(), made.observed.gas_used))

    def assert_record(self, job_id: int) -> None:
        """The record of one session is the same on both sides."""
        session = self.session
        expected = COMPUTE.views["session_jobs"].shown(session.state, session.world.now, job_id)
        assert same(expected, session.world.read(session.contracts[MARKET], "sessionJobs", job_id), session.plaintext)

    def open(self) -> int:
        """How many sessions are open."""
        return sum(count for _, count in self.session.state.open_sessions.items())


def creation(number: int) -> Call:
    """The next session: hosts, depositors and assets in turn, with the greatest deposit."""
    host, depositor = Account(SIGNING_HOSTS[number % 3]), DEPOSITORS[number // 3 % 3]
    asset = ASSETS[number // 9 % 3]
    if asset == "coin":
        return Call(depositor, "create_session_job_for_model", (host, *TERMS), value=MOST[asset])
    paid = (host, *TERMS, Account(asset), MOST[asset])
    return Call(depositor, "create_session_job_for_model_with_token", paid)


def proof(number: int, job_id: int) -> Call:
    """The host's only claim in a session."""
    host = SIGNING_HOSTS[number % 3]
    return Call(host, "submit_proof_of_work", (job_id, CLAIM, SignedProof(job_id, CLAIM, host)))


def completion(number: int, job_id: int) -> Call:
    """Host or depositor completes."""
    actor = SIGNING_HOSTS[number % 3] if number % 2 else DEPOSITORS[number // 3 % 3]
    return Call(actor, "complete_session_job", (job_id,))


def shuffled() -> Iterator[int]:
    """All sessions in an order in which old and new ones take turns, so that lists are left from everywhere."""
    return (number * 377 % SESSIONS for number in range(SESSIONS))


@pytest.fixture(scope="module")
def load() -> Load:
    load = Load(Session(PROTOCOL, seed=1))
    registered = Call("late_host", "register_node", ("late", "https://late.example", (MODEL,), 300_000, 1_000))
    load.make(registered, 0)
    for number in range(SESSIONS):
        load.make(creation(number), number + 1)
        load.make(replace(proof(number, number + 1), advance=WORK_TIME), number + 1)
    assert load.open() == SESSIONS
    for number in range(TURNOVER):
        load.make(replace(creation(number), advance=1), SESSIONS + number + 1)
        load.make(replace(completion(number, SESSIONS + number + 1), advance=30), SESSIONS + number + 1)
    for number in shuffled():
        load.make(completion(number, number + 1), number + 1)  # the dispute window has passed meanwhile
    return load


def test_success_a_thousand_sessions_are_opened_proven_and_completed(load: Load) -> None:
    s = load.session.state
    assert load.open() == 0
    assert [r.status for _, r in s.sessions.items()] == [SessionStatus.COMPLETED] * (SESSIONS + TURNOVER)
    paid = sum(r.paid_to_host + r.treasury_fee + r.refunded for _, r in s.sessions.items())
    assert paid == sum(r.paid_in for _, r in s.sessions.items())


def test_success_cost_stays_flat_while_sessions_grow(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    """Gas is this chain's, where slots stay warm: less than on a node, and comparable with itself."""
    lines = [f"mean gas from so many open sessions on, {', '.join(str(step) for step in STEPS)}:"]
    for action in ACTIONS:
        usual = [int(mean(gas for count, gas in load.costs[action] if 0 <= count - step < WINDOW)) for step in STEPS]
        lines.append(f"  {action}: {', '.join(f'{gas:,}' for gas in usual)}")
        assert max(usual) <= 1.05 * usual[0], f"{action} costs more the more sessions there are: {usual}"
    with capsys.disabled():
        print("\n" + "\n".join(lines))
