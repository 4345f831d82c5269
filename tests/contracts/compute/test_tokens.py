"""The two tokens: FAB, which the protocol trusts, and the one with moods, which plays those it does not trust."""

from __future__ import annotations

from eth_account.messages import encode_typed_data

from fuzz.chain.keccak import keccak
from fuzz.chain.keys import signer
from tests.contracts.compute.exchange import FAB, Exchange, Moods

SUPPLY = 1_000_000 * FAB


def test_success_all_fab_is_minted_once_and_counts_as_votes_when_delegated(x: Exchange) -> None:
    assert x.read(x.fab, "totalSupply") == SUPPLY == x.read(x.fab, "TOTAL_SUPPLY")
    assert [x.read(x.fab, name) for name in ("name", "symbol", "decimals")] == ["Fabstir", "FAB", 18]
    assert not {"mint(address,uint256)", "burn(uint256)"} & set(x.fab.interface.functions)
    x.do(x.fab, "delegate", x.host, by=x.host)
    held = x.read(x.fab, "balanceOf", x.host)
    assert x.read(x.fab, "getVotes", x.host) == held
    voted = x.world.block_number
    x.world.advance(1)
    x.do(x.fab, "transfer", x.owner, held, by=x.host)
    assert x.read(x.fab, "getPastVotes", x.host, voted) == held
    assert x.read(x.fab, "clock") == x.world.block_number


def test_success_a_permit_counts_once(x: Exchange) -> None:
    owner, deadline = signer("permit"), x.world.now + 60
    fields = {"owner": "address", "spender": "address", "value": "uint256", "nonce": "uint256", "deadline": "uint256"}
    types = {"Permit": [{"name": name, "type": kind} for name, kind in fields.items()]}
    domain = {"name": "Fabstir", "version": "1", "chainId": 31_337, "verifyingContract": x.fab.address}
    terms = {"owner": owner.address, "spender": x.outsider, "value": 7, "nonce": 0, "deadline": deadline}
    signable = encode_typed_data(domain, types, terms)
    signature = owner.sign(keccak(b"\x19" + signable.version + signable.header + signable.body))
    split = (signature[64], signature[:32], signature[32:64])
    x.do(x.fab, "permit", owner.address, x.outsider, 7, deadline, *split, by=x.outsider)
    assert x.read(x.fab, "allowance", owner.address, x.outsider) == 7
    assert x.read(x.fab, "nonces", owner.address) == 1
    refused = x.refused(x.fab, "permit", owner.address, x.outsider, 7, deadline, *split, by=x.outsider)
    assert refused[0] == "ERC2612InvalidSigner"


def test_success_an_unlimited_allowance_is_not_used_up(x: Exchange) -> None:
    for token in (x.fab, x.token):
        x.do(token, "approve", x.outsider, 2**256 - 1, by=x.owner)
        x.do(x.token, "mint", x.owner, 5, by=x.owner)
        x.do(token, "transferFrom", x.owner, x.outsider, 5, by=x.outsider)
        assert x.read(token, "allowance", x.owner, x.outsider) == 2**256 - 1


def test_invalid_transfers_name_the_allowance_before_the_balance(x: Exchange) -> None:
    for token in (x.fab, x.token):
        short = ("ERC20InsufficientAllowance", (x.treasury, 0, 7))
        assert x.refused(token, "transferFrom", x.outsider, x.treasury, 7, by=x.treasury) == short
        x.do(token, "approve", x.treasury, 7, by=x.outsider)
        empty = ("ERC20InsufficientBalance", (x.outsider, 0, 7))
        assert x.refused(token, "transferFrom", x.outsider, x.treasury, 7, by=x.treasury) == empty


def test_success_each_mood_does_what_it_says(x: Exchange) -> None:
    def transfer(mood: int, by: str = "") -> tuple[bool, bytes, int]:
        x.set_token_mood(mood)
        before = x.read(x.token, "balanceOf", x.outsider)
        receipt = x.send(x.token, "transfer", x.outsider, 250, by=by or x.depositor)
        return receipt.success, receipt.return_data, x.read(x.token, "balanceOf", x.outsider) - before

    true, false = (1).to_bytes(32, "big"), bytes(32)
    assert transfer(Moods.PLAIN) == (True, true, 250)
    assert transfer(Moods.FEE) == (True, true, 248)
    assert transfer(Moods.FALSE) == (True, false, 0)
    assert transfer(Moods.SILENT) == (True, b"", 250)
    assert transfer(Moods.BLACKLIST) == (True, true, 250)
    assert transfer(Moods.REENTER) == (True, true, 250)
    assert transfer(Moods.REVERT)[::2] == (False, 0)
    assert transfer(Moods.BURN)[::2] == (False, 0)
    assert transfer(Moods.BOMB) == (True, bytes(102_400), 0)
    x.do(x.token, "setListed", x.depositor, True, by=x.owner)
    assert transfer(Moods.BLACKLIST)[0] is False
    held = x.read(x.token, "totalSupply")
    x.do(x.token, "rebase", 3, 2, by=x.owner)
    assert x.read(x.token, "totalSupply") == held * 3 // 2
