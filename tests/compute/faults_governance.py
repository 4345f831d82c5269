"""One-line faults in reputation, governance and accounts, each with the property that must name it."""

from __future__ import annotations

from tests.compute.faults import CONTRACTS, Fault

REPUTATION = CONTRACTS + "ReputationSystem.sol"
GOVERNANCE = CONTRACTS + "Governance.sol"
GOVERNANCE_STORE = CONTRACTS + "GovernanceStore.sol"
LISTS = CONTRACTS + "GovernanceLists.sol"
KEYS = CONTRACTS + "SessionKeys.sol"
STREAMS = CONTRACTS + "PaymentStreams.sol"
ACCOUNTS = CONTRACTS + "AccountIntegration.sol"

FAULTS = (
    # ---------------------------------------------------------------- reputation
    Fault(
        "decay forgets the begun month",
        REPUTATION,
        "r.lastActivity = uint40(r.lastActivity + periods * DECAY_PERIOD);",
        "r.lastActivity = uint40(block.timestamp);",
        ("JOB-ARI-01",),
        focus="governance",
    ),
    Fault(
        "a failure costs what a success brings",
        REPUTATION,
        "score - _least(score, FAILURE_PENALTY)",
        "score - _least(score, SUCCESS_BONUS)",
        ("JOB-ARI-01",),
        focus="governance",
    ),
    Fault(
        "rated again and again",
        REPUTATION,
        "        isRated[jobId] = true;\n",
        "",
        ("JOB-ACC-03",),
        focus="jobs",
        stream=1,
    ),
    Fault(
        "anybody takes from a score",
        REPUTATION,
        "        _verifyGoverned();\n        if (amount == 0)",
        "        if (amount == 0)",
        ("JOB-ARI-01",),
        focus="governance",
        stream=1,
    ),
    # ---------------------------------------------------------------- governance
    Fault(
        "votes of now instead of the snapshot",
        GOVERNANCE,
        "FAB.getPastVotes(msg.sender, p.startBlock)",
        "FAB.getPastVotes(msg.sender, block.number - 1)",
        ("JOB-GOV-02",),
        focus="governance",
    ),
    Fault(
        "votes twice",
        GOVERNANCE,
        "        hasVoted[proposalId][msg.sender] = true;\n",
        "",
        ("JOB-GOV-02",),
        focus="governance",
    ),
    Fault(
        "executed before its time",
        GOVERNANCE,
        "if (block.timestamp < p.eta) revert",
        "if (block.timestamp + 1 hours < p.eta) revert",
        ("JOB-GOV-01",),
        focus="governance",
        stream=2,
    ),
    Fault(
        "executed although off the list",
        GOVERNANCE,
        "            _verifyAllowed(target, selector);\n            Address",
        "            Address",
        ("JOB-GOV-01",),
        focus="governance",
    ),
    Fault(
        "no quorum",
        GOVERNANCE_STORE,
        "FAB.getPastTotalSupply(p.startBlock) * QUORUM_PERCENT",
        "FAB.getPastTotalSupply(p.startBlock) * 0",
        ("JOB-GOV-01",),
        focus="governance",
    ),
    Fault(
        "emergencies week after week",
        LISTS,
        "emergencyUntil[target] = block.timestamp + EMERGENCY_COOLDOWN;",
        "emergencyUntil[target] = block.timestamp + EMERGENCY_PAUSE;",
        ("JOB-GOV-03",),
        focus="governance",
    ),
    Fault(
        "an emergency of whatever contract",
        LISTS,
        "        if (!isEmergencyTarget[target]) revert TargetNotPausable(target);\n",
        "",
        ("JOB-GOV-03",),
        focus="governance",
    ),
    # ---------------------------------------------------------------- accounts
    Fault(
        "a key after its last second",
        KEYS,
        "return expires != 0 && block.timestamp <= expires;",
        "return expires != 0;",
        ("JOB-ACC-04",),
        focus="accounts",
    ),
    Fault(
        "a revoked key",
        KEYS,
        "        delete _keys[key][msg.sender];\n",
        "",
        ("JOB-ACC-04",),
        focus="accounts",
    ),
    Fault(
        "a budget that does not shrink",
        KEYS,
        "        k.budget -= uint96(amount);\n",
        "",
        ("JOB-ACC-04",),
        focus="accounts",
    ),
    Fault(
        "a key for every function",
        KEYS,
        "        if (!_inScope(k, selector)) revert SelectorNotAllowed(selector);\n",
        "",
        ("JOB-ACC-04",),
        focus="accounts",
        stream=10,
    ),
    Fault(
        "more coin than a batch needs",
        ACCOUNTS,
        "if (msg.value != sum) revert ValueMismatch",
        "if (msg.value < sum) revert ValueMismatch",
        ("JOB-CON-04",),
        focus="accounts",
        stream=3,
    ),
    Fault(
        "a batch calls whatever contract",
        ACCOUNTS,
        "bool allowed = operation.target == address(MARKETPLACE);",
        "bool allowed = operation.target != address(0);",
        ("JOB-ACC-01",),
        focus="accounts",
        stream=4,
    ),
    Fault(
        "a stopped stream goes on",
        STREAMS,
        "if (s.cancelled || elapsed >= s.duration) return s.total;",
        "if (elapsed >= s.duration) return s.total;",
        ("JOB-CON-04",),
        focus="accounts",
        stream=3,
    ),
    Fault(
        "a stream's rest is forgotten",
        STREAMS,
        "        totalStreamed -= refund;\n",
        "",
        ("JOB-CON-04",),
        focus="accounts",
        stream=2,
    ),
)
