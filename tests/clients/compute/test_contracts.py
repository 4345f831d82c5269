"""The documented examples that are contracts: each plays its part on a deployed marketplace, in the order of its use.

Each `.sol` file in `contracts/` holds one example between two marks. `CHANGES.md` lists every line that differs from
the documentation, and why.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from fuzz.build import Artifacts, compile_sources
from fuzz.chain.abi import Contract
from tests.clients.changes import changes_in, documented_part, listed
from tests.contracts.compute.agency import (
    BLOCK_TIME,
    CHALLENGE_PERIOD,
    DETAILS,
    ETHER,
    EXECUTION_DELAY,
    Agency,
    JobStatus,
    key_of,
    wants,
)
from tests.contracts.compute.exchange import COIN, COOLDOWN, DAY, FAB, text
from tests.contracts.compute.test_entry_point import entry_point

EXAMPLES = Path(__file__).parent / "contracts"
NET = 9 * ETHER // 10


@cache
def examples() -> Artifacts:
    """All examples, compiled."""
    return compile_sources(sorted(EXAMPLES.glob("*.sol")))


class Stage(Agency):
    """A marketplace on which examples play."""

    def example(self, name: str, *parts: Contract | str | bytes) -> Contract:
        """Deploy an example that knows some contracts, and give it coin."""
        known = [part.address if isinstance(part, Contract) else part for part in parts]
        deployed = self.world.deploy(examples()[name], *known, sender=self.owner)
        self.world.set_balance(deployed.address, 10 * ETHER)
        return deployed

    def tell(self, player: Contract, contract: Contract, function: str, *args: object, value: int = 0) -> None:
        """Have an example make a call that is none of its own lines, with coin of somebody else's."""
        self.do(player, "act", contract.address, contract.encode(function, *args), by=self.outsider, value=value)

    def hire(self, player: Contract) -> None:
        """Make an example a registered host."""
        self.rule(self.fab, "transfer", player.address, 5_000 * FAB)
        self.tell(player, self.fab, "approve", self.nodes.address, 2**256 - 1)
        terms = ("meta", "https://host.example", (self.model,), 1_000_000, 2_000)
        self.tell(player, self.nodes, "registerNode", *terms)


@pytest.fixture
def stage() -> Stage:
    return Stage()


# ---------------------------------------------------------------- hosts and jobs


def test_success_a_contract_registers_as_a_host(stage: Stage) -> None:
    host = stage.example("RegisterHost", stage.fab, stage.nodes, stage.model)
    stage.rule(stage.fab, "transfer", host.address, 1_000 * FAB)
    stage.do(host, "registerAsHost", by=stage.outsider)
    assert stage.read(stage.nodes, "isActiveNode", host.address)
    assert stage.fab_of(host.address) == 0


def test_success_a_job_goes_from_its_posting_to_its_payment(stage: Stage) -> None:
    x = stage
    renter, host = (x.example("JobFlowExample", x.market, x.job_proofs) for _ in range(2))
    x.hire(host)
    before = x.balance(renter.address), x.balance(host.address)
    receipt = x.do(renter, "postAIJob", "say hello", by=x.outsider, value=ETHER)
    job = renter.decode("postAIJob", receipt.return_data)
    receipt = x.do(host, "processJob", job, by=x.outsider)
    assert x.events(receipt) == ["JobClaimed", "ProofSubmitted", "JobCompleted"]
    assert x.status(job) == JobStatus.SUBMITTED
    x.do(x.job_proofs, "verifyProof", job, by=x.verifier)
    x.world.advance(CHALLENGE_PERIOD)
    assert x.refused(x.market, "releasePayment", job, by=x.outsider)[0] == "ReleaseNotDue"
    x.world.advance(1)
    x.release(job, by=x.outsider)
    assert (x.balance(renter.address), x.balance(host.address)) == (before[0], before[1] + NET)
    assert x.score(host.address) == 110


def test_success_a_proof_is_submitted_and_challenged(stage: Stage) -> None:
    x = stage
    host, challenger = (x.example("ProofHandler", x.job_proofs, x.fab) for _ in range(2))
    x.hire(host)
    x.rule(x.fab, "transfer", challenger.address, 10 * FAB)
    job = x.post(seconds=DAY, proof=True)
    x.tell(host, x.market, "claimJob", job)
    hashes = [bytes([place]) * 32 for place in (1, 2, 3)]
    x.do(host, "submitJobProof", job, *hashes, by=x.outsider)
    x.do(x.job_proofs, "verifyProof", job, by=x.verifier)
    x.do(challenger, "challengeProof", job, b"\x04" * 32, by=x.outsider)
    assert (x.read(challenger, "tracked", 0), x.fab_of(challenger.address)) == (1, 0)
    x.do(x.job_proofs, "resolveChallenge", 1, True, by=x.verifier)
    assert x.fab_of(challenger.address) == (10 + 20) * FAB
    assert x.score(host.address) == 80


