"""What the exact handlers are told for a call, and what is said of a call that they can't be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fuzz.build import Settings, compile_sources
from fuzz.corpus.exporting import exported
from fuzz.corpus.shelf import shelf_of
from fuzz.counterexample.trace import Trace
from properties.binding import Call, Mood
from properties.bytecode import SOLIDITY
from properties.dcm.exact import EXACT
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.dcm.scene import SCENE, commitment
from properties.exact import exact_of
from properties.protocols import load
from spec.dcm.types import FilterProg, JobParams, Op
from tests.fuzz.corpus.every_call import TRACE, asked
from tests.fuzz.counterexample.planted import NOISY

ONE = Contents(("euint8",), ((3,),), "seller")
COMMIT = commitment("seller", 9, ONE, 1, 0)


def with_argument(call: Call, place: int, value: Any) -> Call:
    return replace(call, arguments=(*call.arguments[:place], value, *call.arguments[place + 1 :]))


def reason(*calls: Call) -> str:
    """Why the last call can't be expressed; empty when it can."""
    return EXACT.express([*SCENE, *calls])[-1].reason


def test_success_every_action_has_its_words_and_its_handler() -> None:
    shelf = shelf_of("dcm")
    assert {call.action for call in TRACE} == {action.name for action in load("dcm").actions}
    for one in EXACT.express(TRACE):
        assert not one.reason, one
        for made in one.made:
            assert len(shelf.handlers[made.handler].types) == len(made.arguments), made


def test_success_the_testers_for_a_corpus_have_every_exact_handler() -> None:
    head = "// SPDX-License-Identifier: AGPL-3.0-only\npragma solidity ^0.8.24;\n"
    function = "function _code(string memory) internal pure override returns (bytes memory) {}"
    stub = f"abstract contract EmbeddedCode is CodeSource {{ {function} }}"
    code = f"{head}import {{CodeSource}} from '../../CodeSource.sol';\n{stub}\n"
    file, unit = SOLIDITY / "dcm" / "embedded" / "Seeded.sol", "properties/solidity/generated/dcm/Code.sol"
    made = compile_sources([file], settings=Settings(outputs=("abi",)), overlay={unit: code})
    exact = {name for name in shelf_of("dcm").handlers if name.startswith("exactly_")}
    for name in ("MedusaSeeded", "EchidnaSeeded"):
        assert exact <= {entry.get("name") for entry in made[name].abi}


def test_success_time_and_moods_come_before_the_call() -> None:
    call = Call("contract_buyer", "withdraw", gas_price=5, advance=60, moods=(Mood("contract_buyer", "BURN"),))
    (told,) = EXACT.express([call])
    assert [(made.handler, made.arguments) for made in told.made] == [
        ("exactly_wait", (60,)),
        ("exactly_change_mood", (7, 2)),
        ("exactly_withdraw", (7, 5)),
    ]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (Call("seller", "finalize", (1,), value=1), "coin"),
        (Call("seller", "finalize", (1,), advance=2**40), "a wait or a gas price"),
        (Call("seller", "finalize", (1,), gas_price=2**64), "a wait or a gas price"),
        (Call("seller", "finalize", (1,), moods=(Mood("seller", "BURN"),)), "the mood BURN of seller"),
        (Call("somebody", "finalize", (1,)), "the party somebody"),
        (Call("seller", "withdraw_to", (Account("JobManager"),)), "the party JobManager"),
        (Call("owner", "set_job_manager", ("0x" + "ab" * 20,)), "an account without a name"),
        (Call("seller", "set_dataset_description", (1, "else")), "a text"),
        (asked(JobParams(Op.COUNT, filter=FilterProg(b"\x01\x00\x00"))), "a filter program"),
        (asked(JobParams(Op.COUNT, weights=(1,))), "1 weights for 2 columns"),
        (asked(JobParams(Op.WEIGHTED_SUM, weights=(1,))), "1 weights for 2 columns"),
        (asked(JobParams(Op.AVG_P, clamp_min=2, clamp_max=1)), "two faults in one question"),
        (asked(JobParams(Op.COUNT, divisor=2**32)), "the number 4294967296"),
        (Call("seller", "open_job", (1, Account("nobody"), JobParams(Op.COUNT))), "the party nobody"),
        (
            Call("seller", "open_job", (1, Account("buyer"), JobParams(Op.COUNT, filter=FilterProg(b"\x00", (1,))))),
            "a malformed",
        ),
        (Call("seller", "push_row", (1, b"", (), 0)), "a row that is none"),
        (Call("seller", "push_row", (1, PackedRow(1, 0), RowProof(1, 1), 0)), "the proof of another row"),
        (Call("seller", "push_row", (1, PackedRow(2, 0), RowProof(1, 0), 0)), "the proof of another row"),
        (with_argument(COMMIT, 2, bytes(32)), "a root that is not"),
        (with_argument(COMMIT, 2, Root(8, ONE)), "a root that is not"),
        (with_argument(COMMIT, 1, 2), "2 rows and 1 columns"),
        (with_argument(COMMIT, 4, bytes(32)), "a threshold that is not encrypted"),
        (with_argument(COMMIT, 4, Encrypted("euint32", 2, "JobManager", "seller", "handle")), "as it should be"),
        (commitment("seller", 9, Contents(("euint8",) * 4, ((1,) * 4,), "seller"), 1, 0), "1 rows and 4 columns"),
        (commitment("seller", 9, replace(ONE, flaws=("no proof",)), 1, 0), "rows with the flaws no proof"),
    ],
)
def test_invalid_what_no_handler_takes_is_named(call: Call, said: str) -> None:
    assert said in reason(call)


