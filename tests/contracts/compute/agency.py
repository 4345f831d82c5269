"""A deployed compute marketplace with everything that prompt jobs need, for tests of its contracts alone."""

from __future__ import annotations

from typing import Any

from eth_abi import encode

from fuzz.build import Artifacts
from fuzz.chain.abi import Contract
from fuzz.chain.keccak import keccak
from fuzz.chain.keys import signer
from fuzz.chain.receipt import Receipt
from tests.contracts.compute.exchange import FAB, Exchange

ETHER = 10**18
BLOCK_TIME = 12
VOTING_PERIOD = 5
CHALLENGE_PERIOD = 3 * 86_400
EXECUTION_DELAY = 2 * 86_400
FUNDS = 10_000 * ETHER
DETAILS = ("org/model", "say hello", 4_000, 700, 42, "json")
POST_JOB = "postJob((string,string,uint256,uint256,uint32,string),(uint256,uint256,uint256,bool),uint256)"
CLAIM_JOB = "claimJob(uint256)"
SET_FEE = "setFee(uint256)"
PROOF_TYPE = "(uint256[],bytes,bytes,bytes32,bytes32,bytes32)"

Proof = tuple[list[int], bytes, bytes, bytes, bytes, bytes]


class JobStatus:
    """The numbers of `JobStatus`."""

    NONE, POSTED, CLAIMED, SUBMITTED, DISPUTED, PAID, REFUNDED = range(7)


def selector(signature: str) -> bytes:
    """The first four bytes of a signature's hash."""
    return keccak(signature.encode())[:4]


def wants(seconds: int = 3_600, *, proof: bool = False, score: int = 0) -> tuple[int, int, int, bool]:
    """Requirements of a job."""
    return (16, score, seconds, proof)


def key_of(job: int) -> bytes:
    """A job's number as the escrow writes it."""
    return job.to_bytes(32, "big")


def proof_of(tag: bytes = b"m") -> Proof:
    """A well-formed proof; tags tell several apart."""
    hashes = [keccak(tag + bytes([place])) for place in range(3)]
    return [int.from_bytes(one, "big") for one in hashes], b"proof" + tag, b"key", hashes[0], hashes[1], hashes[2]


