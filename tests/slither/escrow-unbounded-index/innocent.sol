// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Nonces have no end; an array bounds its own index; a cursor that stops when it has reached the total.
contract UnboundedIndexInnocent {
    struct Batch {
        address worker;
        uint64 next;
        uint64 total;
    }

    mapping(address account => uint256) public nonces;
    mapping(uint256 id => Batch) public batches;
    uint256[] public amounts;
    uint256 public paidUpTo;
    uint256 public count;

    function open(uint64 total) external {
        batches[++count] = Batch(msg.sender, 0, total);
    }

    function useNonce(uint256 nonce) external {
        require(nonce == nonces[msg.sender]);
        nonces[msg.sender]++;
    }

    function push(uint256 id, uint64 index) external {
        Batch storage batch = batches[id];
        require(batch.worker == msg.sender && batch.next != batch.total);
        require(index == batch.next);
        unchecked {
            batch.next += 1;
        }
    }

    function done(uint256 id) external view returns (bool) {
        require(batches[id].next == batches[id].total);
        return true;
    }
}
