// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic} from "../Symbolic.sol";
import {AnyToken} from "./Hosts.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IModelRegistry} from "../../../../contracts/compute/IModelRegistry.sol";
import {ModelRegistry} from "../../../../contracts/compute/ModelRegistry.sol";
import {NodeRegistry} from "../../../../contracts/compute/NodeRegistry.sol";
import {ProofSystem} from "../../../../contracts/compute/ProofSystem.sol";

/// @title The registry of hosts with one record laid open
contract OpenNodes is NodeRegistry {
    constructor(IERC20 fab) NodeRegistry(fab, IModelRegistry(address(1)), address(0x7EA5), 1) {}

    function put(address host, uint96 staked, uint32 open, uint40 left, uint40 ended, uint40 slashed) external {
        Node storage node = _nodes[host];
        (node.stakedAmount, node.openSessions, node.unbondingSince) = (staked, open, left);
        (node.lastSessionEnd, node.lastSlash) = (ended, slashed);
    }

    function stakeOf(address host) external view returns (uint256) {
        return _nodes[host].stakedAmount;
    }
}

/// @title A host that has left: what can be slashed, and when its stake is free
contract StakeChecks is Symbolic {
    address private constant HOST = address(0x4057);

    AnyToken private fab;
    OpenNodes private nodes;
    uint96 private staked;
    uint32 private open;
    uint40 private left;
    uint40 private ended;
    uint40 private slashed;

    function setUp() public {
        fab = new AnyToken();
        nodes = new OpenNodes(IERC20(address(fab)));
        (staked, open) = (uint96(_amount("stake")), uint32(any.createUint(32, "openSessions")));
        (left, ended) = (uint40(any.createUint(36, "left")), uint40(any.createUint(36, "lastEnd")));
        slashed = uint40(any.createUint(36, "lastSlash"));
        nodes.put(HOST, staked, open, left, ended, slashed);
        fab.give(address(nodes), staked);
        vm.warp(any.createUint(37, "now"));
    }

    /// @custom:bound one slash by the authority of any amount at any time, of a host with any stake
    function check_SES_ARI_04_at_most_half_and_once_a_day(uint96 amount) external {
        nodes.slashStake(HOST, amount, "evidence", "reason");
        assert(amount != 0 && amount <= (uint256(staked) * 50) / 100);
        assert(slashed == 0 || block.timestamp >= uint256(slashed) + 1 days);
    }

    /// @custom:bound one slash by the authority of any amount at any time, of a host with any stake
    function check_SES_CON_05_the_treasury_gets_what_is_slashed(uint96 amount) external {
        nodes.slashStake(HOST, amount, "evidence", "reason");
        assert(fab.balanceOf(address(0x7EA5)) == amount && nodes.stakeOf(HOST) == uint256(staked) - amount);
        assert(fab.balanceOf(address(nodes)) == nodes.stakeOf(HOST));
    }

    /// @custom:bound one withdrawal of the stake at any time, with any times of leaving, last session and last slash
    function check_SES_TIM_04_the_stake_stays_for_a_week() external {
        vm.prank(HOST);
        nodes.withdrawStake();
        assert(open == 0 && block.timestamp >= uint256(left) + 7 days);
        assert(block.timestamp >= uint256(ended) + 7 days && block.timestamp >= uint256(slashed) + 7 days);
        assert(fab.balanceOf(HOST) == staked && nodes.stakeOf(HOST) == 0);
    }
}

/// @title The registry of models with one proposal laid open
contract OpenModels is ModelRegistry {
    constructor(IERC20 fab) ModelRegistry(fab, address(0x7EA5)) {}

    function put(bytes32 id, uint40 end, uint256 votesFor, uint256 votesAgainst, bool isClosed) external {
        StoredProposal storage p = _proposals[id];
        (p.proposer, p.endTime, p.closed, p.nonce) = (address(0x9409), end, isClosed, 1);
        (p.votesFor, p.votesAgainst) = (votesFor, votesAgainst);
        (p.model.repo, p.model.file) = ("repo", "file");
    }

    function putVotes(bytes32 id, address voter, uint256 amount) external {
        (_votedNonce[id][voter], _votes[id][1][voter]) = (1, amount);
    }
}

