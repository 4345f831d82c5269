// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Cleared after the payment, but under a lock; or with a status that moves first.
contract LateClearingInnocent {
    enum Stage {
        Open,
        Closing,
        Closed
    }

    mapping(address account => uint256) public credits;
    mapping(address account => Stage) public stage;
    uint256 private _entered = 1;

    modifier guarded() {
        require(_entered == 1, "re-entered");
        _entered = 2;
        _;
        _entered = 1;
    }

    function deposit() external payable guarded {
        credits[msg.sender] += msg.value;
    }

    function withdraw() external guarded {
        (bool ok,) = msg.sender.call{value: credits[msg.sender]}("");
        require(ok, "not paid");
        credits[msg.sender] = 0;
    }

    function close() external {
        require(stage[msg.sender] == Stage.Open);
        stage[msg.sender] = Stage.Closing;
        uint256 amount = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
        stage[msg.sender] = Stage.Closed;
        credits[msg.sender] = 0;
    }
}
