"""A smart account's operations through the real EntryPoint of ERC-4337, compiled from its published sources.

Its owner's operations do anything; a session key's post jobs for the account, within selector, budget and time. What
goes beyond is refused while the operation is validated, so that nobody pays for it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from fuzz.build import PROJECT_ROOT, Artifact, compile_sources
from fuzz.chain.abi import Contract
from fuzz.chain.keccak import keccak
from fuzz.chain.keys import Signer, signer
from fuzz.chain.receipt import Receipt
from properties.compute.recipes import spoilt
from tests.contracts.compute.agency import CLAIM_JOB, DETAILS, ETHER, POST_JOB, Agency, JobStatus, selector, wants
from tests.contracts.compute.exchange import DAY, Refusal

ENTRY_POINT = PROJECT_ROOT / "node_modules" / "@account-abstraction" / "contracts" / "core" / "EntryPoint.sol"
VERIFICATION_GAS, CALL_GAS, BASE_GAS = 300_000, 900_000, 50_000
MAX_FEE, PRIORITY_FEE = 10**9, 1
MOST_GAS_COST = (VERIFICATION_GAS + CALL_GAS + BASE_GAS) * MAX_FEE
BUDGET = 3 * ETHER
PAYMENT = ETHER
FUNDS = 5 * ETHER

BAD_SIGNATURE = ("FailedOp", (0, "AA24 signature error"))
EXPIRED = ("FailedOp", (0, "AA22 expired or not due"))


@cache
def entry_point() -> Artifact:
    """The EntryPoint of the account-abstraction project, as the account is compiled against."""
    return compile_sources([ENTRY_POINT])["EntryPoint"]


def packed(high: int, low: int) -> bytes:
    """Two numbers of 16 bytes in a word."""
    return (high << 128 | low).to_bytes(32, "big")


class Wallet:
    """A smart account of the depositor's, which a session key may use to post jobs for a day."""

    def __init__(self) -> None:
        self.x = x = Agency()
        self.bundler, self.key = x.account("bundler"), signer("session_key")
        self.entry: Contract = x.world.deploy(entry_point(), sender=x.owner)
        self.account = x.deploy("SessionAccount", self.entry.address, x.accounts.address, x.depositor)
        x.world.transact(x.depositor, self.account.address, b"", FUNDS)
        x.do(self.entry, "depositTo", self.account.address, by=x.depositor, value=ETHER)
        self.expires = x.world.now + DAY
        named = (self.key.address, self.expires, [selector(POST_JOB)], BUDGET)
        receipt = self.handle(self.execute(x.accounts, "addScopedSessionKey", *named), self.owner)
        assert receipt.success
        self.address: str = self.account.address

    @property
    def owner(self) -> Signer:
        """Whose account it is."""
        return self.x.cast["depositor"].signer

    def execute(self, target: Contract, function: str, *args: object, value: int = 0) -> bytes:
        """Calldata by which the account calls somebody."""
        return self.account.encode("execute", target.address, value, target.encode(function, *args))

    def posting(self, payment: int = PAYMENT, value: int | None = None) -> bytes:
        """Calldata by which the account posts a job."""
        sent = payment if value is None else value
        return self.execute(self.x.market, "postJob", DETAILS, wants(), payment, value=sent)

    def handle(self, call: bytes, by: Signer, *, gas: int = CALL_GAS, flaw: str = "") -> Receipt:
        """A bundler hands an operation in that somebody has signed; `flaw` says what is wrong with the signature."""
        x, nonce = self.x, self.x.read(self.entry, "getNonce", self.account.address, 0)
        limits, fees = packed(VERIFICATION_GAS, gas), packed(PRIORITY_FEE, MAX_FEE)
        operation = (self.account.address, nonce, b"", call, limits, BASE_GAS, fees, b"")
        signed = spoilt(by.sign(x.read(self.entry, "getUserOpHash", (*operation, b""))), flaw)
        signature = signed[:-1] if flaw == "too short" else signed
        return x.send(self.entry, "handleOps", [(*operation, signature)], self.bundler, by=self.bundler)

    def refused(self, call: bytes, by: Signer, **options: Any) -> Refusal | None:
        """An operation that nobody pays for: with which error it is refused, and that nothing has changed."""
        before = self.holdings()
        refusal = self.x.refusal(self.handle(call, by, **options))
        assert refusal is None or self.holdings() == before
        return refusal

    def holdings(self) -> tuple[int, ...]:
        """Coin of account, bundler and escrow, the account's deposit for gas and nonce, and what the key may spend."""
        x, entry = self.x, self.entry
        coin = [x.balance(place) for place in (self.account.address, self.bundler, x.escrow.address)]
        for_gas = x.read(entry, "balanceOf", self.account.address)
        return *coin, for_gas, x.read(entry, "getNonce", self.account.address, 0), self.budget()

    def budget(self) -> int:
        """What the key may still spend."""
        return int(self.x.read(self.x.accounts, "getSessionKey", self.account.address, self.key.address)[1])


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


