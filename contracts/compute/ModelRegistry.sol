// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ProposedModel} from "./ComputeTypes.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {ProposalStore} from "./ProposalStore.sol";

/// @title Models by vote
/// @notice Votes are FAB, locked until their proposal is executed or has lapsed. They are kept by proposal, so a new
/// proposal on the same model starts from nothing. A proposal that nobody executes lapses, and can't be executed any
/// more from the second on in which its votes can leave. Amounts are FAB wei; times are seconds.
/// @dev FAB is our own token: it moves exactly what is asked or reverts, and calls nobody. So it is pulled before the
/// books change, and its own errors come first.
contract ModelRegistry is ProposalStore, ReentrancyGuard {
    using SafeERC20 for IERC20;

    uint256 public constant PROPOSAL_FEE = 100e18;
    uint256 public constant PROPOSAL_DURATION = 3 days;
    uint256 public constant APPROVAL_THRESHOLD = 100_000e18;
    uint256 public constant EXTENSION_THRESHOLD = 10_000e18;
    uint256 public constant EXTENSION_WINDOW = 4 hours;
    uint256 public constant EXTENSION_DURATION = 1 days;
    uint256 public constant MAX_EXTENSIONS = 3;
    uint256 public constant REPROPOSAL_COOLDOWN = 30 days;

    /// @notice The token of fees and votes.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IERC20 public immutable FAB;

    /// @inheritdoc IModelRegistry
    address public treasury;

    /// @inheritdoc IModelRegistry
    uint256 public sweepableFees;

    /// @param fab The token of fees and votes.
    /// @param treasury_ Where swept fees go. Error for a zero address: ZeroAddress.
    constructor(IERC20 fab, address treasury_) {
        if (address(fab) == address(0) || treasury_ == address(0)) revert ZeroAddress();
        FAB = fab;
        treasury = treasury_;
    }

    // ------------------------------------------------------------------ proposing

    /// @inheritdoc IModelRegistry
    function proposeModel(string calldata repo, string calldata file, bytes32 sha256Hash)
        external
        nonReentrant
        returns (bytes32 modelId)
    {
        // Verify
        modelId = _namedId(repo, file);
        if (_exists(modelId)) revert ModelExists(modelId);
        bool lapsed = _verifyProposable(modelId);

        // Effects
        StoredProposal storage p = _proposals[modelId];
        if (lapsed) _lapse(modelId, p);
        uint256 nonce = p.nonce + 1;
        uint256 endTime = block.timestamp + PROPOSAL_DURATION;
        ProposedModel memory model = ProposedModel(repo, file, sha256Hash);
        _proposals[modelId] = StoredProposal(msg.sender, uint40(endTime), 0, false, nonce, 0, 0, 0, model);

        // Payments
        FAB.safeTransferFrom(msg.sender, address(this), PROPOSAL_FEE);

        // Events
        emit ModelProposed(modelId, msg.sender, nonce, endTime);
    }

    /// @inheritdoc IModelRegistry
    // A block's producer can shift the time by seconds; a vote lasts three days.
    // slither-disable-next-line timestamp
    function voteOnProposal(bytes32 modelId, uint256 amount, bool support) external nonReentrant {
        // Verify
        StoredProposal storage p = _openProposal(modelId);
        if (block.timestamp > p.endTime) revert VotingEnded(modelId, p.endTime);
        if (amount == 0) revert ZeroAmount();
        uint256 nonce = p.nonce;
        uint256 voted = _votedNonce[modelId][msg.sender];
        if (voted != nonce && _votes[modelId][voted][msg.sender] != 0) revert OldVotesLocked(modelId, voted);

        // Payments
        FAB.safeTransferFrom(msg.sender, address(this), amount);

        // Effects
        if (support) p.votesFor += amount;
        // FAB is our own token and moves exactly what is asked, so the nominal amount is the measured one.
        // slither-disable-next-line escrow-nominal-token-amount
        else p.votesAgainst += amount;
        _votedNonce[modelId][msg.sender] = nonce;
        _votes[modelId][nonce][msg.sender] += amount;

        // Events
        emit VoteCast(modelId, msg.sender, amount, support);
        _extendIfLate(modelId, p, amount);
    }

    // ------------------------------------------------------------------ closing

    /// @inheritdoc IModelRegistry
    // A block's producer can shift the time by seconds; a vote lasts three days, its execution has seven.
    // slither-disable-next-line timestamp
    function executeProposal(bytes32 modelId) external nonReentrant {
        // Verify
        StoredProposal storage p = _openProposal(modelId);
        require(block.timestamp > p.endTime, "Voting still active");
        if (_hasLapsed(p)) revert ProposalHasLapsed(modelId);
        bool approved = p.votesFor >= APPROVAL_THRESHOLD && p.votesFor > p.votesAgainst;

        // Effects
        p.closed = true;
        lastClosed[modelId] = block.timestamp;
        if (approved) _addModel(modelId, p.model.repo, p.model.file, p.model.sha256Hash, TIER_COMMUNITY);
        else sweepableFees += PROPOSAL_FEE;

        // Payments
        if (approved) FAB.safeTransfer(p.proposer, PROPOSAL_FEE);

        // Events
        emit ProposalExecuted(modelId, approved);
    }

    /// @inheritdoc IModelRegistry
    function lapseProposal(bytes32 modelId) external {
        // Verify
        StoredProposal storage p = _openProposal(modelId);
        if (!_hasLapsed(p)) revert ProposalNotLapsed(modelId, p.endTime + LAPSE_PERIOD);

        // Effects, events
        _lapse(modelId, p);
    }

    /// @inheritdoc IModelRegistry
    // A block's producer can shift the time by seconds; votes are locked for days.
    // slither-disable-next-line timestamp
    function withdrawVotes(bytes32 modelId) external nonReentrant {
        // Verify
        uint256 nonce = _votedNonce[modelId][msg.sender];
        uint256 amount = _votes[modelId][nonce][msg.sender];
        if (amount == 0) revert NoVotesToWithdraw(modelId, msg.sender);
        StoredProposal storage p = _proposals[modelId];
        // An earlier proposal than the newest is closed: otherwise there could be no newer one.
        require(nonce != p.nonce || p.closed || _hasLapsed(p), "Voting still active");

        // Effects
        _votes[modelId][nonce][msg.sender] = 0;

        // Payments
        FAB.safeTransfer(msg.sender, amount);

        // Events
        emit VotesWithdrawn(modelId, msg.sender, amount);
    }

    // ------------------------------------------------------------------ fees

    /// @inheritdoc IModelRegistry
    function sweepFees() external nonReentrant {
        // Verify
        uint256 amount = sweepableFees;
        if (amount == 0) revert NothingToSweep();

        // Effects
        sweepableFees = 0;

        // Payments
        FAB.safeTransfer(treasury, amount);

        // Events
        emit FeesSwept(treasury, amount);
    }

    /// @inheritdoc IModelRegistry
    function setTreasury(address treasury_) external onlyOwner {
        // Verify
        if (treasury_ == address(0)) revert ZeroAddress();

        // Effects
        treasury = treasury_;

        // Events
        emit TreasurySet(treasury_);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in this order: ProposalLive, ReproposalTooSoon. Returns whether one that has lapsed is still open;
    /// it counts as closed from the second on in which it lapsed.
    // A block's producer can shift the time by seconds; the cooldown is 30 days.
    // slither-disable-next-line timestamp
    function _verifyProposable(bytes32 modelId) private view returns (bool lapsed) {
        StoredProposal storage p = _proposals[modelId];
        uint256 closedAt = lastClosed[modelId];
        if (_isOpen(modelId)) {
            lapsed = _hasLapsed(p);
            if (!lapsed) revert ProposalLive(modelId);
            closedAt = p.endTime + LAPSE_PERIOD;
        }
        uint256 until = closedAt + REPROPOSAL_COOLDOWN;
        if (closedAt != 0 && block.timestamp < until) revert ReproposalTooSoon(modelId, until);
    }

    function _lapse(bytes32 modelId, StoredProposal storage p) private {
        p.closed = true;
        lastClosed[modelId] = p.endTime + LAPSE_PERIOD;
        // FAB is our own token and moves exactly what is asked, so the nominal amount is the measured one.
        // slither-disable-next-line escrow-nominal-token-amount
        sweepableFees += PROPOSAL_FEE;
        emit ProposalLapsed(modelId);
    }

    /// @dev Enough late votes move the end, so that nobody decides a vote in its last minute; each counts for one move.
    // A block's producer can shift the time by seconds; the window is four hours.
    // slither-disable-next-line timestamp
    function _extendIfLate(bytes32 modelId, StoredProposal storage p, uint256 amount) private {
        if (p.endTime - block.timestamp > EXTENSION_WINDOW) return;
        p.lateVotes += amount;
        if (p.lateVotes < EXTENSION_THRESHOLD || p.extensionCount >= MAX_EXTENSIONS) return;
        p.endTime += uint40(EXTENSION_DURATION);
        p.lateVotes = 0;
        p.extensionCount += 1;
        emit VotingExtended(modelId, p.endTime, p.extensionCount);
    }
}
