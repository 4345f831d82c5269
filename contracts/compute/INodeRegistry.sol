// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {HostTerms} from "./ComputeTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Hosts: their stake, their models and what they charge at least
/// @notice Stakes are FAB wei. Prices are per token and times 1000, in wei of the coin ("native") or in base units of a
/// token ("stable"). Times are seconds. Clients match on these texts: "Already registered", "Empty metadata",
/// "Must support at least one model", "Native price below minimum", "Model not approved", "Not registered",
/// "Host does not support model", "Unauthorized".
interface INodeRegistry is SharedErrors {
    // ------------------------------------------------------------------ events
    event NodeRegistered(address indexed operator, uint256 stakedAmount, string metadata, bytes32[] modelIds);
    event NodeUnregistered(address indexed operator, uint256 withdrawableAfter);
    event StakeAdded(address indexed operator, uint256 amount, uint256 total);
    event StakeWithdrawn(address indexed operator, uint256 amount);
    event MetadataUpdated(address indexed operator, string metadata);
    event ApiUrlUpdated(address indexed operator, string apiUrl);
    event SupportedModelsUpdated(address indexed operator, bytes32[] modelIds);
    event PricingUpdated(address indexed operator, uint256 native, uint256 stable);
    event ModelPricingUpdated(address indexed operator, bytes32 indexed modelId, uint256 native, uint256 stable);
    event TokenPricingUpdated(address indexed operator, address indexed token, uint256 price);
    event SlashExecuted(address indexed host, uint256 amount, uint256 remaining, string evidenceCID, string reason);
    event HostAutoUnregistered(address indexed host, uint256 remaining);
    event ChallengeSlashed(address indexed host, address indexed challenger, uint256 amount, uint256 remaining);
    event JobProofsSet(address indexed jobProofs);
    event SlashingAuthoritySet(address indexed authority);
    event TreasurySet(address indexed treasury);

    // ------------------------------------------------------------------ errors
    error EmptyApiUrl();
    error TooManyModels(uint256 count, uint256 maximum);
    error DuplicateModel(bytes32 modelId);
    error NativePriceAboveMaximum(uint256 price, uint256 maximum);
    error StablePriceBelowMinimum(uint256 price, uint256 minimum);
    error StablePriceAboveMaximum(uint256 price, uint256 maximum);
    error NothingStaked(address account);
    error StillRegistered(address host);
    error SessionsStillOpen(address host, uint256 count);
    error StakeLocked(uint256 until);
    error EmptyEvidence();
    error EmptyReason();
    error SlashAboveMaximum(uint256 amount, uint256 maximum);
    error SlashTooSoon(uint256 until);
    error JobProofsAlreadySet(address jobProofs);

    // ------------------------------------------------------------------ registration and stake
    /// @notice Registers the caller and pulls what its stake lacks of the minimum.
    /// Errors in this order: "Already registered", "Empty metadata", EmptyApiUrl, "Must support at least one model",
    /// TooManyModels, those of the two prices, then for each model DuplicateModel and "Model not approved", those of
    /// the FAB token.
    function registerNode(
        string calldata metadata,
        string calldata apiUrl,
        bytes32[] calldata modelIds,
        uint256 minPricePerTokenNative,
        uint256 minPricePerTokenStable
    ) external;

    /// @notice Ends the caller's registration. Its stake stays, and can be slashed, until it is withdrawn.
    /// Error: "Not registered".
    function unregisterNode() external;

    /// @notice Pays out the caller's stake, once its last session is over and the unbonding time has passed since the
    /// end of registration, the last session's end and the last slash.
    /// Errors in this order: NothingStaked, StillRegistered, SessionsStillOpen, StakeLocked.
    function withdrawStake() external;

    /// @notice Adds to the caller's stake. Errors: "Not registered", ZeroAmount, those of the FAB token.
    function stake(uint256 amount) external;

    // ------------------------------------------------------------------ what a host offers
    /// @notice Errors: "Not registered", "Empty metadata".
    function updateMetadata(string calldata metadata) external;

    /// @notice Errors: "Not registered", EmptyApiUrl.
    function updateApiUrl(string calldata apiUrl) external;

    /// @notice Replaces the caller's models; prices of models no longer supported are forgotten.
    /// Errors in this order: "Not registered", "Must support at least one model", TooManyModels, then for each model
    /// DuplicateModel and "Model not approved".
    function updateSupportedModels(bytes32[] calldata modelIds) external;

    /// @notice Errors: "Not registered", "Native price below minimum", NativePriceAboveMaximum.
    function updatePricingNative(uint256 price) external;

    /// @notice Errors: "Not registered", StablePriceBelowMinimum, StablePriceAboveMaximum.
    function updatePricingStable(uint256 price) external;

    /// @notice Sets the least prices of one model; zero: none of its own.
    /// Errors in this order: "Not registered", "Host does not support model", those of the two prices.
    function setModelPricing(bytes32 modelId, uint256 native, uint256 stable) external;