/// @title One proposal with any tally at any time
contract VoteChecks is Symbolic {
    address private constant VOTER = address(0x7073);
    bytes32 private id;

    AnyToken private fab;
    OpenModels private models;
    uint256 private votesFor;
    uint256 private votesAgainst;
    uint40 private end;
    bool private isClosed;

    function setUp() public {
        fab = new AnyToken();
        models = new OpenModels(IERC20(address(fab)));
        id = keccak256(abi.encode("repo", "file"));
        (votesFor, votesAgainst) = (_amount("for"), _amount("against"));
        (end, isClosed) = (uint40(any.createUint(36, "end")), any.createBool("closed"));
        models.put(id, end, votesFor, votesAgainst, isClosed);
        fab.give(address(models), ALL_COIN);
        vm.warp(any.createUint(37, "now"));
    }

    /// @custom:bound one execution at any time, of a proposal with any tally, open or closed
    function check_SES_GOV_01_the_vote_decides() external {
        models.executeProposal(id);
        assert(!isClosed && block.timestamp > end && block.timestamp <= uint256(end) + 7 days);
        assert(models.isModelApproved(id) == (votesFor >= 100_000e18 && votesFor > votesAgainst));
    }

    /// @custom:bound two withdrawals of votes at any time, of a proposal that is open or closed
    function check_SES_GOV_02_votes_stay_until_nothing_counts_them(uint96 amount) external {
        models.putVotes(id, VOTER, amount);
        vm.prank(VOTER);
        models.withdrawVotes(id);
        assert(isClosed || block.timestamp > uint256(end) + 7 days);
        assert(fab.balanceOf(VOTER) == amount);
        vm.prank(VOTER);
        (bool again,) = address(models).call(abi.encodeCall(models.withdrawVotes, (id)));
        assert(!again);
    }

    /// @custom:bound one vote of any amount at any time, of a proposal that is open or closed
    function check_SES_GOV_03_no_vote_after_the_end(uint96 amount) external {
        fab.give(VOTER, amount);
        vm.prank(VOTER);
        models.voteOnProposal(id, amount, true);
        (,, uint256 counted,, uint256 endTime, uint256 extensions,,) = models.getProposal(id);
        assert(!isClosed && block.timestamp <= end && counted == votesFor + amount);
        bool isLate = end - block.timestamp <= 4 hours && amount >= 10_000e18;
        assert(extensions == (isLate ? 1 : 0) && endTime == uint256(end) + extensions * 1 days);
    }
}

/// @title Proofs are the marketplace's to use up, once each
contract ProofChecks is Symbolic {
    ProofSystem private proofs;

    function setUp() public {
        proofs = new ProofSystem();
        proofs.setMarketplace(address(this));
    }

    /// @custom:bound one call by any account but the marketplace, with any arguments
    function check_SES_LIV_01_nobody_else_uses_up_a_proof(address caller, uint256 jobId, uint256 seq) external {
        vm.assume(caller != address(this));
        bytes memory signature = any.createBytes(65, "signature");
        bytes32 hash = any.createBytes32("hash");
        vm.prank(caller);
        (bool success,) =
            address(proofs).call(abi.encodeCall(proofs.consume, (jobId, address(0x4057), seq, 1, 1, hash, signature)));
        assert(!success && !proofs.isConsumed(jobId, seq));
    }

    /// @custom:bound two uses of one number, whatever is signed
    function check_SES_SEQ_02_a_number_is_used_once(uint64 jobId, uint32 seq) external {
        bytes memory signature = any.createBytes(65, "signature");
        bytes32 hash = any.createBytes32("hash");
        bool first = proofs.consume(jobId, address(0x4057), seq, 1, 1, hash, signature);
        assert(proofs.isConsumed(jobId, seq) == first);
        vm.assume(first);
        assert(!proofs.consume(jobId, address(0x4057), seq, 1, 1, hash, signature));
    }
}
