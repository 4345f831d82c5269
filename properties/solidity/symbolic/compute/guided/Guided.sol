// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {OneHost, OneModel, OneProof, AnyToken} from "../Hosts.sol";
import {SessionStatus} from "../../../../../contracts/compute/ComputeTypes.sol";
import {HostEarnings} from "../../../../../contracts/compute/HostEarnings.sol";
import {IModelRegistry} from "../../../../../contracts/compute/IModelRegistry.sol";
import {INodeRegistry} from "../../../../../contracts/compute/INodeRegistry.sol";
import {IProofSystem} from "../../../../../contracts/compute/IProofSystem.sol";
import {JobMarketplace} from "../../../../../contracts/compute/JobMarketplace.sol";
import {TokenPayments} from "../../../../../contracts/payments/TokenPayments.sol";

/// @notice Guided sequences for an engine without cheat codes: a contract whose functions `step1…`, `step2…`, `step3…`
/// are called once each, in order, with arguments and coin of which nothing is known; a step that reverts ends the
/// sequence. Then `holds()` must return true. The tags say which property, and over what.

/// @title A party that takes or refuses coin, and acts when told to
contract Party {
    bool private refuses;

    function setRefuses(bool itRefuses) external {
        refuses = itRefuses;
    }

    /// @notice Makes a call that may fail.
    function attempt(address to, bytes calldata data) external {
        (bool success,) = to.call(data);
        success;
    }

    receive() external payable {
        require(!refuses);
    }
}

/// @title The marketplace with a way to put a session in place
contract PutMarket is JobMarketplace {
    constructor(HostEarnings earnings, address to)
        JobMarketplace(
            INodeRegistry(address(new OneHost())),
            IModelRegistry(address(new OneModel())),
            earnings,
            IProofSystem(address(new OneProof())),
            to,
            1_000,
            address(1) // no prompt jobs
        )
    {}

    function put(address depositor, address host, uint96 price, uint40 tokens) external payable {
        StoredSession storage s = _sessions[1];
        (s.depositor, s.host, s.pricePerToken) = (depositor, host, price);
        (s.status, s.funds, s.tokensUsed, s.proofCount) = (SessionStatus.Active, uint96(msg.value), tokens, 1);
    }

    function putFees() external payable {
        accumulatedTreasury[address(0)] = msg.value;
    }
}

/// @title The token payments base with one way in
contract OpenTokenPayments is TokenPayments {
    function pay(address token, address payee, uint256 amount) external {
        _payToken(token, payee, amount);
    }
}

/// @custom:property SES-CON-01
/// @custom:bound a session of any deposit and proven tokens at 1.5 units each, completed, the depositor accepting coin
contract GuidedCompletion {
    HostEarnings private immutable earnings = new HostEarnings();
    Party private immutable depositor = new Party();
    PutMarket private immutable market = new PutMarket(earnings, address(this));
    address private constant HOST = address(0x4057);
    uint256 private deposit;
    uint256 private gross;

    constructor() {
        earnings.setMarketplace(address(market));
    }

    function step1_put(uint32 tokens) external payable {
        (deposit, gross) = (msg.value, (uint256(tokens) * 1_500) / 1_000);
        require(gross <= deposit);
        market.put{value: msg.value}(address(depositor), HOST, 1_500, tokens);
    }

    function step2_complete() external {
        depositor.attempt(address(market), abi.encodeCall(market.completeSessionJob, (1)));
        require(market.accumulatedTreasury(address(0)) != 0);
    }

    function holds() external view returns (bool) {
        uint256 fee = gross / 10;
        bool isPaid = market.accumulatedTreasury(address(0)) == fee;
        isPaid = isPaid && earnings.getEarnings(HOST, address(0)) == gross - fee;
        return isPaid && address(depositor).balance == deposit - gross && address(market).balance == fee;
    }
}

/// @custom:property SES-CON-02
/// @custom:bound a deposit of any size, of which any part is taken back, and any other part once more
contract GuidedDeposit {
    HostEarnings private immutable earnings = new HostEarnings();
    PutMarket private immutable market = new PutMarket(earnings, address(1));
    uint256 private deposit;
    uint256 private taken;

    function step1_deposit() external payable {
        deposit = msg.value;
        market.depositNative{value: msg.value}();
    }

    function step2_take(uint96 amount) external {
        market.withdrawNative(amount);
        taken = amount;
    }

    function step3_again(uint96 amount) external {
        try market.withdrawNative(amount) {
            taken += amount;
        } catch {}
    }

    function holds() external view returns (bool) {
        uint256 left = market.userDeposits(address(this), address(0));
        return taken <= deposit && left == deposit - taken && address(market).balance == left;
    }

    receive() external payable {}
}

/// @custom:property SES-ACC-02
/// @custom:bound fees of any size, taken by the treasury or by another, then taken again by the treasury
contract GuidedTreasury {
    Party private immutable treasury = new Party();
    Party private immutable other = new Party();
    HostEarnings private immutable earnings = new HostEarnings();
    PutMarket private immutable market = new PutMarket(earnings, address(treasury));
    uint256 private fees;
    uint256 private held;

    function step1_put() external payable {
        (fees, held) = (msg.value / 2, msg.value);
        market.putFees{value: fees}();
        market.depositNative{value: msg.value - fees}();
    }

    function step2_take(bool byOther) external {
        Party party = byOther ? other : treasury;
        party.attempt(address(market), abi.encodeCall(market.withdrawTreasuryNative, ()));
    }

    function step3_again() external {
        treasury.attempt(address(market), abi.encodeCall(market.withdrawTreasuryNative, ()));
    }

    function holds() external view returns (bool) {
        bool isTaken = address(treasury).balance == fees && market.accumulatedTreasury(address(0)) == 0;
        return isTaken && address(other).balance == 0 && address(market).balance == held - fees;
    }
}

/// @custom:property SES-CON-03
/// @custom:bound a refused token payment of any size, and two withdrawals, of which the first may be refused too
contract GuidedTokenCredit {
    OpenTokenPayments private immutable payments = new OpenTokenPayments();
    AnyToken private immutable token = new AnyToken();
    Party private immutable payee = new Party();
    uint256 private paid;

    function step1_pay(uint96 amount) external {
        paid = amount;
        token.give(address(payments), amount);
        token.setMood(0, true);
        payments.pay(address(token), address(payee), amount);
    }

    function step2_withdraw(bool refuses) external {
        token.setMood(0, refuses);
        payee.attempt(address(payments), abi.encodeCall(payments.withdrawTokenCredit, (address(token))));
    }

    function step3_withdraw() external {
        token.setMood(0, false);
        payee.attempt(address(payments), abi.encodeCall(payments.withdrawTokenCredit, (address(token))));
    }

    function holds() external view returns (bool) {
        bool isPaid = token.balanceOf(address(payee)) == paid && token.balanceOf(address(payments)) == 0;
        return isPaid && payments.totalTokenCredits(address(token)) == 0;
    }
}
