// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IModelRegistry} from "./IModelRegistry.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {NodeStore} from "./NodeStore.sol";

/// @title What registered hosts offer: their description, models and least prices
/// @notice Prices are per token and times 1000. Of several prices that apply, the highest counts.
abstract contract NodeOffers is NodeStore {
    uint256 public constant MAX_MODELS = 32;
    uint256 public constant MAX_PRICE_NATIVE = 22_727_272_727_273_000;
    uint256 public constant MIN_PRICE_STABLE = 1;
    uint256 public constant MAX_PRICE_STABLE = 100_000_000;

    /// @notice Least price in wei that a host may set, per token and times 1000.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    uint256 public immutable MIN_PRICE_NATIVE;

    /// @notice Which models may be served.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IModelRegistry public immutable MODEL_REGISTRY;

    constructor(IModelRegistry models, uint256 minPriceNative) {
        if (address(models) == address(0)) revert ZeroAddress();
        if (minPriceNative == 0 || minPriceNative > MAX_PRICE_NATIVE) {
            revert InvalidLimits(minPriceNative, MAX_PRICE_NATIVE);
        }
        MODEL_REGISTRY = models;
        MIN_PRICE_NATIVE = minPriceNative;
    }

    // ------------------------------------------------------------------ description and models

    /// @inheritdoc INodeRegistry
    function updateMetadata(string calldata metadata) external {
        // Verify
        _verifyRegistered();
        require(bytes(metadata).length != 0, "Empty metadata");

        // Effects
        _nodes[msg.sender].metadata = metadata;

        // Events
        emit MetadataUpdated(msg.sender, metadata);
    }

    /// @inheritdoc INodeRegistry
    function updateApiUrl(string calldata apiUrl) external {
        // Verify
        _verifyRegistered();
        if (bytes(apiUrl).length == 0) revert EmptyApiUrl();

        // Effects
        _nodes[msg.sender].apiUrl = apiUrl;

        // Events
        emit ApiUrlUpdated(msg.sender, apiUrl);
    }

    /// @inheritdoc INodeRegistry
    function updateSupportedModels(bytes32[] calldata modelIds) external {
        // Verify
        _verifyRegistered();
        _verifyModelCount(modelIds.length);
        _verifyModels(modelIds);

        // Effects: a model that stays keeps its prices, though not its host's place in its list.
        bytes32[] memory old = _nodes[msg.sender].supportedModels;
        for (uint256 i; i < old.length; ++i) {
            _leaveModel(msg.sender, old[i]);
        }
        _joinModels(msg.sender, modelIds);
        for (uint256 i; i < old.length; ++i) {
            if (_support[msg.sender][old[i]].place == 0) delete _support[msg.sender][old[i]];
        }

        // Events
        emit SupportedModelsUpdated(msg.sender, modelIds);
    }

    // ------------------------------------------------------------------ prices

    /// @inheritdoc INodeRegistry
    function updatePricingNative(uint256 price) external {
        // Verify
        _verifyRegistered();
        _verifyNativePrice(price);

        // Effects
        Node storage node = _nodes[msg.sender];
        node.priceNative = uint64(price);

        // Events
        emit PricingUpdated(msg.sender, price, node.priceStable);
    }

    /// @inheritdoc INodeRegistry
    function updatePricingStable(uint256 price) external {
        // Verify
        _verifyRegistered();
        _verifyStablePrice(price);

        // Effects
        Node storage node = _nodes[msg.sender];
        node.priceStable = uint64(price);

        // Events
        emit PricingUpdated(msg.sender, node.priceNative, price);
    }

    /// @inheritdoc INodeRegistry
    function setModelPricing(bytes32 modelId, uint256 native, uint256 stable) external {
        // Verify
        _verifyRegistered();
        _verifySupported(modelId);
        if (native != 0) _verifyNativePrice(native);
        if (stable != 0) _verifyStablePrice(stable);

        // Effects, events
        _setModelPrices(modelId, native, stable);
    }

    /// @inheritdoc INodeRegistry
    function clearModelPricing(bytes32 modelId) external {
        // Verify
        _verifyRegistered();
        _verifySupported(modelId);

        // Effects, events
        _setModelPrices(modelId, 0, 0);
    }

    /// @inheritdoc INodeRegistry
    function setTokenPricing(address token, uint256 price) external {
        // Verify
        _verifyRegistered();
        if (token == address(0)) revert ZeroAddress();
        if (price != 0) _verifyStablePrice(price);

        // Effects
        _tokenPrices[msg.sender][_nodes[msg.sender].registration][token] = price;

        // Events
        emit TokenPricingUpdated(msg.sender, token, price);
    }

    // ------------------------------------------------------------------ checks

    /// @dev Error: "Not registered".
    function _verifyRegistered() internal view {
        require(_nodes[msg.sender].active, "Not registered");
    }

    /// @dev Errors in this order: "Must support at least one model", TooManyModels.
    function _verifyModelCount(uint256 count) internal pure {
        require(count != 0, "Must support at least one model");
        if (count > MAX_MODELS) revert TooManyModels(count, MAX_MODELS);
    }

    /// @dev For each model in turn: DuplicateModel, "Model not approved". The count is bounded, so the two loops are.
    // There are at most 32 models, and the model registry is fixed at deployment.
    // slither-disable-next-line calls-loop
    function _verifyModels(bytes32[] calldata modelIds) internal view {
        for (uint256 i; i < modelIds.length; ++i) {
            for (uint256 j; j < i; ++j) {
                if (modelIds[j] == modelIds[i]) revert DuplicateModel(modelIds[i]);
            }
            require(MODEL_REGISTRY.isModelApproved(modelIds[i]), "Model not approved");
        }
    }

    /// @dev Errors: "Native price below minimum", NativePriceAboveMaximum.
    function _verifyNativePrice(uint256 price) internal view {
        require(price >= MIN_PRICE_NATIVE, "Native price below minimum");
        if (price > MAX_PRICE_NATIVE) revert NativePriceAboveMaximum(price, MAX_PRICE_NATIVE);
    }

    /// @dev Errors: StablePriceBelowMinimum, StablePriceAboveMaximum.
    function _verifyStablePrice(uint256 price) internal pure {
        if (price < MIN_PRICE_STABLE) revert StablePriceBelowMinimum(price, MIN_PRICE_STABLE);
        if (price > MAX_PRICE_STABLE) revert StablePriceAboveMaximum(price, MAX_PRICE_STABLE);
    }

    function _verifySupported(bytes32 modelId) private view {
        require(_support[msg.sender][modelId].place != 0, "Host does not support model");
    }

    // ------------------------------------------------------------------ effects

    function _joinModels(address host, bytes32[] calldata modelIds) internal {
        _nodes[host].supportedModels = modelIds;
        for (uint256 i; i < modelIds.length; ++i) {
            _joinModel(host, modelIds[i]);
        }
    }

    /// @dev Leaves all lists and forgets models and prices; prices by token go with the registration's number.
    function _withdrawOffer(address host) internal {
        Node storage node = _nodes[host];
        _leaveActive(host);
        bytes32[] memory modelIds = node.supportedModels;
        for (uint256 i; i < modelIds.length; ++i) {
            _leaveModel(host, modelIds[i]);
            delete _support[host][modelIds[i]];
        }
        delete node.supportedModels;
        node.priceNative = 0;
        node.priceStable = 0;
    }

    function _setModelPrices(bytes32 modelId, uint256 native, uint256 stable) private {
        Support storage support = _support[msg.sender][modelId];
        support.priceNative = uint64(native);
        support.priceStable = uint64(stable);
        emit ModelPricingUpdated(msg.sender, modelId, native, stable);
    }
}