class Agency(Exchange):
    """An exchange with governance and accounts, a second host, and everybody who judges, challenges or votes."""

    def __init__(self, built: Artifacts | None = None) -> None:
        super().__init__(built=built)
        names = ("rival", "verifier", "challenger", "guardian", "admin", "whale")
        self.rival, self.verifier, self.challenger, self.guardian, self.admin, self.whale = map(self.account, names)
        self.accounts = self.deploy("AccountIntegration", self.market.address)
        self.governance = self.deploy("Governance", self.fab.address, VOTING_PERIOD)
        self._name_parts()
        self._name_parties()
        self.world.advance(BLOCK_TIME)

    def _name_parts(self) -> None:
        self.rule(self.nodes, "setJobProofs", self.job_proofs.address)
        self.rule(self.reputation, "setReporter", self.job_proofs.address, True)
        self.rule(self.market, "setAccountIntegration", self.accounts.address)
        for part in (self.market, self.escrow, self.reputation):
            self.rule(part, "setGovernance", self.governance.address)
        self.rule(self.governance, "setAllowed", self.escrow.address, selector(SET_FEE), True)
        self.rule(self.governance, "setPointer", self.escrow.address, selector("setArbiter(address)"))
        self.rule(self.governance, "setEmergencyTarget", self.market.address, True)

    def _name_parties(self) -> None:
        self.rule(self.governance, "setEmergencyAdmin", self.admin, True)
        self.rule(self.market, "setGuardian", self.guardian)
        self.rule(self.market, "setFailureThreshold", 1_000)
        self.rule(self.job_proofs, "setVerifier", self.verifier, True)
        self.register(self.rival)
        for account, whole in ((self.challenger, 1_000), (self.whale, 300_000)):
            self.give_fab(account, whole)
        self.do(self.fab, "delegate", self.whale, by=self.whale)
        self.do(self.token, "approve", self.escrow.address, 2**256 - 1, by=self.depositor)

    # ---- parties ----

    def account(self, name: str) -> str:
        """The address of one more account, which has coin."""
        address = signer(name).address
        self.world.set_balance(address, FUNDS)
        return address

    def rule(self, contract: Contract, function: str, *args: object) -> Receipt:
        """Something that the owner does."""
        return self.do(contract, function, *args, by=self.owner)

    def give_fab(self, account: str, whole: int) -> None:
        """Hand an account FAB that registries and proofs may take."""
        self.rule(self.fab, "transfer", account, whole * FAB)
        for taker in (self.models, self.nodes, self.job_proofs):
            self.do(self.fab, "approve", taker.address, 2**256 - 1, by=account)

    def call(self, contract: Contract, signature: str, *args: object, by: str) -> bool:
        """Call a function that a contract may not have; whether that succeeds."""
        inside = signature[signature.index("(") + 1 : -1]
        data = selector(signature) + encode(inside.split(",") if inside else [], args)
        return self.world.transact(by, contract.address, data).success

    # ---- jobs ----

    def post(self, payment: int = ETHER, *, by: str = "", **terms: Any) -> int:
        """Post a job that is paid in coin, as the depositor or somebody else; returns its number."""
        asked = (DETAILS, wants(**terms), payment)
        receipt = self.do(self.market, "postJob", *asked, by=by or self.depositor, value=payment)
        return int(self.market.decode("postJob", receipt.return_data))

    def claim(self, job: int, host: str = "") -> Receipt:
        """Claim a job, as the host or another one."""
        return self.do(self.market, "claimJob", job, by=host or self.host)

    def deliver(self, job: int, host: str = "", proof: Proof | None = None) -> Receipt:
        """Deliver a result, with a proof where one is required."""
        shown = b"" if proof is None else encode([PROOF_TYPE], [proof])
        return self.do(self.market, "submitResult", job, "result", shown, by=host or self.host)

    def delivered(self, payment: int = ETHER, *, by: str = "", host: str = "", **terms: Any) -> int:
        """A job that has been posted, claimed and delivered."""
        job = self.post(payment, by=by, **terms)
        self.claim(job, host)
        self.deliver(job, host)
        return job

    def verified(self, payment: int = ETHER, *, host: str = "", seconds: int = 10 * 86_400) -> int:
        """A delivered job whose required proof the verifier has just accepted."""
        job, proof = self.post(payment, seconds=seconds, proof=True), proof_of()
        self.claim(job, host)
        self.do(self.job_proofs, "submitProof", job, proof, by=host or self.host)
        self.deliver(job, host, proof)
        self.do(self.job_proofs, "verifyProof", job, by=self.verifier)
        return job

    def release(self, job: int, by: str = "") -> Receipt:
        """Release a payment, as the depositor or somebody else."""
        return self.do(self.market, "releasePayment", job, by=by or self.depositor)

    def challenge(self, job: int, by: str = "", stake: int = 10 * FAB) -> int:
        """Challenge a proof, as the challenger or somebody else; returns the challenge's number."""
        given = (job, b"\x01" * 32, stake)
        receipt = self.do(self.job_proofs, "challengeProof", *given, by=by or self.challenger)
        return int(self.job_proofs.decode("challengeProof", receipt.return_data))

    def status(self, job: int) -> int:
        """The number of a job's status."""
        return int(self.read(self.market, "getJob", job)[2])

    def score(self, host: str = "") -> int:
        """A host's reputation."""
        return int(self.read(self.reputation, "getReputation", host or self.host))

    # ---- votes ----

    def propose(self, *updates: tuple[str, bytes, int], by: str = "") -> int:
        """Propose to call setters; returns the proposal's number."""
        named = [(target, selected, "parameter", value) for target, selected, value in updates]
        self.do(self.governance, "proposeParameterUpdate", named, "why", by=by or self.whale)
        return int(self.read(self.governance, "proposalCount"))

    def pass_vote(self, proposal: int, by: str = "") -> None:
        """One voter decides, and the proposal is queued."""
        self.blocks(2)
        self.do(self.governance, "castVote", proposal, True, by=by or self.whale)
        self.blocks(VOTING_PERIOD + 1)
        self.do(self.governance, "queue", proposal, by=self.outsider)

    def blocks(self, count: int) -> None:
        """Let blocks pass."""
        for _ in range(count):
            self.world.advance(BLOCK_TIME)

    # ---- money ----

    def balance(self, account: str) -> int:
        """Wei of an account."""
        return self.world.balance(account)

    def fab_of(self, account: str) -> int:
        """FAB wei of an account."""
        return int(self.read(self.fab, "balanceOf", account))

    def missing(self) -> list[int]:
        """What escrow (coin, token), proofs and accounts owe above what they hold; zeros where the books are true."""
        zero, token = "0x" + "0" * 40, self.token.address
        escrow, accounts = self.escrow, self.accounts
        owed = sum(self.read(escrow, view, zero) for view in ("totalEscrowed", "accruedFees"))
        owed += sum(self.read(escrow, view) for view in ("incentivePool", "totalCredits"))
        tokens = sum(self.read(escrow, view, token) for view in ("totalEscrowed", "accruedFees", "totalTokenCredits"))
        kept = sum(self.read(accounts, view) for view in ("totalStreamed", "totalWalletDeposits", "totalCredits"))
        return [
            owed - self.balance(escrow.address),
            tokens - self.read(self.token, "balanceOf", escrow.address),
            self.read(self.job_proofs, "totalStaked") - self.fab_of(self.job_proofs.address),
            kept - self.balance(accounts.address),
        ]
