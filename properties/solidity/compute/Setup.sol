// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IMoodyToken} from "../cast/Foreign.sol";
import {vm} from "../Vm.sol";
import {Actors} from "./Actors.sol";
import {IEarnings, IFab, ILinked, IMarket, IModels, INodes, IProofs} from "./Market.sol";

/// @title The marketplace deployed, wired and opened, as every run of the project's other engines begins
abstract contract Setup is Actors {
    /// @dev A time long after the epoch, as on the project's other chains.
    uint256 private constant START = 1_700_000_000;
    uint256 internal constant MIN_NATIVE_PRICE = 227_273;
    uint256 internal constant FEE_BPS = 1_000;
    uint256 internal constant FAB_UNIT = 10 ** 18;

    uint256 internal constant NAMES = 5;

    IFab internal fab;
    IModels internal models;
    INodes internal nodes;
    IEarnings internal earnings;
    IProofs internal proofs;
    IMarket internal market;

    function _setUpMarket() internal {
        if (block.timestamp < START) vm.warp(START);
        _castActors();
        address owner = _actors[OWNER].account;
        address treasury = _actors[TREASURY].account;
        fab = IFab(_deploy("FabToken", abi.encode(owner)));
        models = IModels(_deploy("ModelRegistry", abi.encode(fab, treasury)));
        nodes = INodes(_deploy("NodeRegistry", abi.encode(fab, models, treasury, MIN_NATIVE_PRICE)));
        earnings = IEarnings(_deploy("HostEarnings", ""));
        proofs = IProofs(_deploy("ProofSystem", ""));
        market = IMarket(_deploy("JobMarketplace", abi.encode(nodes, models, earnings, proofs, treasury, FEE_BPS)));
        ILinked(address(nodes)).setMarketplace(address(market));
        ILinked(address(earnings)).setMarketplace(address(market));
        ILinked(address(proofs)).setMarketplace(address(market));
        nodes.setSlashingAuthority(owner);
        _giveTo(address(models), owner);
        _giveTo(address(nodes), owner);
        _giveTo(address(earnings), owner);
        _giveTo(address(proofs), owner);
        _giveTo(address(market), owner);
        _fund();
        _letTake();
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
            }
            if (i == OUTSIDER) continue;
            uint256 most = i == RIVAL_HOST ? 1_500 * FAB_UNIT : type(uint256).max;
            _must(i, address(fab), abi.encodeCall(IFab.approve, (address(models), type(uint256).max)));
            _must(i, address(fab), abi.encodeCall(IFab.approve, (address(nodes), most)));
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