    /// @notice Forgets the prices of one model. Errors: "Not registered", "Host does not support model".
    function clearModelPricing(bytes32 modelId) external;

    /// @notice Sets the least price in one token, in place of the stable one; zero: none of its own.
    /// Errors in this order: "Not registered", ZeroAddress, StablePriceAboveMaximum.
    function setTokenPricing(address token, uint256 price) external;

    // ------------------------------------------------------------------ sessions, for the marketplace alone
    /// @notice Counts a session as open. Caller: marketplace, else "Unauthorized".
    /// @return count Sessions open with it.
    function sessionOpened(address host) external returns (uint256 count);

    /// @notice Counts a session as over, now. Caller: marketplace, else "Unauthorized".
    /// @return count Sessions still open.
    function sessionClosed(address host) external returns (uint256 count);

    /// @notice Counts a prompt job of a host as open; its stake answers for it as for a session. Caller: marketplace,
    /// else "Unauthorized".
    function jobOpened(address host) external;

    /// @notice Counts a prompt job as over, now. Caller: marketplace, else "Unauthorized".
    function jobClosed(address host) external;

    // ------------------------------------------------------------------ slashing and parameters
    /// @notice Sends a part of a host's stake to the treasury, also while it is unbonding. A registered host left with
    /// less than the least stake is unregistered. Caller: slashing authority.
    /// Errors in this order: "Unauthorized", NothingStaked, EmptyEvidence, EmptyReason, ZeroAmount, SlashAboveMaximum,
    /// SlashTooSoon.
    function slashStake(address host, uint256 amount, string calldata evidenceCID, string calldata reason) external;

    /// @notice Pays a challenger who proved a host wrong out of that host's stake: `amount`, but at most half of the
    /// stake, and nothing within a day of the last slash. Caller: the contract of challengeable proofs, else
    /// "Unauthorized".
    /// @return paid What the challenger got; zero is no error.
    function slashForChallenge(address host, uint256 amount, address challenger) external returns (uint256 paid);

    /// @notice Names the contract of challengeable proofs, once and for all. Caller: owner.
    /// Errors: OwnableUnauthorizedAccount, ZeroAddress, JobProofsAlreadySet.
    function setJobProofs(address jobProofs_) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setSlashingAuthority(address authority) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setTreasury(address treasury_) external;

    // ------------------------------------------------------------------ views of one host
    /// @notice Everything about a host, in the documented order; all zeros for an unknown one.
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
        );
    /// @notice Whether a host may take new sessions: registered, and with at least the minimum stake.
    function isActiveNode(address host) external view returns (bool);
    /// @notice Least price in an asset, for models without a price of their own; zero if not registered.
    function getNodePricing(address host, address token) external view returns (uint256);
    /// @notice Least price in an asset for one model: the highest that applies; zero if not registered.
    function getModelPricing(address host, bytes32 modelId, address token) external view returns (uint256);
    /// @notice Whether a host supports a model.
    function nodeSupportsModel(address host, bytes32 modelId) external view returns (bool);
    /// @notice `isActiveNode`, `nodeSupportsModel` and `getModelPricing` at once.
    function hostTerms(address host, bytes32 modelId, address token) external view returns (HostTerms memory terms);
    /// @notice Models of a host.
    function getNodeModels(address host) external view returns (bytes32[] memory modelIds);
    /// @notice Sessions of a host that are not over.
    function openSessions(address host) external view returns (uint256);
    /// @notice Prompt jobs of a host that are not over.
    function openJobs(address host) external view returns (uint256);
    /// @notice When a session or a prompt job of a host was last over; zero if never.
    function lastSessionEnd(address host) external view returns (uint256);
    /// @notice When a host was last slashed; zero if never.
    function lastSlashTime(address host) external view returns (uint256);
    /// @notice From when on the stake of an unregistered host without open sessions can be withdrawn; otherwise zero.
    function withdrawableAfter(address host) external view returns (uint256);

    // ------------------------------------------------------------------ lists
    /// @notice How many hosts are registered.
    function getActiveNodeCount() external view returns (uint256);
    /// @notice Registered hosts from `offset` on, at most `limit`. The last takes the place of one that leaves.
    function getActiveNodes(uint256 offset, uint256 limit) external view returns (address[] memory hosts);
    /// @notice How many hosts support a model.
    function getNodeCountForModel(bytes32 modelId) external view returns (uint256);
    /// @notice Hosts of a model from `offset` on, at most `limit`. The last takes the place of one that leaves.
    function getNodesForModel(bytes32 modelId, uint256 offset, uint256 limit)
        external
        view
        returns (address[] memory hosts);

    // ------------------------------------------------------------------ parameters
    /// @notice The contract of challengeable proofs; zero until it is named.
    function jobProofs() external view returns (address);
    /// @notice Who may slash.
    function slashingAuthority() external view returns (address);
    /// @notice Where slashed stake goes.
    function treasury() external view returns (address);
}
