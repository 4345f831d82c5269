"""What a call asks the environment about foreign tokens and signatures, and what it leaves behind."""

from __future__ import annotations

from spec.core import ZERO_ADDRESS, Environment, Message, Movement

TOKEN, PAYER, PAYEE = "0x01", "0x02", "0x03"


def test_success_a_token_moves_and_is_written_down() -> None:
    asked = []

    def tokens(*question: object) -> int:
        asked.append(question)
        return 9

    m = Message(PAYER, environment=Environment(tokens=tokens))
    assert m.move(TOKEN, PAYER, PAYEE, 10) == (True, 9)
    assert m.move(TOKEN, PAYER, PAYEE, 10, all_gas=True) == (True, 9)
    assert asked == [(TOKEN, PAYER, PAYEE, 10, False), (TOKEN, PAYER, PAYEE, 10, True)]
    assert m.movements == [Movement(TOKEN, PAYER, PAYEE, 10, 9)] * 2


def test_success_a_transfer_of_which_nothing_arrives_is_one() -> None:
    m = Message(PAYER, environment=Environment(tokens=lambda *_: 0))
    assert m.move(TOKEN, PAYER, PAYEE, 10) == (True, 0)
    assert len(m.movements) == 1


def test_invalid_transfer_leaves_no_trace() -> None:
    m = Message(PAYER, environment=Environment(tokens=lambda *_: None))
    assert (m.move(TOKEN, PAYER, PAYEE, 10), m.movements) == ((False, 0), [])


def test_success_without_an_environment_everything_arrives_and_nobody_signs() -> None:
    m = Message(PAYER)
    assert m.move(TOKEN, PAYER, PAYEE, 10) == (True, 10)
    assert m.signer(b"digest", b"signature") == ZERO_ADDRESS


def test_success_signer_is_whoever_the_environment_says() -> None:
    m = Message(PAYER, environment=Environment(signer=lambda digest, signature: PAYEE if digest == b"1" else None))
    assert (m.signer(b"1", b""), m.signer(b"2", b"")) == (PAYEE, ZERO_ADDRESS)