def outcome(wallet: Wallet, receipt: Receipt) -> tuple[bool, int]:
    """Whether an operation did what it was for, and what the EntryPoint charged for its gas."""
    told = wallet.x.event(receipt, "UserOperationEvent")
    return told["success"], told["actualGasCost"]


# ---------------------------------------------------------------- the owner


def test_success_the_owners_operation_posts_a_job_of_the_account(wallet: Wallet) -> None:
    x, before = wallet.x, wallet.holdings()
    receipt = wallet.handle(wallet.posting(), wallet.owner)
    done, cost = outcome(wallet, receipt)
    assert done
    assert x.read(x.market, "getJob", 1)[0] == wallet.address
    assert x.events(receipt)[-3:] == ["EscrowCreated", "JobPosted", "UserOperationEvent"]
    account, bundler, escrow, for_gas, nonce, budget = before
    after = (account - PAYMENT, bundler + cost, escrow + PAYMENT, for_gas - cost, nonce + 1, budget)
    assert wallet.holdings() == after


def test_success_what_the_account_posted_is_refunded_to_the_account(wallet: Wallet) -> None:
    x = wallet.x
    wallet.handle(wallet.posting(), wallet.owner)
    wallet.handle(wallet.posting(), wallet.key)
    x.world.advance(3_601)
    for job in (1, 2):
        x.do(x.market, "expireJob", job, by=x.outsider)
        assert x.status(job) == JobStatus.REFUNDED
    assert x.balance(wallet.address) == FUNDS
    assert x.missing() == [0, 0, 0, 0]


def test_success_the_owner_may_call_the_account_itself(wallet: Wallet) -> None:
    x = wallet.x
    told = (x.market.address, PAYMENT, x.market.encode("postJob", DETAILS, wants(), PAYMENT))
    assert x.refused(wallet.account, "execute", *told, by=x.outsider) == ("Unauthorized", (x.outsider,))
    assert x.refused(wallet.account, "execute", *told, by=wallet.bundler) == ("Unauthorized", (wallet.bundler,))
    x.do(wallet.account, "execute", *told, by=x.depositor)
    assert x.read(x.market, "getJob", 1)[0] == wallet.address


def test_invalid_operation_that_somebody_else_signed(wallet: Wallet) -> None:
    for stranger in (wallet.x.cast["outsider"].signer, signer("bundler")):
        assert wallet.refused(wallet.posting(), stranger) == BAD_SIGNATURE


@pytest.mark.parametrize("flaw", ["high s", "v of zero", "too short"])
def test_invalid_another_form_of_the_owners_signature(wallet: Wallet, flaw: str) -> None:
    assert wallet.refused(wallet.posting(), wallet.owner, flaw=flaw) == BAD_SIGNATURE


# ---------------------------------------------------------------- the session key


def test_success_the_keys_operation_posts_and_costs_its_budget_what_it_can_cost(wallet: Wallet) -> None:
    x = wallet.x
    receipt = wallet.handle(wallet.posting(), wallet.key)
    assert outcome(wallet, receipt)[0]
    assert x.read(x.market, "getJob", 1)[0] == wallet.address
    assert x.events(receipt)[0] == "SessionKeyUsed"
    assert wallet.budget() == BUDGET - PAYMENT - MOST_GAS_COST


