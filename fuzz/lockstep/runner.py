"""Makes one call on both sides and compares everything that can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuzz.chain.receipt import Receipt
from fuzz.lockstep import compare
from fuzz.lockstep.grants import grants_made
from fuzz.lockstep.monitor import Monitor, Violation
from fuzz.lockstep.observe import observe
from fuzz.lockstep.session import Session
from properties.binding import Call, Divergence, Observed
from properties.recipe import realize
from spec.core import Message, Outcome, Step, perform

Finding = Divergence | Violation


@dataclass(frozen=True)
class Made:
    """A call that was made: its step on the specification's side, the chain's answer, and what was wrong."""

    call: Call
    step: Step
    observed: Observed
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """What the specification says the call did."""
        return self.step.outcome


class Runner:
    """Lockstep on one session, with one monitor of its properties.

    check_views: compare views after each call; only benchmarks turn it off, to tell what it costs.
    turns: after a call, besides every view that reads what it changed, so many parts of all others take turns; 1
        compares every view after each call.
    """

    def __init__(self, session: Session, *, check_views: bool = True) -> None:
        self.session = session
        self.monitor = Monitor(session.protocol.catalogue)
        self._views = session.views if check_views else None
        self.turns = 1

    def reset(self) -> None:
        """Starts a new run from right after deployment."""
        self.session.reset()
        self.monitor.restart()

    def make(self, call: Call) -> Made:
        """Makes one call on chain and in the specification; state moves on both sides."""
        session = self.session
        action = session.protocol.actions[call.action]
        contract = session.contracts[action.contract]
        self._prepare(call)
        arguments = realize(call.arguments, session)
        sender = session.cast[call.actor].address
        data = contract.encode(action.function, *arguments)
        receipt = session.cast.send(call.actor, contract.address, data, call.value, call.gas_price)
        observed = observe(session, receipt)
        environment = session.binding.environment(session, call, sender, observed)
        world = session.world
        message = Message(sender, call.value, world.now, call.gas_price, environment, world.block_number)
        outcome = perform(action, session.state, message, arguments)
        session.binding.note(session, call, arguments, outcome.ok and observed.ok)
        step = Step(session.state, action, message, arguments, outcome)
        findings = list(self._compare(call, sender, outcome, observed, receipt))
        findings.extend(self.monitor.observe(step))
        return Made(call, step, observed, tuple(findings))

    def at_end(self, last: Call) -> list[Finding]:
        """What is wrong once a run is over, its epilogue included: views whose turn it was not, and properties."""
        found: list[Finding] = []
        if self._views is not None and self.turns > 1:
            found.extend(self._views.compare(last, []))
        return found + self.monitor.at_end(self.session.state)

    def _prepare(self, call: Call) -> None:
        if call.advance:
            self.session.world.advance(call.advance)
        for mood in call.moods:
            self.session.change_mood(mood)

    def _compare(
        self, call: Call, sender: str, outcome: Outcome, observed: Observed, receipt: Receipt
    ) -> Iterator[Finding]:
        session = self.session
        yield from compare.outcomes(session, call, outcome, observed)
        if outcome.ok != observed.ok:
            return
        if outcome.ok:
            yield from compare.returned(session, call, outcome, receipt.return_data)
            yield from compare.events(session, call, outcome, observed)
            compare.settle_expected(session, call, sender, outcome.transfers)
            session.token_books.settle(outcome.movements)
            yield from compare.grants(session, call, outcome, grants_made(receipt))
            yield from compare.ciphertexts(session, call)
            if self._views is not None:
                yield from self._views.compare(call, outcome.changes, self.turns)
            yield from session.token_books.compare(call)
        yield from compare.balances(session, call)
