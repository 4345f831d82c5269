"""Contract actors: they act like anyone, and meet payments as their mood says, known in advance."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import FUNDS, STIPEND, Mood, Outcome
from fuzz.chain.errors import ChainError, TransactionRefused

PAYER = """
contract Payer {
    error NotPaid(address to);
    event Pushed(bool taken, uint256 burnt);
    bool private entered;
    address public lastCaller;
    uint256 public received;
    constructor() payable {}
    receive() external payable { received += msg.value; }
    function push(address payable to, uint256 gas_) external returns (bool taken) {
        require(!entered, "entered");
        entered = true;
        uint256 before = gasleft();
        assembly {
            if iszero(gas_) { gas_ := gas() }
            taken := call(gas_, to, 1, 0, 0, 0, 0)
        }
        emit Pushed(taken, before - gasleft());
        entered = false;
    }
    function poke() external payable returns (uint256, string memory) {
        lastCaller = msg.sender; received += msg.value; return (msg.value, "poked");
    }
    function fail(uint256 x) external { lastCaller = msg.sender; if (x > 0) revert NotPaid(msg.sender); revert(); }
    function whoPays() external view returns (uint256) { return tx.gasprice; }
}
"""


@pytest.fixture
def payer(stage, solidity):
    return stage.world.deploy(solidity(PAYER)["Payer"], sender=stage.cast["alice"].address, value=100)


def push(stage, payer, to: str, gas: int):
    receipt = stage.world.send(payer, "push", to, gas, sender=stage.cast["bob"].address)
    assert receipt.success
    return payer.decode_log(receipt.logs[0]).args


def test_success_a_puppet_acts_with_its_own_coin(stage, payer) -> None:
    petra = stage.cast["petra"]
    receipt = stage.cast.send(petra, payer.address, payer.encode("poke"), value=5)
    assert payer.decode("poke", receipt.return_data) == (5, "poked")
    assert stage.world.read(payer, "lastCaller") == petra.address
    assert stage.world.balance(petra.address) == FUNDS - 5
    assert stage.world.read(payer, "received") == 5


def test_success_errors_of_the_callee_come_through(stage, payer) -> None:
    for actor in stage.cast:
        receipt = stage.cast.send(actor, payer.address, payer.encode("fail", 1))
        assert stage.world.errors.decode(receipt.revert)[:2] == ("NotPaid", (actor.address,))
        assert stage.cast.send(actor, payer.address, payer.encode("fail", 0)).revert == b""


def test_success_gas_price_reaches_the_callee(stage, payer) -> None:
    for actor in stage.cast:
        receipt = stage.cast.send(actor, payer.address, payer.encode("whoPays"), gas_price=11)
        assert payer.decode("whoPays", receipt.return_data) == 11


TAKING = (Mood.ACCEPT, Mood.BOMB, Mood.REENTER)
"""Moods that take coin with a bounded stipend too; HUNGRY takes it with all gas only."""


@pytest.mark.parametrize("gas", [STIPEND, 0], ids=["stipend", "all gas"])
@pytest.mark.parametrize("mood", list(Mood), ids=lambda mood: mood.name)
def test_success_a_push_ends_as_foretold(stage, payer, mood: Mood, gas: int) -> None:
    petra = stage.cast["petra"]
    stage.cast.set_mood(petra, mood)
    stage.cast.set_call_back(petra, payer.address, payer.encode("push", petra.address, STIPEND))
    before = stage.world.balance(petra.address)
    pushed = push(stage, payer, petra.address, gas)
    assert pushed["taken"] == petra.accepts(gas or None) == (mood in TAKING or (mood is Mood.HUNGRY and not gas))
    assert stage.world.balance(petra.address) - before == (1 if pushed["taken"] else 0)
    assert (pushed["burnt"] > STIPEND) == (mood in (Mood.BURN, Mood.HUNGRY))


def test_success_accounts_always_accept(stage, payer) -> None:
    assert stage.cast["bob"].accepts() and stage.cast["bob"].accepts(0)
    assert push(stage, payer, stage.cast["alice"].address, STIPEND)["taken"]


@pytest.mark.parametrize(("payload", "outcome"), [("push", Outcome.FAILED), ("poke", Outcome.SUCCEEDED)])
def test_success_reentering_is_recorded_and_forgiven(stage, payer, payload: str, outcome: Outcome) -> None:
    quentin = stage.cast["quentin"]
    data = payer.encode("push", quentin.address, STIPEND) if payload == "push" else payer.encode("poke")
    stage.cast.set_mood(quentin, Mood.REENTER)
    stage.cast.set_call_back(quentin, payer.address, data)
    assert stage.cast.outcome(quentin) is Outcome.NOT_TRIED
    assert push(stage, payer, quentin.address, STIPEND)["taken"]
    assert stage.cast.outcome(quentin) is outcome


def test_success_a_long_call_back_fits_the_stipend(stage, payer) -> None:
    quentin = stage.cast["quentin"]
    stage.cast.set_mood(quentin, Mood.REENTER)
    stage.cast.set_call_back(quentin, payer.address, payer.encode("poke") + bytes(296))
    assert push(stage, payer, quentin.address, 40_000)["taken"]


def test_success_a_call_back_that_burns_its_gas_leaves_enough_to_accept(stage, payer) -> None:
    stage.cast.set_mood("petra", Mood.BURN)
    stage.cast.set_mood("quentin", Mood.REENTER)
    stage.cast.set_call_back("quentin", stage.cast["petra"].address, b"")
    assert push(stage, payer, stage.cast["quentin"].address, STIPEND)["taken"]
    assert stage.cast.outcome("quentin") is Outcome.FAILED


def test_success_moods_go_back_with_the_chain(stage) -> None:
    start = stage.world.snapshot()
    stage.cast.set_mood("petra", Mood.REFUSE)
    assert not stage.cast["petra"].accepts()
    stage.world.restore(start, keep=False)
    assert stage.cast["petra"].accepts()


def test_success_actors_are_found_by_address(stage) -> None:
    petra = stage.cast["petra"]
    assert stage.cast.at(petra.address) is petra
    assert stage.cast.at("0x" + "00" * 20) is None
    assert [actor.is_contract for actor in stage.cast] == [False, False, True, True]


def test_invalid_puppet_led_by_a_stranger(stage, payer) -> None:
    petra = stage.cast["petra"]
    call = petra.contract.encode("act", payer.address, 0, b"")
    receipt = stage.world.transact(stage.cast["bob"].address, petra.address, call)
    assert stage.world.errors.decode(receipt.revert).name == "NotOwner"


def test_invalid_uses(stage) -> None:
    with pytest.raises(ChainError, match="bob has no moods: it is an externally owned account"):
        stage.cast.set_mood("bob", Mood.REFUSE)
    with pytest.raises(ChainError, match="actor zoe is not cast: those are alice, bob, petra, quentin"):
        stage.cast["zoe"]
    with pytest.raises(TransactionRefused, match="petra can't pay"):
        stage.cast.send("petra", stage.cast["bob"].address, value=FUNDS + 1)
