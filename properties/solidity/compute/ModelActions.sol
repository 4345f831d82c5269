// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {IFab, IModels} from "./Market.sol";
import {NodeActions} from "./NodeActions.sol";

/// @dev A proposal as the model knows it. @param number Which one on its model; zero: none yet.
struct Proposal {
    uint256 number;
    uint256 proposer;
    uint256 proposed;
    uint256 votesFor;
    uint256 votesAgainst;
    uint256 late;
    uint256 extensions;
    bool isClosed;
}

/// @title Models: the owner's, those that are voted on, and the FAB that is locked meanwhile
abstract contract ModelActions is NodeActions {
    uint256 internal constant PROPOSAL_FEE = 100 * FAB_UNIT;
    uint256 internal constant ENOUGH = 100_000 * FAB_UNIT;
    uint256 internal constant LATE_ENOUGH = 10_000 * FAB_UNIT;
    uint256 internal constant LATE = 4 hours;
    uint256 internal constant LAPSE = 7 days;
    uint256 internal constant COOLDOWN = 30 days;

    Proposal[NAMES] internal _proposals;
    mapping(uint256 who => uint256[NAMES]) internal _votedOn;
    mapping(uint256 who => mapping(uint256 model => mapping(uint256 number => uint256))) internal _votes;
    uint256 internal _modelsTreasury = TREASURY;
    uint256 internal _sweepable;

    /// @dev FAB that the registry must hold: votes, and fees of open proposals or to be swept.
    uint256 private _locked;

    // ------------------------------------------------------------------ the owner's models

    function _addModel(uint256 who, uint256 model) internal {
        (string memory repo, string memory file) = _modelName(model);
        bytes memory arguments = abi.encode(repo, file, _evidence(model));
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.addTrustedModel.selector, arguments)).ok;
        if (ok) _added(who, model);
        _tell("add_trusted_model", who, arguments, 0, ok);
    }

    /// @dev Two of them; those that are known or voted on are skipped.
    function _addModels(uint256 who, uint256 first, uint256 second) internal {
        (string[] memory repos, string[] memory files) = (new string[](2), new string[](2));
        (repos[0], files[0]) = _modelName(first);
        (repos[1], files[1]) = _modelName(second);
        bytes memory arguments = abi.encode(repos, files, new bytes32[](2));
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.batchAddTrustedModels.selector, arguments)).ok;
        if (ok) {
            if (!_exists[first] && !_isVoted(first)) _added(who, first);
            if (!_exists[second] && !_isVoted(second)) _added(who, second);
        }
        _tell("batch_add_trusted_models", who, arguments, 0, ok);
    }

    function _serve(uint256 who, uint256 model, bool isServed) internal {
        bytes4 selector = isServed ? IModels.reactivateModel.selector : IModels.deactivateModel.selector;
        bytes memory arguments = abi.encode(_modelId(model));
        bool ok = _act(who, address(models), 0, bytes.concat(selector, arguments)).ok;
        if (ok) {
            _claim(Id.SES_ARI_03, who == OWNER && _exists[model]);
            _isServed[model] = isServed;
        }
        _tell(isServed ? "reactivate_model" : "deactivate_model", who, arguments, 0, ok);
    }

    function _setModelsTreasury(uint256 who, uint256 to) internal {
        bool ok = _act(who, address(models), 0, abi.encodeCall(IModels.setTreasury, (_accountOf(to)))).ok;
        if (ok) _claim(Id.SES_ACC_02, who == OWNER);
        if (ok && to < ACTORS) _modelsTreasury = to;
        _tell("set_models_treasury", who, abi.encode(_accountOf(to)), 0, ok);
    }

    // ------------------------------------------------------------------ votes

    function _propose(uint256 who, uint256 model) internal {
        (string memory repo, string memory file) = _modelName(model);
        Proposal storage p = _proposals[model];
        bool isFree = !_exists[model] && (!_isVoted(model) || _hasLapsed(p));
        bytes memory arguments = abi.encode(repo, file, _evidence(model));
        Answer memory answer = _act(who, address(models), 0, bytes.concat(IModels.proposeModel.selector, arguments));
        if (answer.ok) {
            _claim(Id.SES_ARI_05, abi.decode(answer.data, (bytes32)) == _modelId(model));
            _claim(Id.SES_GOV_02, isFree);
            if (_isVoted(model)) _sweepable += PROPOSAL_FEE;
            _proposals[model] = Proposal(p.number + 1, who, block.timestamp, 0, 0, 0, 0, false);
            _locked += PROPOSAL_FEE;
            _claimProposal(model);
            _claimLocked();
        }
        _tell("propose_model", who, arguments, 0, answer.ok);
    }

    function _vote(uint256 who, uint256 model, uint256 amount, bool support) internal {
        Proposal storage p = _proposals[model];
        bytes memory arguments = abi.encode(_modelId(model), amount, support);
        bool isOpen = _isVoted(model) && block.timestamp <= _endOfVote(p);
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.voteOnProposal.selector, arguments)).ok;
        if (ok) {
            _claim(Id.SES_GOV_03, isOpen);
            uint256 earlier = _votedOn[who][model];
            _claim(Id.SES_GOV_02, earlier == p.number || _votes[who][model][earlier] == 0);
            _voted(who, model, amount, support);
            _claimProposal(model);
            _claimLocked();
        }
        _tell("vote_on_proposal", who, arguments, 0, ok);
    }

    function _execute(uint256 who, uint256 model) internal {
        Proposal storage p = _proposals[model];
        uint256 end = _endOfVote(p);
        bool isDue = _isVoted(model) && block.timestamp > end && block.timestamp <= end + LAPSE;
        bool isApproved = p.votesFor >= ENOUGH && p.votesFor > p.votesAgainst;
        uint256 had = fab.balanceOf(_actors[p.proposer].account);
        bytes memory arguments = abi.encode(_modelId(model));
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.executeProposal.selector, arguments)).ok;
        if (isDue) _claim(Id.SES_GOV_01, ok);
        if (ok) {
            _claim(Id.SES_GOV_01, isDue);
            _claim(Id.SES_GOV_02, block.timestamp <= end + LAPSE);
            _claim(Id.SES_GOV_01, models.isModelApproved(_modelId(model)) == isApproved);
            uint256 back = isApproved ? PROPOSAL_FEE : 0;
            _claim(Id.SES_CON_06, fab.balanceOf(_actors[p.proposer].account) == had + back);
            p.isClosed = true;
            if (isApproved) (_exists[model], _isServed[model]) = (true, true);
            if (isApproved) _locked -= PROPOSAL_FEE;
            else _sweepable += PROPOSAL_FEE;
            _claimLocked();
        }
        _tell("execute_proposal", who, arguments, 0, ok);
    }

    function _lapse(uint256 who, uint256 model) internal {
        Proposal storage p = _proposals[model];
        bool isDue = _isVoted(model) && _hasLapsed(p);
        bytes memory arguments = abi.encode(_modelId(model));
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.lapseProposal.selector, arguments)).ok;
        if (ok) {
            _claim(Id.SES_GOV_02, isDue);
            p.isClosed = true;
            _sweepable += PROPOSAL_FEE;
            _claimLocked();
        }
        _tell("lapse_proposal", who, arguments, 0, ok);
    }

    function _takeVotes(uint256 who, uint256 model) internal {
        uint256 number = _votedOn[who][model];
        uint256 amount = _votes[who][model][number];
        Proposal storage p = _proposals[model];
        bool isFree = number != p.number || p.isClosed || _hasLapsed(p);
        uint256 had = fab.balanceOf(_actors[who].account);
        bytes memory arguments = abi.encode(_modelId(model));
        bool ok = _act(who, address(models), 0, bytes.concat(IModels.withdrawVotes.selector, arguments)).ok;
        if (amount != 0 && isFree) _claim(Id.SES_LIV_03, ok);
        if (ok) {
            _claim(Id.SES_GOV_02, isFree);
            _claim(Id.SES_CON_06, amount != 0 && fab.balanceOf(_actors[who].account) == had + amount);
            _votes[who][model][number] = 0;
            _locked -= amount;
            _claimLocked();
        }
        _tell("withdraw_votes", who, arguments, 0, ok);
    }

    function _sweep(uint256 who) internal {
        uint256 had = fab.balanceOf(_actors[_modelsTreasury].account);
        bool ok = _act(who, address(models), 0, abi.encodeCall(IModels.sweepFees, ())).ok;
        if (ok) {
            _claim(Id.SES_CON_06, fab.balanceOf(_actors[_modelsTreasury].account) == had + _sweepable);
            _locked -= _sweepable;
            _sweepable = 0;
            _claimLocked();
        }
        _tell("sweep_fees", who, "", 0, ok);
    }

    // ------------------------------------------------------------------ FAB itself

    function _moveFab(string memory action, uint256 who, bytes4 selector, bytes memory arguments) internal {
        bool ok = _act(who, address(fab), 0, bytes.concat(selector, arguments)).ok;
        _claimLocked();
        _tell(action, who, arguments, 0, ok);
    }

    // ------------------------------------------------------------------ parts

    function _isVoted(uint256 model) internal view returns (bool) {
        return _proposals[model].number != 0 && !_proposals[model].isClosed;
    }

    function _endOfVote(Proposal storage p) internal view returns (uint256) {
        return p.proposed + 3 days + p.extensions * 1 days;
    }

    function _hasLapsed(Proposal storage p) internal view returns (bool) {
        return block.timestamp > _endOfVote(p) + LAPSE;
    }

    function _voted(uint256 who, uint256 model, uint256 amount, bool support) private {
        Proposal storage p = _proposals[model];
        if (support) p.votesFor += amount;
        else p.votesAgainst += amount;
        _votedOn[who][model] = p.number;
        _votes[who][model][p.number] += amount;
        _locked += amount;
        uint256 end = _endOfVote(p);
        if (block.timestamp + LATE < end) return;
        p.late += amount;
        if (p.late >= LATE_ENOUGH && p.extensions < 3) (p.late, p.extensions) = (0, p.extensions + 1);
    }

    function _added(uint256 who, uint256 model) private {
        _claim(Id.SES_GOV_01, who == OWNER && !_exists[model] && !_isVoted(model));
        _claim(Id.SES_ARI_05, models.isModelApproved(_modelId(model)));
        (_exists[model], _isServed[model]) = (true, true);
    }

    /// @dev The vote ends when the model says, with the votes that it counted.
    function _claimProposal(uint256 model) private {
        Proposal storage p = _proposals[model];
        (uint256 number,, uint256 votesFor, uint256 votesAgainst, uint256 end, uint256 extensions,,) =
            models.getProposal(_modelId(model));
        _claim(Id.SES_GOV_03, end == _endOfVote(p) && extensions == p.extensions && extensions <= 3);
        _claim(Id.SES_GOV_02, number == p.number && votesFor == p.votesFor && votesAgainst == p.votesAgainst);
    }

    function _claimLocked() private {
        _claim(Id.SES_CON_06, fab.balanceOf(address(models)) >= _locked && models.sweepableFees() == _sweepable);
    }
}
