"""What the proofs state, on plain values: lemmas, guarantees and triples are true of whole lives of the marketplace."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from analysis.prove.arbitrary import copied
from analysis.prove.goals import Theory
from analysis.prove.judging import broken, listed, unlisted
from analysis.prove.refutation import snapshot
from analysis.prove.tasks import theory_of
from properties.claims import History
from properties.compute import lemmas
from properties.compute.claims import PLAN
from properties.protocols import load
from spec.core import Environment, Message, Outcome, Step
from spec.core.signing import stand_in_signer
from tests.properties.compute import lives, lives_governance, lives_jobs
from tests.properties.compute.lives import Watched
from tests.spec.compute.scene import STRANGER

LIVES = (*lives.LIVES, *lives_jobs.LIVES, *lives_governance.LIVES)
THEORY: Theory = theory_of(load("compute"), PLAN)
LEMMAS = [invariant for invariant in THEORY.invariants if invariant.owner == "lemma"]


class Judged(Watched):
    """A life whose every call is held against the lemmas and triples."""

    def __init__(self) -> None:
        self.calls = 0
        self.stated: Counter[str] = Counter()
        super().__init__()

    def call(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        before = snapshot(self.state)
        outcome = super().call(sender, action, *arguments, value=value)
        message = Message(sender, value, self.now, 0, Environment(signer=stand_in_signer), self.block)
        self.calls += outcome.ok
        history = History(self.now, self.calls)
        assert [one.name for one in LEMMAS if broken(one, self.state, history) is not None] == [], action
        for axiom in PLAN.environment:
            assert axiom.holds(before, History(0, 0), message), axiom.name
        self.judge(before, action, message, arguments, outcome)
        return outcome

    def judge(self, before: Any, name: str, message: Message, arguments: tuple[Any, ...], outcome: Outcome) -> None:
        """The triple of the action, as far as one is stated."""
        stated = PLAN.actions.get(name)
        if stated is None:
            return
        claims, action = stated.claims, THEORY.protocol.actions[name]
        if "succeeds_iff" in claims and (action.payable or not message.value):
            assert claims["succeeds_iff"](before, message, *arguments) == outcome.ok, name
            self.stated[f"{name} {outcome.ok}"] += 1
        if outcome.ok:
            step = Step(self.state, action, message, arguments, outcome)
            if "effect" in claims:
                assert claims["effect"](step, *arguments), name
            allowed = listed(before, claims["changes"](before, message, *arguments)) if "changes" in claims else None
            assert allowed is None or list(unlisted(step, allowed)) == [], name


@pytest.mark.parametrize("life", LIVES, ids=[life.__name__ for life in LIVES])
def test_success_lemmas_and_triples_are_true_of(life: Any) -> None:
    scene = Judged()
    life(scene)
    assert scene.calls > 10


NOTHING = {int: 999, str: "0x" + "99" * 20, bytes: bytes(32), bool: False}
"""What nobody knows, by type."""


def in_vain(scene: Watched) -> None:
    """A stranger tries every action about things that are not there."""
    for name in PLAN.actions:
        hints = [parameter.hint for parameter in THEORY.protocol.actions[name].parameters]
        arguments = [NOTHING[getattr(hint, "__origin__", hint)] for hint in hints]
        scene.call(STRANGER, name, *arguments)


def test_success_each_triple_is_met_both_ways() -> None:
    met: Counter[str] = Counter()
    for life in (*LIVES, in_vain):
        scene = Judged()
        life(scene)
        met += scene.stated
    stated = [name for name, one in PLAN.actions.items() if "succeeds_iff" in one.claims]
    assert {f"{name} {ok}" for name in stated for ok in (True, False)} <= set(met)


def test_invalid_state_breaks_a_lemma() -> None:
    scene = Judged()
    job_id = scene.open()
    scene.state.open_sessions[scene.state.sessions[job_id].host] = 0
    found = {one.name for one in LEMMAS if broken(one, scene.state, History(scene.now, scene.calls)) is not None}
    assert found >= {"lemma: open sessions are those listed", "lemma: active sessions are listed"}


def test_success_deployment_of_the_scene_is_one_that_constructors_let_pass() -> None:
    state = copied(Watched().state)
    object.__setattr__(state, "fab_balances", type(state.fab_balances)())
    lemmas.deployed(state)
    assert state.fab_balances[state.owner] == lemmas.TOTAL_SUPPLY
