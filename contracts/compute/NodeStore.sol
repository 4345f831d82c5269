// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {HostTerms} from "./ComputeTypes.sol";
import {INodeRegistry} from "./INodeRegistry.sol";

/// @title Storage of hosts and their lists, and everything that only reads it
/// @notice A host is in the list of registered hosts, and in the list of each of its models, exactly while it is
/// registered. Where one leaves a list, the last takes its place.
abstract contract NodeStore is INodeRegistry {
    uint256 public constant MIN_STAKE = 1000e18;
    uint256 public constant UNBONDING = 7 days;

    /// @dev The first six fields share a slot, which is all that opening and closing a session writes. The stake fits:
    /// there are 10^24 FAB wei, and 2^96 is 8 x 10^28.
    struct Node {
        uint96 stakedAmount;
        bool active;
        uint32 openSessions;
        uint40 lastSessionEnd;
        uint40 unbondingSince;
        uint40 lastSlash;
        // second slot
        uint64 priceNative;
        uint64 priceStable;
        uint64 activeIndex;
        uint32 registration; // how often the host has registered; prices by token belong to one registration
        uint32 openJobs; // prompt jobs
        string metadata;
        string apiUrl;
        bytes32[] supportedModels;
    }

    /// @dev One slot. `place` is one more than the index in the model's list; zero: not supported.
    struct Support {
        uint64 place;
        uint64 priceNative;
        uint64 priceStable;
    }

    mapping(address host => Node node) internal _nodes;
    mapping(address host => mapping(bytes32 modelId => Support support)) internal _support;
    mapping(address host => mapping(uint256 registration => mapping(address token => uint256 price))) internal
        _tokenPrices;
    mapping(bytes32 modelId => address[] hosts) private _hostsOf;
    address[] private _active;

    // ------------------------------------------------------------------ views of one host

    /// @inheritdoc INodeRegistry
    function getNodeFullInfo(address host)
        external
        view
        returns (
            address operator,
            uint256 stakedAmount,
            bool active,
            string memory metadata,
            string memory apiUrl,
            bytes32[] memory supportedModels,
            uint256 minPricePerTokenNative,
            uint256 minPricePerTokenStable
        )
    {
        Node storage node = _nodes[host];
        if (node.stakedAmount != 0) operator = host; // a record lasts as long as its stake
        (stakedAmount, active) = (node.stakedAmount, node.active);
        (metadata, apiUrl, supportedModels) = (node.metadata, node.apiUrl, node.supportedModels);
        (minPricePerTokenNative, minPricePerTokenStable) = (node.priceNative, node.priceStable);
    }

    /// @inheritdoc INodeRegistry
    function isActiveNode(address host) external view returns (bool) {
        return _mayServe(_nodes[host]);
    }

    /// @inheritdoc INodeRegistry
    function getNodePricing(address host, address token) external view returns (uint256) {
        return _price(host, token);
    }

    /// @inheritdoc INodeRegistry
    function getModelPricing(address host, bytes32 modelId, address token) external view returns (uint256) {
        return _modelPrice(host, _support[host][modelId], token);
    }

    /// @inheritdoc INodeRegistry
    function nodeSupportsModel(address host, bytes32 modelId) external view returns (bool) {
        return _support[host][modelId].place != 0;
    }

    /// @inheritdoc INodeRegistry
    function hostTerms(address host, bytes32 modelId, address token) external view returns (HostTerms memory terms) {
        Support storage support = _support[host][modelId];
        terms.active = _mayServe(_nodes[host]);
        terms.supported = support.place != 0;
        terms.minPrice = _modelPrice(host, support, token);
    }

    /// @inheritdoc INodeRegistry
    function getNodeModels(address host) external view returns (bytes32[] memory modelIds) {
        return _nodes[host].supportedModels;
    }

    /// @inheritdoc INodeRegistry
    function openSessions(address host) external view returns (uint256) {
        return _nodes[host].openSessions;
    }

    /// @inheritdoc INodeRegistry
    function openJobs(address host) external view returns (uint256) {
        return _nodes[host].openJobs;
    }

    /// @inheritdoc INodeRegistry
    function lastSessionEnd(address host) external view returns (uint256) {
        return _nodes[host].lastSessionEnd;
    }

    /// @inheritdoc INodeRegistry
    function lastSlashTime(address host) external view returns (uint256) {
        return _nodes[host].lastSlash;
    }

    /// @inheritdoc INodeRegistry
    function withdrawableAfter(address host) external view returns (uint256) {
        Node storage node = _nodes[host];
        return node.active || node.stakedAmount == 0 ? 0 : _lockedUntil(node);
    }

    // ------------------------------------------------------------------ views of lists

    /// @inheritdoc INodeRegistry
    function getActiveNodeCount() external view returns (uint256) {
        return _active.length;
    }

    /// @inheritdoc INodeRegistry
    function getActiveNodes(uint256 offset, uint256 limit) external view returns (address[] memory hosts) {
        return _page(_active, offset, limit);
    }

    /// @inheritdoc INodeRegistry
    function getNodeCountForModel(bytes32 modelId) external view returns (uint256) {
        return _hostsOf[modelId].length;
    }

    /// @inheritdoc INodeRegistry
    function getNodesForModel(bytes32 modelId, uint256 offset, uint256 limit)
        external
        view
        returns (address[] memory hosts)
    {
        return _page(_hostsOf[modelId], offset, limit);
    }

    // ------------------------------------------------------------------ lookups

    function _mayServe(Node storage node) internal view returns (bool) {
        return node.active && node.stakedAmount >= MIN_STAKE;
    }

    /// @dev When an unregistered host's stake is free: the last of three times, and the unbonding time.
    function _lockedUntil(Node storage node) internal view returns (uint256 until) {
        until = node.unbondingSince;
        if (node.lastSessionEnd > until) until = node.lastSessionEnd;
        if (node.lastSlash > until) until = node.lastSlash;
        until += UNBONDING;
    }

    function _price(address host, address token) private view returns (uint256) {
        Node storage node = _nodes[host];
        if (!node.active) return 0;
        if (token == address(0)) return node.priceNative;
        uint256 own = _tokenPrices[host][node.registration][token];
        return own != 0 ? own : node.priceStable;
    }

    function _modelPrice(address host, Support storage support, address token) private view returns (uint256) {
        uint256 price = _price(host, token);
        if (price == 0) return 0; // not registered
        uint256 own = token == address(0) ? support.priceNative : support.priceStable;
        return own > price ? own : price;
    }

    function _page(address[] storage list, uint256 offset, uint256 limit) private view returns (address[] memory part) {
        uint256 total = list.length;
        uint256 left = offset < total ? total - offset : 0;
        part = new address[](limit < left ? limit : left);
        for (uint256 i; i < part.length; ++i) {
            part[i] = list[offset + i];
        }
    }

    // ------------------------------------------------------------------ joining and leaving lists

    function _joinActive(address host) internal {
        _nodes[host].activeIndex = uint64(_active.length);
        _active.push(host);
    }

    function _leaveActive(address host) internal {
        uint64 index = _nodes[host].activeIndex;
        address last = _active[_active.length - 1];
        _active[index] = last;
        _nodes[last].activeIndex = index;
        _nodes[host].activeIndex = 0;
        _active.pop();
    }

    function _joinModel(address host, bytes32 modelId) internal {
        address[] storage hosts = _hostsOf[modelId];
        hosts.push(host);
        _support[host][modelId].place = uint64(hosts.length);
    }

    /// @dev The prices of the model stay; who calls this decides about them.
    function _leaveModel(address host, bytes32 modelId) internal {
        address[] storage hosts = _hostsOf[modelId];
        uint64 place = _support[host][modelId].place;
        address last = hosts[hosts.length - 1];
        hosts[place - 1] = last;
        _support[last][modelId].place = place;
        _support[host][modelId].place = 0;
        hosts.pop();
    }
}
