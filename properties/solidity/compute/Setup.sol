// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IMoodyToken} from "../cast/Foreign.sol";
import {vm} from "../Vm.sol";
import {Actors} from "./Actors.sol";
import {
    IAccounts,
    IEarnings,
    IEscrow,
    IFab,
    IGoverned,
    IJobProofs,
    IJobs,
    ILinked,
    IMarket,
    IModels,
    INodes,
    IProofs,
    IReputation,
    IVoting
} from "./Market.sol";

/// @title The marketplace deployed, wired and opened, as every run of the project's other engines begins
abstract contract Setup is Actors {
    /// @dev A time long after the epoch, as on the project's other chains.
    uint256 private constant START = 1_700_000_000;
    uint256 internal constant MIN_NATIVE_PRICE = 227_273;
    uint256 internal constant FEE_BPS = 1_000;
    uint256 internal constant FAB_UNIT = 10 ** 18;

    uint256 internal constant NAMES = 5;

    /// @dev Blocks in which votes count.
    uint256 internal constant VOTING_PERIOD = 5;
    /// @dev Setters that votes may be about when a run begins.
    uint256 internal constant LISTED = 5;
    uint256 internal constant SETTERS = 6;
    uint256 internal constant KEY_BUDGET = 10 ** 18;
    uint256 private constant FIRST_BLOCK = 1_000;

    IFab internal fab;
    IModels internal models;
    INodes internal nodes;
    IEarnings internal earnings;
    IProofs internal proofs;
    IMarket internal market;
    IJobs internal jobs;
    IEscrow internal escrow;
    IJobProofs internal jobProofs;
    IReputation internal reputation;
    IVoting internal voting;
    IAccounts internal accounts;

    /// @dev The block of the last call, and its time: as soon as time has passed there is a new block.
    uint256 private _height = FIRST_BLOCK;
    uint256 private _heightSince;

    function _setUpMarket() internal {
        if (block.timestamp < START) vm.warp(START);
        _heightSince = block.timestamp;
        vm.roll(_height);
        _castActors();
        address owner = _actors[OWNER].account;
        address treasury = _actors[TREASURY].account;
        fab = IFab(_deploy("FabToken", abi.encode(owner)));
        models = IModels(_deploy("ModelRegistry", abi.encode(fab, treasury)));
        nodes = INodes(_deploy("NodeRegistry", abi.encode(fab, models, treasury, MIN_NATIVE_PRICE)));
        earnings = IEarnings(_deploy("HostEarnings", ""));
        proofs = IProofs(_deploy("ProofSystem", ""));
        address prompts = _deployPrompts(treasury);
        bytes memory parts = abi.encode(nodes, models, earnings, proofs, treasury, FEE_BPS, prompts);
        market = IMarket(_deploy("JobMarketplace", parts));
        jobs = IJobs(address(market));
        accounts = IAccounts(_deploy("AccountIntegration", abi.encode(market)));
        voting = IVoting(_deploy("Governance", abi.encode(fab, VOTING_PERIOD)));
        _wire();
        nodes.setSlashingAuthority(owner);
        _giveAway(owner);
        _fund();
        _letTake();
        _appoint();
    }

    /// @dev A call in another second than the last one is in the next block.
    function _beforeAct() internal override {
        if (block.timestamp != _heightSince) (_height, _heightSince) = (_height + 1, block.timestamp);
        if (block.number != _height) vm.roll(_height);
    }

    /// @dev The second part of the marketplace's code, and what it needs.
    function _deployPrompts(address treasury) private returns (address) {
        address arbiter = _actors[AUTHORITY].account;
        reputation = IReputation(_deploy("ReputationSystem", abi.encode(nodes)));
        escrow = IEscrow(_deploy("PaymentEscrow", abi.encode(reputation, treasury, arbiter, FEE_BPS)));
        jobProofs = IJobProofs(_deploy("JobProofs", abi.encode(fab, nodes, reputation)));
        return _deploy("PromptJobs", abi.encode(nodes, escrow, reputation, jobProofs));
    }

    function _linked() private view returns (address[6] memory) {
        return
            [
                address(nodes),
                address(earnings),
                address(proofs),
                address(reputation),
                address(escrow),
                address(jobProofs)
            ];
    }

    function _wire() private {
        address[6] memory linked = _linked();
        for (uint256 i; i < 6; ++i) {
            ILinked(linked[i]).setMarketplace(address(market));
        }
        nodes.setJobProofs(address(jobProofs));
        reputation.setReporter(address(market), true);
        reputation.setReporter(address(jobProofs), true);
        jobs.setAccountIntegration(address(accounts));
        IGoverned(address(market)).setGovernance(address(voting));
        IGoverned(address(escrow)).setGovernance(address(voting));
        IGoverned(address(reputation)).setGovernance(address(voting));
    }

    function _giveAway(address owner) private {
        address[6] memory linked = _linked();
        for (uint256 i; i < 6; ++i) {
            _giveTo(linked[i], owner);
        }
        _giveTo(address(models), owner);
        _giveTo(address(market), owner);
        _giveTo(address(voting), owner);
    }

    /// @dev Setter of a number that votes may be about, by its place in this list; all but the last are listed when a
    /// run begins.
    function _setter(uint256 number) internal view returns (address target, bytes4 selector) {
        if (number == 0) return (address(escrow), IEscrow.setFee.selector);
        if (number == 1) return (address(market), IJobs.setFailureThreshold.selector);
        if (number == 2) return (address(market), IJobs.setAutoRecoveryPeriod.selector);
        if (number == 3) return (address(market), IMarket.setDisputeWindow.selector);
        return number == 4 ? (address(fab), IEscrow.setFee.selector) : (address(nodes), INodes.setTreasury.selector);
    }

    /// @dev Guardian, verifiers, reporter, what votes may be about, who votes, and two session keys.
    function _appoint() private {
        address authority = _actors[AUTHORITY].account;
        _must(OWNER, address(market), abi.encodeCall(IJobs.setGuardian, (authority)));
        _must(OWNER, address(jobProofs), abi.encodeCall(IJobProofs.setVerifier, (authority, true)));
        address rival = _actors[RIVAL_VOTER].account;
        _must(OWNER, address(jobProofs), abi.encodeCall(IJobProofs.setVerifier, (rival, true)));
        _must(OWNER, address(reputation), abi.encodeCall(IReputation.setReporter, (authority, true)));
        for (uint256 i; i < LISTED; ++i) {
            (address target, bytes4 selector) = _setter(i);
            _must(OWNER, address(voting), abi.encodeCall(IVoting.setAllowed, (target, selector, true)));
        }
        bytes4 pointer = IEscrow.setArbiter.selector;
        _must(OWNER, address(voting), abi.encodeCall(IVoting.setPointer, (address(escrow), pointer)));
        _must(OWNER, address(voting), abi.encodeCall(IVoting.setEmergencyTarget, (address(market), true)));
        _must(OWNER, address(voting), abi.encodeCall(IVoting.setEmergencyTarget, (address(escrow), true)));
        _must(OWNER, address(voting), abi.encodeCall(IVoting.setEmergencyAdmin, (authority, true)));
        _delegate(VOTER);
        _delegate(RIVAL_VOTER);
        _delegate(DEPOSITOR);
        _nameKey(HOST, VOTER);
        _nameKey(DEPOSITOR, OUTSIDER);
    }

    function _delegate(uint256 who) private {
        _must(who, address(fab), abi.encodeCall(IFab.delegate, (_actors[who].account)));
    }

    function _nameKey(uint256 wallet, uint256 key) private {
        bytes4[] memory scope = new bytes4[](2);
        (scope[0], scope[1]) = (IJobs.claimJob.selector, IJobs.postJob.selector);
        uint256 expires = block.timestamp + 30 days;
        bytes memory data =
            abi.encodeCall(IAccounts.addScopedSessionKey, (_actors[key].account, expires, scope, KEY_BUDGET));
        _must(wallet, address(accounts), data);
    }

    /// @dev Repository and file of a model; the first two are registered when a run begins.
    function _modelName(uint256 number) internal pure returns (string memory repo, string memory file) {
        if (number == 0) return ("ai/llama", "llama.gguf");
        if (number == 1) return ("ai/mistral", "mistral.gguf");
        if (number == 2) return ("ai/phi", "phi.gguf");
        return number == 3 ? ("ai", "phi/phi.gguf") : ("lab/tiny", "tiny.gguf");
    }

    function _modelId(uint256 number) internal pure returns (bytes32) {
        (string memory repo, string memory file) = _modelName(number);
        return keccak256(abi.encode(repo, file));
    }

    /// @dev The hash of some evidence, told apart by number.
    function _evidence(uint256 number) internal pure returns (bytes32) {
        return bytes32((uint256(0xE1DE) << 240) | number);
    }

    /// @dev A call with which every run begins; it can't fail.
    function _must(uint256 who, address to, bytes memory data) internal {
        assert(_act(who, to, 0, data).ok);
    }

    function _fund() private {
        _give(VOTER, 260_000);
        _give(RIVAL_VOTER, 260_000);
        _give(HOST, 30_000);
        _give(RIVAL_HOST, 30_000);
        _give(CONTRACT_HOST, 10_000);
        _give(LATE_HOST, 5_000);
        _give(DEPOSITOR, 20_000);
        _give(OTHER_DEPOSITOR, 1_050);
        _give(CONTRACT_DEPOSITOR, 20_000);
        _give(OUTSIDER, 2_000);
    }

    function _give(uint256 who, uint256 amount) private {
        _must(OWNER, address(fab), abi.encodeCall(IFab.transfer, (_actors[who].account, amount * FAB_UNIT)));
    }

    /// @dev Allowances: FAB for the registries, tokens for the marketplace; and whom each token refuses in that mood.
    function _letTake() private {
        for (uint256 i; i < ACTORS; ++i) {
            for (uint256 asset = 1; asset < ASSETS; ++asset) {
                _must(i, _assetAt(asset), abi.encodeCall(IMoodyToken.approve, (address(market), type(uint256).max)));
                _must(i, _assetAt(asset), abi.encodeCall(IMoodyToken.approve, (address(escrow), type(uint256).max)));
            }
            if (i == OUTSIDER) continue;
            uint256 most = i == RIVAL_HOST ? 1_500 * FAB_UNIT : type(uint256).max;
            _must(i, address(fab), abi.encodeCall(IFab.approve, (address(models), type(uint256).max)));
            _must(i, address(fab), abi.encodeCall(IFab.approve, (address(nodes), most)));
            _must(i, address(fab), abi.encodeCall(IFab.approve, (address(jobProofs), type(uint256).max)));
        }
        _must(VOTER, address(fab), abi.encodeCall(IFab.approve, (_actors[OUTSIDER].account, type(uint256).max)));
        _list(STABLE, _actors[OTHER_DEPOSITOR].account);
        _list(MOODY, address(earnings));
        _list(SPARE, _actors[DEPOSITOR].account);
        _list(SPARE, address(market));
    }

    /// @dev Two-step handover from this contract, which deployed it.
    function _giveTo(address owned, address owner) private {
        (bool offered,) = owned.call(abi.encodeWithSignature("transferOwnership(address)", owner));
        assert(offered);
        _must(OWNER, owned, abi.encodeWithSignature("acceptOwnership()"));
    }
}
