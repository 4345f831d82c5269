// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Node} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {MarketActions} from "./MarketActions.sol";
import {INodes} from "./Market.sol";

/// @dev What a host registers with. @param models Numbers.
struct Registration {
    string metadata;
    string apiUrl;
    uint256[] models;
    uint256 coinPrice;
    uint256 tokenPrice;
}

/// @title Hosts: registration, stake, slashing and offers
abstract contract NodeActions is MarketActions {
    uint256 internal constant DAY = 1 days;
    uint256 internal constant UNBONDING = 7 days;

    uint256 internal _nodesTreasury = TREASURY;
    uint256 internal _slasher = OWNER;

    // ------------------------------------------------------------------ registration and stake

    function _register(uint256 who, Registration memory r) internal {
        uint256 held = fab.balanceOf(address(nodes));
        bytes memory arguments = abi.encode(r.metadata, r.apiUrl, _ids(r.models), r.coinPrice, r.tokenPrice);
        bool ok = _act(who, address(nodes), 0, bytes.concat(INodes.registerNode.selector, arguments)).ok;
        if (ok) {
            _registered(who, r);
            _claim(Id.SES_CON_05, fab.balanceOf(address(nodes)) == held + _excess(MIN_STAKE, _nodes[who].stake));
            if (_nodes[who].stake < MIN_STAKE) _nodes[who].stake = MIN_STAKE;
            _claimStakes();
            _claimNodeLists();
        }
        _tell("register_node", who, arguments, 0, ok);
    }

    function _unregister(uint256 who) internal {
        bool ok = _act(who, address(nodes), 0, abi.encodeCall(INodes.unregisterNode, ())).ok;
        if (_nodes[who].isActive) _claim(Id.SES_LIV_03, ok);
        if (ok) {
            _gone(who);
            _claimNodeLists();
            _claimStakes();
        }
        _tell("unregister_node", who, "", 0, ok);
    }

    function _withdrawStake(uint256 who) internal {
        Node storage node = _nodes[who];
        bool isFree = !node.isActive && node.open + node.jobs == 0 && block.timestamp >= _freeFrom(who);
        uint256 amount = node.stake;
        uint256 held = fab.balanceOf(address(nodes));
        bool ok = _act(who, address(nodes), 0, abi.encodeCall(INodes.withdrawStake, ())).ok;
        if (isFree && amount != 0) _claim(Id.SES_LIV_03, ok);
        if (ok) {
            _claim(Id.SES_TIM_04, isFree);
            _claim(Id.SES_CON_05, held - fab.balanceOf(address(nodes)) == amount && amount != 0);
            node.stake = 0;
            _claimStakes();
        }
        _tell("withdraw_stake", who, "", 0, ok);
    }

    function _stake(uint256 who, uint256 amount) internal {
        uint256 held = fab.balanceOf(address(nodes));
        bool ok = _act(who, address(nodes), 0, abi.encodeCall(INodes.stake, (amount))).ok;
        if (ok) {
            _claim(Id.SES_CON_05, fab.balanceOf(address(nodes)) == held + amount);
            _nodes[who].stake += amount;
            _claimStakes();
        }
        _tell("stake", who, abi.encode(amount), 0, ok);
    }

    // ------------------------------------------------------------------ slashing

    function _slash(uint256 who, uint256 host, uint256 amount) internal {
        Node storage node = _nodes[host];
        bool isBounded = amount != 0 && amount <= node.stake / 2;
        bool isLate = node.slashed == 0 || block.timestamp >= node.slashed + DAY;
        address treasury = _actors[_nodesTreasury].account;
        uint256 had = fab.balanceOf(treasury);
        bytes memory arguments = abi.encode(_accountOf(host), amount, "evidence", "reason");
        bool ok = _act(who, address(nodes), 0, bytes.concat(INodes.slashStake.selector, arguments)).ok;
        if (who == _slasher && isBounded && isLate) _claim(Id.SES_TIM_04, ok);
        if (ok) {
            _claim(Id.SES_ARI_04, isBounded && isLate && who == _slasher);
            _claim(Id.SES_CON_05, fab.balanceOf(treasury) == had + amount);
            node.stake = _excess(node.stake, amount);
            node.slashed = block.timestamp;
            if (node.isActive && node.stake < MIN_STAKE / 10) _gone(host);
            _claimStakes();
            _claimNodeLists();
        }
        _tell("slash_stake", who, arguments, 0, ok);
    }

    function _setSlasher(uint256 who, uint256 to) internal {
        bool ok = _setNodes("set_slashing_authority", who, INodes.setSlashingAuthority.selector, _accountOf(to));
        if (ok && to < ACTORS) _slasher = to;
    }

    function _setNodesTreasury(uint256 who, uint256 to) internal {
        bool ok = _setNodes("set_nodes_treasury", who, INodes.setTreasury.selector, _accountOf(to));
        if (ok && to < ACTORS) _nodesTreasury = to;
    }

    // ------------------------------------------------------------------ offers

    function _describe(uint256 who, string memory text) internal {
        _offer("update_metadata", who, INodes.updateMetadata.selector, abi.encode(text));
    }

    function _moveUrl(uint256 who, string memory text) internal {
        _offer("update_api_url", who, INodes.updateApiUrl.selector, abi.encode(text));
    }

    function _offerModels(uint256 who, uint256[] memory offered) internal {
        Node storage node = _nodes[who];
        bool ok =
            _offer("update_supported_models", who, INodes.updateSupportedModels.selector, abi.encode(_ids(offered)));
        if (!ok) return;
        delete node.offers;
        for (uint256 i; i < offered.length; ++i) {
            node.offers[offered[i]] = true;
        }
        for (uint256 i; i < NAMES; ++i) {
            if (!node.offers[i]) (node.modelCoinPrice[i], node.modelTokenPrice[i]) = (0, 0);
        }
        _claimNodeLists();
    }

    function _priceCoin(uint256 who, uint256 price) internal {
        bool ok = _offer("update_pricing_native", who, INodes.updatePricingNative.selector, abi.encode(price));
        if (ok) _nodes[who].coinPrice = price;
    }

    function _priceTokens(uint256 who, uint256 price) internal {
        bool ok = _offer("update_pricing_stable", who, INodes.updatePricingStable.selector, abi.encode(price));
        if (ok) _nodes[who].tokenPrice = price;
    }

    function _priceModel(uint256 who, uint256 model, uint256 coin, uint256 token) internal {
        bytes memory arguments = abi.encode(_modelId(model), coin, token);
        bool ok = _offer("set_model_pricing", who, INodes.setModelPricing.selector, arguments);
        if (ok) (_nodes[who].modelCoinPrice[model], _nodes[who].modelTokenPrice[model]) = (coin, token);
    }

    function _clearModelPrice(uint256 who, uint256 model) internal {
        bytes memory arguments = abi.encode(_modelId(model));
        bool ok = _offer("clear_model_pricing", who, INodes.clearModelPricing.selector, arguments);
        if (ok) (_nodes[who].modelCoinPrice[model], _nodes[who].modelTokenPrice[model]) = (0, 0);
    }

    function _priceToken(uint256 who, uint256 asset, uint256 price) internal {
        bytes memory arguments = abi.encode(_assetAt(asset), price);
        bool ok = _offer("set_token_pricing", who, INodes.setTokenPricing.selector, arguments);
        if (ok) _nodes[who].ownPrice[asset] = price;
    }

    // ------------------------------------------------------------------ for the marketplace alone

    function _countSession(uint256 who, uint256 host, bool isOpened) internal {
        bytes4 selector = isOpened ? INodes.sessionOpened.selector : INodes.sessionClosed.selector;
        bytes memory arguments = abi.encode(_accountOf(host));
        bool ok = _act(who, address(nodes), 0, bytes.concat(selector, arguments)).ok;
        _claim(Id.SES_SEQ_03, !ok);
        _tell(isOpened ? "session_opened" : "session_closed", who, arguments, 0, ok);
    }

    // ------------------------------------------------------------------ parts

    /// @dev When a host that has left can take its stake.
    function _freeFrom(uint256 host) internal view returns (uint256 time) {
        Node storage node = _nodes[host];
        time = node.left > node.ended ? node.left : node.ended;
        if (node.slashed > time) time = node.slashed;
        time += UNBONDING;
    }

    function _ids(uint256[] memory numbers) internal pure returns (bytes32[] memory ids) {
        ids = new bytes32[](numbers.length);
        for (uint256 i; i < ids.length; ++i) {
            ids[i] = _modelId(numbers[i]);
        }
    }

    /// @dev The registry holds at least all stakes.
    function _claimStakes() internal {
        uint256 sum;
        for (uint256 i; i < 4; ++i) {
            sum += _nodes[_hostNumber(i)].stake;
        }
        _claim(Id.SES_CON_05, fab.balanceOf(address(nodes)) >= sum);
    }

    function _registered(uint256 who, Registration memory r) private {
        Node storage node = _nodes[who];
        (node.isActive, node.left, node.coinPrice, node.tokenPrice) = (true, 0, r.coinPrice, r.tokenPrice);
        for (uint256 i; i < r.models.length; ++i) {
            node.offers[r.models[i]] = true;
        }
    }

    function _gone(uint256 host) internal {
        Node storage node = _nodes[host];
        (node.isActive, node.left, node.coinPrice, node.tokenPrice) = (false, block.timestamp, 0, 0);
        delete node.offers;
        delete node.modelCoinPrice;
        delete node.modelTokenPrice;
        delete node.ownPrice;
    }

    function _offer(string memory action, uint256 who, bytes4 selector, bytes memory arguments)
        private
        returns (bool ok)
    {
        ok = _act(who, address(nodes), 0, bytes.concat(selector, arguments)).ok;
        if (ok) _claim(Id.SES_ARI_03, _nodes[who].isActive);
        _tell(action, who, arguments, 0, ok);
    }

    function _setNodes(string memory action, uint256 who, bytes4 selector, address to) private returns (bool ok) {
        ok = _act(who, address(nodes), 0, abi.encodeWithSelector(selector, to)).ok;
        if (ok) _claim(Id.SES_ACC_02, who == OWNER);
        _tell(action, who, abi.encode(to), 0, ok);
    }
}
