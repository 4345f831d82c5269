// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title Puppet
/// @notice A contract that plays a party: it acts for its owner, and receives coin as its mood says.
/// @dev For test chains only. Anyone may change the mood; only the owner makes it act.
contract Puppet {
    /// @notice How the puppet meets a payment.
    enum Mood {
        ACCEPT, // takes it
        REFUSE, // reverts
        BURN, // burns all the gas it is given
        BOMB, // takes it and returns 10 kB
        REVERT_BOMB, // reverts with 100 kB
        REENTER, // calls back, then takes it, whatever came of the call
        HUNGRY // takes it, but needs more gas for it than a bounded payment brings
    }

    /// @notice What came of the last call back.
    /// @dev Never zero, so that writing it costs little and always fits what is kept back for it.
    enum Outcome {
        NONE,
        NOT_TRIED,
        FAILED,
        SUCCEEDED
    }

    error NotOwner(address caller);
    error Refused();

    /// @dev Gas that the call back leaves for writing its outcome.
    uint256 private constant RESERVE = 8_000;
    uint256 private constant APPETITE = 70_000;
    uint256 private constant BOMB_SIZE = 10_240;
    uint256 private constant REVERT_BOMB_SIZE = 102_400;

    address public immutable owner;
    Mood public mood;
    address public target;
    Outcome public outcome = Outcome.NOT_TRIED;
    bytes public payload;

    constructor(address owner_) payable {
        owner = owner_;
    }

    // ---- moods ----

    receive() external payable {
        Mood current = mood;
        if (current == Mood.ACCEPT) return;
        if (current == Mood.REFUSE) revert Refused();
        if (current == Mood.REENTER) {
            _callBack();
            return;
        }
        if (current == Mood.HUNGRY) {
            _eat();
            return;
        }
        if (current == Mood.BOMB) {
            assembly {
                return(0, BOMB_SIZE)
            }
        }
        if (current == Mood.REVERT_BOMB) {
            assembly {
                revert(0, REVERT_BOMB_SIZE)
            }
        }
        assembly {
            invalid()
        }
    }

    /// @dev What a smart wallet that keeps books of its deposits spends, and more than a payment's stipend.
    function _eat() private view {
        uint256 start = gasleft();
        while (start - gasleft() < APPETITE) {}
    }

    function _callBack() private {
        bytes memory data = payload;
        address to = target;
        uint256 left = gasleft();
        bool succeeded;
        if (left > RESERVE) {
            uint256 budget = left - RESERVE;
            assembly {
                succeeded := call(budget, to, 0, add(data, 32), mload(data), 0, 0)
            }
        }
        outcome = succeeded ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    /// @notice Sets how payments are met from now on.
    function setMood(Mood mood_) external {
        mood = mood_;
    }

    /// @notice Sets what mood REENTER calls, and forgets what came of earlier calls.
    function setCallBack(address target_, bytes calldata payload_) external {
        target = target_;
        payload = payload_;
        outcome = Outcome.NOT_TRIED;
    }

    // ---- acting ----

    /// @notice Calls `to` with `value` wei of the puppet's own coin; returns, or reverts with, exactly what it does.
    /// @dev Payable, so that the owner can fund the call in the same transaction.
    function act(address to, uint256 value, bytes calldata data) external payable returns (bytes memory) {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        (bool succeeded, bytes memory answer) = to.call{value: value}(data);
        assembly {
            switch succeeded
            case 0 {
                revert(add(answer, 32), mload(answer))
            }
            default {
                return(add(answer, 32), mload(answer))
            }
        }
    }
}
