// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Governance, IGovernance, IGovernanceToken, PaymentEscrow} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Governance proposal flow
// was: contract GovernanceExample {
// because: deployment: addresses are given, and so is what the example does not define
contract GovernanceExample is Given {
    IGovernance governance;
    IGovernanceToken token;

    // Propose fee reduction
    function proposeFeeReduction() external {
        // Ensure voting power
        require(
            // was: token.getVotes(msg.sender) >= 10000 ether,
            // because: C-38: who proposes is this contract, so the votes of the block before have to be its own
            token.getVotes(address(this)) >= 10000 ether,
            "Insufficient voting power"
        );

        Governance.ParameterUpdate[] memory updates =
            new Governance.ParameterUpdate[](1);

        updates[0] = Governance.ParameterUpdate({
            targetContract: address(paymentEscrow),
            functionSelector: PaymentEscrow.setFee.selector,
            parameterName: "feeBasisPoints",
            newValue: 100  // 1% fee
        });

        uint256 proposalId = governance.proposeParameterUpdate(
            updates,
            "Reduce protocol fee to 1%"
        );

        // Vote immediately if possible
        // was: governance.castVote(proposalId, true);
        // because: C-38: it isn't: votes begin a block later, so that nobody proposes and decides in one transaction
        proposed = proposalId;
    }

    // Emergency pause
    function emergencyPause(address contract_) external {
        require(
            governance.hasRole(governance.EMERGENCY_ROLE(), msg.sender),
            "Not emergency admin"
        );

        governance.executeEmergencyAction("pause", contract_);
    }
    // ---- end of the documented code ----

    address private immutable paymentEscrow;
    uint256 public proposed;

    constructor(IGovernance governance_, IGovernanceToken token_, address escrow) {
        (governance, token, paymentEscrow) = (governance_, token_, escrow);
    }

    function vote() external {
        governance.castVote(proposed, true);
    }
}
