// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Look, Set} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {JobActions} from "./JobActions.sol";
import {IMarket, IRegistry} from "./Market.sol";
import {Contents} from "./Rows.sol";

/// @title Datasets, credits and parameters
abstract contract MarketActions is JobActions {
    // ------------------------------------------------------------------ datasets

    function _wire(uint256 who, address manager) internal {
        bool isWired = registry.getJobManager() != address(0);
        bool ok = _act(who, address(registry), 0, abi.encodeCall(IRegistry.setJobManager, (manager))).ok;
        if (isWired) _claim(Id.DCM_PRI_05, !ok);
        _tell("set_job_manager", who, abi.encode(manager), 0, ok);
    }

    /// @dev `c` is committed under `datasetId` by `who`, whose rows it then holds.
    function _commit(uint256 who, uint256 datasetId, Contents memory c, uint32 k, uint32 cooldown) internal {
        address owner = _actors[who].account;
        (bytes32 root,) = _merkle(c, datasetId, 0, address(registry), address(market), owner);
        (bytes32 handle, bytes memory proof) = _encryptOne(EUINT32, k, address(registry), owner, datasetId);
        bytes memory data =
            abi.encodeCall(IRegistry.commitDataset, (datasetId, c.rows, root, c.columns, handle, proof, cooldown));
        bool ok = _act(who, address(registry), 0, data).ok;
        Set storage s = _sets[datasetId];
        if (ok) {
            _claim(Id.DCM_SEQ_05, !s.isTaken);
            if (!s.isTaken) ++_setCount;
            (s.isTaken, s.isLive, s.owner, s.root) = (true, true, who, root);
            (s.k, s.cooldown, s.contents) = (k, cooldown, c);
            _claim(Id.DCM_PRI_05, _mayUse(handle, address(market)));
            _claimDataset(datasetId);
        }
        _tell("commit_dataset", who, abi.encode(datasetId, c, k, cooldown), 0, ok);
    }

    function _delete(uint256 who, uint256 datasetId) internal {
        Set storage s = _sets[datasetId];
        bool ok = _act(who, address(registry), 0, abi.encodeCall(IRegistry.deleteDataset, (datasetId))).ok;
        if (ok) {
            _claim(Id.DCM_SEQ_05, s.isLive && s.open == 0 && who == s.owner);
            s.isLive = false;
            _claimDataset(datasetId);
        }
        _tell("delete_dataset", who, abi.encode(datasetId), 0, ok);
    }

    function _describe(uint256 who, uint256 datasetId, string memory text) internal {
        bytes memory data = abi.encodeCall(IRegistry.setDatasetDescription, (datasetId, text));
        bool ok = _act(who, address(registry), 0, data).ok;
        _claimDataset(datasetId);
        _tell("set_dataset_description", who, abi.encode(datasetId, text), 0, ok);
    }

    // ------------------------------------------------------------------ credits

    function _withdraw(uint256 who) internal {
        Look memory b = _look(0);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdraw, ())).ok;
        _claimWithdrawn(who, who, b, ok);
        _tell("withdraw", who, "", 0, ok);
    }

    function _withdrawTo(uint256 who, uint256 to) internal {
        Look memory b = _look(0);
        address account = _actors[to].account;
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawTo, (account))).ok;
        _claimWithdrawn(who, to, b, ok);
        _tell("withdraw_to", who, abi.encode(account), 0, ok);
    }

    /// @dev A credit can always be taken by a receiver that takes coin: once, in full, and nobody else's.
    function _claimWithdrawn(uint256 who, uint256 to, Look memory b, bool ok) private {
        uint256 amount = b.credit[who];
        if (amount != 0 && _takesPayment(to)) _claim(Id.DCM_LIV_01, ok);
        if (!ok) return;
        Look memory a = _look(0);
        b.wealth[who] -= amount;
        b.wealth[to] += amount;
        bool isRight = amount != 0 && a.credit[who] == 0;
        for (uint256 i; i < ACTORS; ++i) {
            if (a.wealth[i] != b.wealth[i]) isRight = false;
        }
        _claim(Id.DCM_LIV_01, isRight);
        _claimSolvent(a);
    }

    // ------------------------------------------------------------------ parameters

    function _setThreshold(uint256 who, uint256 threshold) internal {
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.setPaymentThreshold, (threshold))).ok;
        _tell("set_payment_threshold", who, abi.encode(threshold), 0, ok);
    }

    function _setPrice(uint256 who, uint256 price) internal {
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.setDefaultMaxGasPrice, (price))).ok;
        _tell("set_default_max_gas_price", who, abi.encode(price), 0, ok);
    }
}
