"""Foreign tokens that may be stuck, signatures of the stand-in scheme, and rosters under keys, in a search."""

from __future__ import annotations

from dataclasses import field

from analysis.explore.layout import Layout
from analysis.explore.moves import Write
from analysis.explore.nature import Nature, Surroundings
from analysis.explore.watched import Watch
from spec.core import Rosters, Uint8, record
from spec.core.journal import JOURNAL
from spec.core.signing import stand_in_signature

TOKEN, ALICE, BOB = (f"0x{number:040x}" for number in (1, 2, 3))
DIGEST = b"\x07" * 32


@record
class Lists:
    turn: Uint8 = 0
    places: Rosters[str, int] = field(default_factory=Rosters)


def surroundings(nature: Nature, stuck: dict[str, str]) -> Surroundings:
    return Surroundings(nature, (0,), (), {}, {}, stuck)


def test_success_a_token_that_may_be_stuck_does_either() -> None:
    nature = Nature()
    for answer, arrived in ((0, 5), (1, None)):
        nature.start([answer])
        around = surroundings(nature, {TOKEN: "usdc"})
        assert around.tokens(TOKEN, ALICE, BOB, 5, False) == arrived
        assert [given.label for given in nature.answers] == ["usdc does not move"]


def test_success_other_tokens_are_not_asked_about() -> None:
    nature = Nature()
    nature.start([])
    assert (surroundings(nature, {}).tokens(TOKEN, ALICE, BOB, 5, True), nature.answers) == (5, [])


def test_success_signatures_name_their_signer() -> None:
    around = surroundings(Nature(), {})
    signature = stand_in_signature(ALICE, DIGEST)
    assert (around.signer(DIGEST, signature), around.signer(b"\x08" * 32, signature)) == (ALICE, None)


def test_success_rosters_are_slots_by_key() -> None:
    state = Lists(places=Rosters({ALICE: (1, 2, 3)}))
    layout = Layout(state, {"places": (ALICE, BOB)})
    vector = layout.encode(state)
    watch = Watch(layout)
    watch.forget()
    watched = watch.state(vector)
    JOURNAL.open()
    watched.places.remove(ALICE, 1)
    watched.places.append(BOB, 9)
    written = watch.written(JOURNAL.close())
    assert {str(layout.slots[slot]) for slot in written} == {f"places[{ALICE}]", f"places[{BOB}]"}
    assert {slot for slot, _, _ in watch.reads} == set(written)
    after = list(vector)
    for slot, held in written.items():
        after[slot] = layout.slots[slot].table.number(Write(slot, held).value(layout.value(slot, vector)))
    found = layout.decode(tuple(after))
    assert dict(found.places.items()) == {ALICE: (3, 2), BOB: (9,)}
    assert layout.encode(found) == tuple(after)