def test_success_a_careful_host_claims_in_time_and_notices_that_it_is_late(stage: Stage) -> None:
    x = stage
    host = x.example("CarefulHost", x.market, x.nodes, x.reputation)
    x.hire(host)
    job, late = x.post(), x.post(seconds=60)
    assert x.refused(host, "claim", job, 100, by=x.outsider) == text("Not active host")
    assert x.refused(host, "claim", job, 101, by=x.host) == text("Low reputation")
    x.world.advance(61)
    x.do(host, "claim", job, 100, by=x.host)
    assert x.refused(host, "claim", job, 100, by=x.host) == text("Job already claimed")
    x.do(host, "claim", late, 100, by=x.host)
    assert (x.status(job), x.status(late), x.read(host, "expired")) == (JobStatus.CLAIMED, JobStatus.POSTED, True)


def test_success_the_best_host_is_chosen_and_its_bonus_foreseen(stage: Stage) -> None:
    x = stage
    chooser = x.example("ReputationAwareMarketplace", x.reputation, x.nodes)
    assert x.read(chooser, "selectBestHost", [x.outsider, x.host, x.rival]) == x.host
    assert x.refused(chooser, "selectBestHost", [x.outsider], by=x.outsider) == text("No suitable host")
    for _ in range(5):
        job = x.delivered(1, host=x.rival)
        x.world.advance(60)
        x.release(job)
    assert x.read(chooser, "selectBestHost", [x.host, x.rival]) == x.rival
    assert [x.read(chooser, "calculatePayment", host, NET) for host in (x.host, x.rival)] == [NET, NET * 11 // 10]
    x.do(x.escrow, "fundIncentives", by=x.outsider, value=ETHER)
    before, job = x.balance(x.rival), x.delivered(host=x.rival)
    x.world.advance(30)
    x.release(job)
    assert x.balance(x.rival) - before == NET * 11 // 10


# ---------------------------------------------------------------- escrow


def test_success_a_contract_disputes_what_it_has_paid(stage: Stage) -> None:
    x = stage
    renter = x.example("PaymentHandler", x.escrow)
    before = x.balance(renter.address)
    x.tell(renter, x.market, "postJob", DETAILS, wants(), ETHER, value=ETHER)
    x.claim(1)
    x.deliver(1)
    x.do(renter, "initiateDispute", key_of(1), by=x.outsider)
    assert x.status(1) == JobStatus.DISPUTED
    x.do(x.escrow, "resolveDispute", key_of(1), renter.address, by=x.arbiter)
    assert x.balance(renter.address) - before == ETHER


def test_invalid_escrow_that_is_no_jobs(stage: Stage) -> None:
    """The documented handler opens an escrow by itself: money leaves by a job's record, so only jobs bring it in."""
    x = stage
    handler = x.example("PaymentHandler", x.escrow)
    for token, value in ((COIN, ETHER), (x.token.address, 0)):
        opening = (b"\x01" * 32, x.host, token, ETHER)
        assert x.refused(handler, "createJobEscrow", *opening, by=x.depositor, value=value) == text("Unauthorized")


# ---------------------------------------------------------------- governance and emergencies


def test_success_a_fee_is_proposed_voted_on_and_lowered(stage: Stage) -> None:
    x = stage
    proposer = x.example("GovernanceExample", x.governance, x.fab, x.escrow)
    assert x.refused(proposer, "proposeFeeReduction", by=x.outsider) == text("Insufficient voting power")
    x.do(x.fab, "delegate", proposer.address, by=x.whale)
    x.world.advance(BLOCK_TIME)
    x.do(proposer, "proposeFeeReduction", by=x.outsider)
    assert x.refused(proposer, "vote", by=x.outsider)[0] == "InvalidProposalState"
    x.blocks(2)
    x.do(proposer, "vote", by=x.outsider)
    x.blocks(6)
    x.do(x.governance, "queue", 1, by=x.outsider)
    x.world.advance(EXECUTION_DELAY)
    x.do(x.governance, "execute", 1, by=x.outsider)
    assert x.read(x.escrow, "feeBasisPoints") == 100


def test_success_an_emergency_admin_pauses_by_a_contract_that_is_one_too(stage: Stage) -> None:
    x = stage
    admin = x.example("GovernanceExample", x.governance, x.fab, x.escrow)
    assert x.refused(admin, "emergencyPause", x.market.address, by=x.outsider) == text("Not emergency admin")
    assert x.refused(admin, "emergencyPause", x.market.address, by=x.admin) == text("Unauthorized")
    x.rule(x.governance, "setEmergencyAdmin", admin.address, True)
    x.do(admin, "emergencyPause", x.market.address, by=x.admin)
    assert x.read(x.market, "paused")


def test_success_threats_are_answered_by_degrees_and_recovered_from(stage: Stage) -> None:
    x = stage
    response = x.example("EmergencyResponse", x.market, x.governance)
    assert x.refused(response, "respondToThreat", 1, by=x.outsider) == text("Not authorized")
    assert x.refused(response, "respondToThreat", 1, by=x.admin) == text("Unauthorized")
    x.rule(x.market, "setGuardian", response.address)
    for threat in (1, 2, 3):
        x.do(response, "respondToThreat", threat, by=x.admin)
    paused = [x.read(x.market, "isFunctionPaused", name) for name in ("postJob", "claimJob")]
    assert (x.read(x.market, "circuitBreakerLevel"), paused) == (2, [True, True])
    x.world.advance(COOLDOWN)
    assert x.refused(response, "coordinatedRecovery", by=x.admin) == text("Unauthorized")  # a guardian only tightens
    x.rule(x.market, "transferOwnership", response.address)
    x.tell(response, x.market, "acceptOwnership")
    x.do(response, "coordinatedRecovery", by=x.admin)
    assert (x.read(x.market, "circuitBreakerLevel"), x.read(x.market, "paused")) == (0, False)


def test_success_health_is_a_matter_of_failures_and_of_the_last_hour(stage: Stage) -> None:
    x = stage
    response = x.example("EmergencyResponse", x.market, x.governance)
    assert not x.read(response, "monitorHealth")
    job = x.post(1)
    x.claim(job)
    x.do(x.market, "failJob", job, by=x.host)
    assert x.read(response, "monitorHealth")
    x.world.advance(COOLDOWN)
    for _ in range(10):
        assert x.read(response, "monitorHealth")
        paid = x.delivered(1)
        x.world.advance(400)
        x.release(paid)
    assert not x.read(response, "monitorHealth")


# ---------------------------------------------------------------- accounts


def test_success_the_operation_that_is_built_posts_the_wallets_job(stage: Stage) -> None:
    x = stage
    entry = x.world.deploy(entry_point(), sender=x.owner)
    builder = x.example("SmartWalletIntegration", x.accounts, entry)
    wallet = x.deploy("SessionAccount", entry.address, x.accounts.address, x.depositor)
    x.world.transact(x.depositor, wallet.address, b"", 2 * ETHER)
    *fields, _ = x.read(builder, "buildJobCreationOp", wallet.address, 0, "gpt-4", ETHER)
    signature = x.cast["depositor"].signer.sign(x.read(entry, "getUserOpHash", (*fields, b"")))
    receipt = x.do(entry, "handleOps", [(*fields, signature)], x.outsider, by=x.outsider)
    assert x.event(receipt, "UserOperationEvent")["success"]
    assert (x.read(x.market, "getJob", 1)[0], x.status(1)) == (wallet.address, JobStatus.POSTED)


def test_success_an_app_claims_for_a_week(stage: Stage) -> None:
    x = stage
    host = x.example("SmartWalletIntegration", x.accounts, x.accounts)
    x.hire(host)
    x.do(host, "setupAppIntegration", x.outsider, by=x.depositor)
    x.do(x.accounts, "claimJobViaSessionKey", host.address, x.post(), by=x.outsider)
    assert x.read(x.market, "getJob", 1)[1] == host.address
    x.world.advance(7 * DAY + 1)
    refusal = x.refused(x.accounts, "claimJobViaSessionKey", host.address, x.post(), by=x.outsider)
    assert refusal[0] == "InvalidSessionKey"


def test_success_a_batch_posts_several_jobs_at_once(stage: Stage) -> None:
    x = stage
    renter = x.example("BatchPosting", x.market, x.accounts)
    x.do(renter, "postTwo", by=x.outsider, value=2 * ETHER)
    assert [x.read(x.market, "getJob", job)[0] for job in (1, 2)] == [renter.address] * 2
    assert x.balance(x.escrow.address) == 2 * ETHER


# ---------------------------------------------------------------- the examples are the documented ones


def test_every_change_in_a_contract_is_listed() -> None:
    changes = [change for example in sorted(EXAMPLES.glob("*.sol")) for change in changes_in(example)]
    assert len(changes) > 10
    assert listed(EXAMPLES / "CHANGES.md") == changes


def test_every_mark_in_a_contract_belongs_to_a_change_that_names_its_ruling() -> None:
    for example in sorted(EXAMPLES.glob("*.sol")):
        changes = list(changes_in(example))
        marks = [line for line in documented_part(example) if line.startswith(("// was:", "// because:"))]
        assert len(marks) == 2 * len(changes), example.name
        assert all(change.because.startswith(("C-", "W-L", "deployment: ")) for change in changes), example.name