def test_success_a_trace_without_the_scene_gets_it_and_says_what_changed() -> None:
    placed = EXACT.place(NOISY)
    assert placed.calls[: len(SCENE)] == SCENE
    assert len(placed.calls) == len(SCENE) + len(NOISY) - 1 and 2 not in placed.numbers
    assert "call 2 (the owner wires the manager) is left out" in placed.notes[0]
    assert "41 is 4, 42 is 5" in placed.notes[1]
    submitted = [call.arguments[0] for call in placed.calls if call.action == "submit_request"]
    pushes = [call.arguments[1:3] for call in placed.calls if call.action == "push_row"]
    assert submitted == [5, 4] and pushes == [(PackedRow(d, 0), RowProof(d, 0)) for d in (5, 4)]
    assert sum(call.advance for call in placed.calls) == sum(call.advance for call in NOISY)


def test_success_a_trace_with_the_scene_stays() -> None:
    placed = EXACT.place(TRACE)
    assert placed.calls == TRACE and placed.notes == () and placed.numbers[0] == len(SCENE) + 1


def test_invalid_a_trace_without_the_scene_can_t_be_told_after_it() -> None:
    with pytest.raises(ValueError, match="does not begin with the scene"):
        EXACT.after_scene(NOISY)


def test_success_what_is_left_out_and_what_is_changed_is_told() -> None:
    flawed = asked(JobParams(Op.COUNT, filter=FilterProg(b"\x01\x00\x00")))
    other = asked(JobParams(Op.COUNT, filter=FilterProg(bytes.fromhex("010000020000100000"), (1,))))
    stray = Call("seller", "finalize", (1,), value=1)
    row = Call("seller", "push_row", (7, b"", (), 0))
    odd = with_argument(COMMIT, 2, Root(0, ONE))
    shelf = shelf_of("dcm")
    trace = Trace(load("dcm"), 0, (*SCENE, flawed, other, stray, row, odd))
    made = exported("any", trace, shelf.exact, shelf.handlers)
    assert [(one.number, one.action, one.what) for one in made.left_out] == [
        (7, "finalize", "coin, which its handler never sends")
    ]
    assert [(one.number, one.what) for one in made.changed] == [
        (5, "another flawed filter program"),
        (6, "no filter program"),
        (8, "the row of no dataset"),
        (9, "other parts where they decide nothing"),
    ]
    assert not made.is_whole and len(made.sequence.transactions) == 4
    done = [call for _, call in made.calls]
    assert list(made.idle(done)) == []
    assert [one.number for one in made.idle(done[1:])] == [5]


def test_invalid_a_protocol_without_exact_handlers_has_none() -> None:
    assert exact_of("nothing_of_that_name") is None