def test_invalid_call_that_is_not_in_the_keys_scope(wallet: Wallet) -> None:
    x = wallet.x
    told = x.market.encode("postJob", DETAILS, wants(), PAYMENT)
    batch = [(x.market.address, PAYMENT, told)]
    for call in (
        wallet.execute(x.market, "claimJob", 1),
        wallet.execute(x.market, "withdraw"),
        wallet.execute(x.accounts, "addSessionKey", wallet.key.address, wallet.expires),
        wallet.execute(x.accounts, "createJobViaAccount", DETAILS, wants(), PAYMENT, value=PAYMENT),
        wallet.account.encode("execute", wallet.key.address, ETHER, b""),
        wallet.account.encode("execute", x.market.address, ETHER, b"\0\0\0"),
        wallet.account.encode("executeBatch", batch),
        b"",
    ):
        assert wallet.refused(call, wallet.key) == BAD_SIGNATURE


def test_invalid_more_than_the_keys_budget(wallet: Wallet) -> None:
    rest = BUDGET - MOST_GAS_COST
    assert wallet.refused(wallet.posting(rest + 1), wallet.key) == BAD_SIGNATURE
    assert wallet.refused(wallet.posting(rest), wallet.key) is None
    assert wallet.budget() == 0
    assert wallet.refused(wallet.posting(1), wallet.key) == BAD_SIGNATURE


def test_invalid_gas_that_costs_more_than_the_keys_budget(wallet: Wallet) -> None:
    assert wallet.refused(wallet.posting(), wallet.key, gas=BUDGET // MAX_FEE) == BAD_SIGNATURE


def test_invalid_after_the_keys_time(wallet: Wallet) -> None:
    x = wallet.x
    x.world.advance(wallet.expires - x.world.now)
    assert wallet.refused(wallet.posting(), wallet.key) is None
    x.world.advance(1)
    assert wallet.refused(wallet.posting(), wallet.key) == EXPIRED


def test_invalid_key_that_was_revoked(wallet: Wallet) -> None:
    wallet.handle(wallet.execute(wallet.x.accounts, "revokeSessionKey", wallet.key.address), wallet.owner)
    assert wallet.refused(wallet.posting(), wallet.key) == BAD_SIGNATURE


def test_success_an_operation_that_fails_later_has_cost_the_budget_all_the_same(wallet: Wallet) -> None:
    """The budget bounds what a key can burn, also by operations that lead to nothing."""
    x = wallet.x
    receipt = wallet.handle(wallet.posting(PAYMENT, value=PAYMENT - 1), wallet.key)
    assert not outcome(wallet, receipt)[0]
    assert wallet.budget() == BUDGET - (PAYMENT - 1) - MOST_GAS_COST
    assert (x.status(1), x.balance(wallet.address)) == (JobStatus.NONE, FUNDS)


def test_success_a_key_for_claims_posts_nothing(wallet: Wallet) -> None:
    x, claims = wallet.x, signer("claiming_key")
    named = (claims.address, wallet.expires, [selector(CLAIM_JOB)], BUDGET)
    wallet.handle(wallet.execute(x.accounts, "addScopedSessionKey", *named), wallet.owner)
    assert wallet.refused(wallet.posting(), claims) == BAD_SIGNATURE
    job = x.post()
    receipt = wallet.handle(wallet.execute(x.market, "claimJob", job), claims)
    assert not outcome(wallet, receipt)[0]  # the account is no host; validation can't know
    assert x.status(job) == JobStatus.POSTED


def test_success_a_keys_record_lies_where_bundlers_let_the_account_look(wallet: Wallet) -> None:
    """While an operation is validated, at `keccak(account, x) + n` alone, with n up to 128 (ERC-7562)."""
    x = wallet.x
    key, account = (bytes.fromhex(address[2:]).rjust(32, b"\0") for address in (wallet.key.address, wallet.address))
    inner = [keccak(key + variable.to_bytes(32, "big")) for variable in range(16)]  # whichever place the mapping has
    records = [int.from_bytes(keccak(account + place), "big") for place in inner]
    assert sum(x.world.storage(x.accounts.address, record) != 0 for record in records) == 1
