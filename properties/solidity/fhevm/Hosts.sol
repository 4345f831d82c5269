// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {CodeSource} from "../CodeSource.sol";
import {vm} from "../Vm.sol";

interface IHost {
    function initializeFromEmptyProxy() external;
}

interface IInputVerifierHost {
    function initializeFromEmptyProxy(
        address verifyingContractSource,
        uint64 chainIdSource,
        address[] calldata signers,
        uint256 threshold
    ) external;
}

interface IPlaintexts {
    function plain(bytes32 handle) external view returns (uint256);
    function learn(bytes32 handle, uint256 value) external;
}

interface IGrants {
    function persistAllowed(bytes32 handle, address account) external view returns (bool);
}

/// @title The real fhevm host contracts, at the addresses that the FHE library expects on chain id 31337
/// @notice Their published runtime code, initialised as the network does it. Only the executor is ours: the real one
/// with the plaintexts beside it. Key management and pausing, which no contract under test calls, are left out.
/// @dev Without the proxies: the code stands at the address itself, with version 1 in the slot where an empty proxy
/// would have left it, because `initializeFromEmptyProxy` asks for it.
abstract contract Hosts is CodeSource {
    address internal constant ACL = 0x50157CFfD6bBFA2DECe204a89ec419c23ef5755D;
    address internal constant EXECUTOR = 0xe3a9105a3a932253A70F126eb1E3b589C643dD24;
    address internal constant INPUT_VERIFIER = 0x36772142b74871f255CbD7A3e89B401d3e45825f;
    address internal constant HCU_LIMIT = 0x233ff88A48c172d29F675403e6A8e302b0F032D9;

    address internal constant INPUT_VERIFICATION = 0x812b06e1CDCE800494b79fFE4f925A504a9A9810;
    uint64 internal constant GATEWAY_CHAIN_ID = 10901;

    /// @dev The test key with which inputs are signed.
    uint256 internal constant COPROCESSOR_KEY = uint256(keccak256("lockstep test key: coprocessor 0"));

    bytes32 private constant INITIALIZED_SLOT = 0xf0c57e16840df040f15088dc2f81fe391c3923bec73e23a9662efc9c229c6a00;
    bytes32 private constant OWNER_SLOT = 0x9016d09d72d40fdae2fd8ceac6b6234c7706214fd39c1cd1e609a0528c199300;

    function _installHosts() internal {
        _install(ACL, "ACL");
        _install(EXECUTOR, "PlaintextExecutor");
        _install(INPUT_VERIFIER, "InputVerifier");
        _install(HCU_LIMIT, "HCULimit");
        vm.store(ACL, OWNER_SLOT, bytes32(uint256(uint160(address(this)))));

        IHost(ACL).initializeFromEmptyProxy();
        IHost(EXECUTOR).initializeFromEmptyProxy();
        IHost(HCU_LIMIT).initializeFromEmptyProxy();
        address[] memory signers = new address[](1);
        signers[0] = vm.addr(COPROCESSOR_KEY);
        IInputVerifierHost(INPUT_VERIFIER).initializeFromEmptyProxy(INPUT_VERIFICATION, GATEWAY_CHAIN_ID, signers, 1);
    }

    /// @dev What a handle decrypts to, whoever may see it.
    function _plain(bytes32 handle) internal view returns (uint256) {
        return IPlaintexts(EXECUTOR).plain(handle);
    }

    function _mayUse(bytes32 handle, address account) internal view returns (bool) {
        return IGrants(ACL).persistAllowed(handle, account);
    }

    function _install(address where, string memory name) private {
        vm.etch(where, _code(name));
        vm.store(where, INITIALIZED_SLOT, bytes32(uint256(1)));
    }
}
