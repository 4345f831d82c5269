// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic, Payee} from "../Symbolic.sol";
import {AnyToken, OneHost, OneModel, OneProof} from "./Hosts.sol";
import {HostTerms, SessionStatus} from "../../../../contracts/compute/ComputeTypes.sol";
import {HostEarnings} from "../../../../contracts/compute/HostEarnings.sol";
import {IHostEarnings} from "../../../../contracts/compute/IHostEarnings.sol";
import {IModelRegistry} from "../../../../contracts/compute/IModelRegistry.sol";
import {INodeRegistry} from "../../../../contracts/compute/INodeRegistry.sol";
import {IProofSystem} from "../../../../contracts/compute/IProofSystem.sol";
import {JobMarketplace} from "../../../../contracts/compute/JobMarketplace.sol";

/// @dev What a check knows of a session. Amounts are in units of its asset, times in seconds.
struct Put {
    SessionStatus status;
    uint96 funds;
    uint96 price;
    uint40 tokens;
    uint40 start;
    uint32 duration;
    uint24 window;
    uint40 interval;
    uint40 last;
    uint32 count;
    bool isFinal;
}

/// @title The marketplace, all of it, with its records laid open
/// @notice Adds what a check needs to put a record in place and to read it; changes and overrides nothing.
contract OpenMarket is JobMarketplace {
    constructor(INodeRegistry nodes, IModelRegistry models, IHostEarnings earnings, IProofSystem proofs, address to)
        JobMarketplace(nodes, models, earnings, proofs, to, 1_000, address(1)) // no prompt jobs here

    {}

    /// @notice A session in the coin (0) or in the one token (1).
    function putSession(uint256 id, address depositor, address host, Put calldata put, uint16 asset) external {
        StoredSession storage s = _sessions[id];
        (s.depositor, s.startTime, s.maxDuration) = (depositor, put.start, put.duration);
        (s.host, s.pricePerToken, s.disputeWindow) = (host, put.price, put.window);
        (s.status, s.funds, s.proofInterval, s.assetNumber) = (put.status, put.funds, put.interval, asset);
        (s.tokensUsed, s.proofCount) = (put.tokens, put.count);
        (s.lastProofTime, s.finalClaimMade) = (put.last, put.isFinal);
    }

    function putToken(address token, uint96 least, uint96 most) external {
        _tokenAt[1] = token;
        _assets[token] = Asset(least, most, 1, true);
    }

    function putDeposit(address user, address asset, uint256 amount) external {
        userDeposits[user][asset] = amount;
        totalUserDeposits[asset] = amount;
    }

    /// @notice A pause without end, since now.
    function putPause() external {
        (_pausedAt, _level) = (uint40(block.timestamp), 2);
    }

    function putFees(address asset, uint256 amount) external {
        accumulatedTreasury[asset] = amount;
    }

    function statusOf(uint256 id) external view returns (SessionStatus) {
        return _sessions[id].status;
    }

    function tokensOf(uint256 id) external view returns (uint256) {
        return _sessions[id].tokensUsed;
    }

    function fundsOf(uint256 id) external view returns (uint256) {
        return _sessions[id].funds;
    }

    function durationOf(uint256 id) external view returns (uint256) {
        return _sessions[id].maxDuration;
    }
}

/// @title The stage of the checks on the marketplace: one session, of which nothing is known but who its parties are
abstract contract Stage is Symbolic {
    uint256 internal constant FEE_BPS = 1_000;
    uint256 private constant UNPROVEN = 2;

    OneHost internal nodes;
    OneModel internal models;
    OneProof internal proofs;
    HostEarnings internal earnings;
    OpenMarket internal market;
    AnyToken internal token;
    Payee internal depositor;
    Payee internal treasury;
    address internal host;

    /// @dev The session's id, and what is known of it.
    uint256 internal session = 1;
    Put internal before;

    function setUp() public virtual {
        (nodes, models, proofs, earnings) = (new OneHost(), new OneModel(), new OneProof(), new HostEarnings());
        (depositor, treasury, token, host) = (new Payee(), new Payee(), new AnyToken(), address(0x4057));
        market = new OpenMarket(
            INodeRegistry(address(nodes)),
            IModelRegistry(address(models)),
            earnings,
            IProofSystem(address(proofs)),
            address(treasury)
        );
        earnings.setMarketplace(address(market));
        vm.deal(address(depositor), 0);
        vm.deal(address(treasury), 0);
        _draw();
        _put(0);
    }

    /// @dev A session in any status, with any books and times; the depositor accepts or refuses coin.
    function _draw() private {
        before.status = SessionStatus(any.createUint(2, "status"));
        before.funds = uint96(any.createUint(96, "deposit"));
        before.price = uint96(any.createUint(96, "price"));
        before.tokens = uint40(any.createUint(40, "tokens"));
        before.start = uint40(any.createUint(36, "start"));
        before.duration = uint32(any.createUint(32, "duration"));
        before.window = uint24(any.createUint(24, "window"));
        before.interval = uint40(any.createUint(36, "interval"));
        before.last = uint40(any.createUint(36, "lastProof"));
        before.count = 1;
        before.isFinal = any.createBool("final");
        vm.warp(any.createUint(37, "now"));
        vm.assume(block.timestamp >= before.last && before.last >= before.start);
        depositor.setRefuses(any.createBool("depositorRefuses"));
    }

    function _put(uint16 asset) internal {
        market.putSession(session, address(depositor), host, before, asset);
        if (asset == 0) vm.deal(address(market), before.funds);
    }

    /// @dev Another session, active, without proofs, at this price for each token, times 1000. What is known of it is
    /// written as such, into slots that nothing unknown was written to before.
    function _unproven(uint96 price, uint40 interval) internal {
        Put memory p = before;
        (p.status, p.price, p.tokens, p.count, p.last, p.isFinal) = (SessionStatus.Active, price, 0, 0, 0, false);
        (p.interval, before.interval) = (interval, interval);
        session = UNPROVEN;
        market.putSession(session, address(depositor), host, p, 0);
    }

    /// @dev When it was opened or last proven.
    function _since() internal view returns (uint256) {
        return session == UNPROVEN ? before.start : before.last;
    }

    function _assumeActive() internal {
        vm.assume(before.status == SessionStatus.Active);
    }

    function _setHost(bool isActive, bool isSupported, uint256 least) internal {
        nodes.setTerms(HostTerms(isActive, isSupported, least));
    }

    function _gross() internal view returns (uint256) {
        return (uint256(before.tokens) * before.price) / 1_000;
    }

    /// @dev Coin and credit: what an account has got, however it was paid.
    function _got(address account) internal view returns (uint256) {
        return account.balance + market.credits(account);
    }

    function _earned() internal view returns (uint256) {
        return earnings.getEarnings(host, address(0));
    }

    /// @dev The host's and the treasury's part of an amount, and the rest of the deposit, are where they belong.
    function _assertDivided(uint256 gross) internal view {
        uint256 fee = (gross * FEE_BPS) / 10_000;
        assert(market.accumulatedTreasury(address(0)) == fee);
        assert(_earned() == gross - fee);
        assert(_got(address(depositor)) == before.funds - gross);
    }

    function _isDue() internal view returns (bool) {
        uint256 patience = 3 * uint256(before.interval);
        if (patience < 300) patience = 300;
        uint256 end = uint256(before.start) + before.duration;
        return block.timestamp > end || block.timestamp - _since() > patience;
    }

    function _call(address sender, bytes memory data) internal returns (bool success, bytes memory answer) {
        vm.prank(sender);
        (success, answer) = address(market).call(data);
    }
}
