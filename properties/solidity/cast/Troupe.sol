// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {CodeSource} from "../CodeSource.sol";
import {vm} from "../Vm.sol";

interface IPuppet {
    function act(address to, uint256 value, bytes calldata data) external payable returns (bytes memory);
    function setMood(uint8 mood) external;
    function setCallBack(address target, bytes calldata payload) external;
}

/// @title The parties of a run, by number and by name
/// @notice Accounts with keys, and puppets: contracts that receive coin as their mood says. Keys and names are those of
/// the project's other engines, so that a finding here is a trace there.
abstract contract Troupe is CodeSource {
    /// @param account Who the protocol sees.
    /// @param owner Who sends the transaction: the account itself, but for puppets.
    struct Actor {
        string name;
        address account;
        address owner;
    }

    /// @dev What came of a call. @param gas Upper bound of the gas it used.
    struct Answer {
        bool ok;
        bytes data;
        uint256 gas;
    }

    /// @dev Wei that each actor starts with.
    uint256 internal constant FUNDS = 10 ** 24;

    /// @dev Gas of one call: enough for any, and what a receiver burns leaves this contract enough to go on.
    uint256 private constant CALL_GAS = 12_000_000;

    Actor[] internal _actors;
    mapping(address account => uint256 numberPlusOne) private _numberOf;

    /// @dev Whether a pranked call takes its value from the pranked sender; engines differ.
    bool private _pranksPay;

    function _castAccount(string memory name) internal {
        address account = vm.addr(_keyOf(name));
        _add(name, account, account);
    }

    function _castPuppet(string memory name) internal {
        address owner = vm.addr(_keyOf(name));
        _add(name, _deploy("Puppet", abi.encode(owner)), owner);
        if (owner.balance < FUNDS) vm.deal(owner, FUNDS);
    }

    /// @dev To be called once two actors are there.
    function _learnWhoPays() internal {
        address sender = _actors[0].account;
        vm.deal(address(this), 1);
        uint256 held = sender.balance;
        vm.prank(sender);
        (bool ok,) = _actors[1].account.call{value: 1}("");
        _pranksPay = ok && sender.balance == held - 1;
        vm.deal(sender, held);
        vm.deal(_actors[1].account, FUNDS);
    }

    /// @dev Makes an actor call; a puppet pays from its own balance.
    function _act(uint256 who, address to, uint256 value, bytes memory data) internal returns (Answer memory answer) {
        _beforeAct();
        Actor storage actor = _actors[who];
        if (actor.owner != actor.account) {
            (to, value, data) = (actor.account, 0, abi.encodeCall(IPuppet.act, (to, value, data)));
        }
        if (value != 0 && !_pranksPay) vm.deal(address(this), value);
        address sender = actor.owner;
        vm.prank(sender);
        uint256 start = gasleft();
        (answer.ok, answer.data) = to.call{value: value, gas: CALL_GAS}(data);
        answer.gas = start - gasleft();
        if (answer.ok && value != 0 && !_pranksPay) vm.deal(sender, sender.balance - value);
    }

    /// @dev What a protocol wants of the chain before each call.
    function _beforeAct() internal virtual {}

    /// @dev An actor's signature, for a puppet its owner's: r, s and v in 65 bytes.
    function _sign(uint256 who, bytes32 digest) internal returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf(_actors[who].name), digest);
        return abi.encodePacked(r, s, v);
    }

    function _isPuppet(uint256 who) internal view returns (bool) {
        return _actors[who].owner != _actors[who].account;
    }

    /// @dev Number of the actor behind an account; `_actors.length` for nobody of the cast.
    function _numberAt(address account) internal view returns (uint256) {
        uint256 found = _numberOf[account];
        return found == 0 ? _actors.length : found - 1;
    }

    function _nameOf(address account) internal view returns (string memory) {
        uint256 number = _numberAt(account);
        return number < _actors.length ? _actors[number].name : "";
    }

    function _keyOf(string memory name) private pure returns (uint256) {
        return uint256(keccak256(bytes.concat("lockstep test key: ", bytes(name))));
    }

    function _add(string memory name, address account, address owner) private {
        _actors.push(Actor(name, account, owner));
        _numberOf[account] = _actors.length;
        vm.deal(account, FUNDS);
    }
}
