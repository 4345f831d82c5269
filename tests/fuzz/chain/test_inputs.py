"""Encrypted inputs and decryption through the FHE library, the real verifier and the real access control list."""

from __future__ import annotations

import pytest

from fuzz.chain import fhevm
from fuzz.chain.errors import ChainError, CoprocessorError, NotAllowed
from fuzz.chain.fhevm import Flaw
from fuzz.chain.world import World

VAULT = """
import {FHE, euint64, ebool, externalEuint64, externalEbool} from "@fhevm/solidity/lib/FHE.sol";
import {ZamaEthereumConfig} from "@fhevm/solidity/config/ZamaConfig.sol";
contract Vault is ZamaEthereumConfig {
    mapping(address => euint64) private balances;
    euint64 public secret;
    function deposit(externalEuint64 handle, bytes calldata proof) external {
        euint64 sum = FHE.add(balances[msg.sender], FHE.fromExternal(handle, proof));
        balances[msg.sender] = sum;
        FHE.allowThis(sum);
        FHE.allow(sum, msg.sender);
    }
    function keep(externalEuint64 a, externalEbool b, bytes calldata proof) external {
        secret = FHE.select(FHE.fromExternal(b, proof), FHE.fromExternal(a, proof), FHE.asEuint64(1));
        FHE.allowThis(secret);
    }
    function publish() external { FHE.makePubliclyDecryptable(secret); }
    function balanceOf(address who) external view returns (euint64) { return balances[who]; }
}
"""


@pytest.fixture
def vault(stage, solidity):
    return stage.world.deploy(solidity(VAULT)["Vault"], sender=stage.cast["alice"].address)


def deposit(stage, vault, actor: str, value: int, flaw: Flaw | None = None):
    who = stage.cast[actor]
    made = stage.fhevm.encrypt([("euint64", value)], vault.address, who.address, flaw)
    return stage.cast.send(who, vault.address, vault.encode("deposit", made.handles[0], made.proof))


@pytest.mark.parametrize("actor", ["bob", "petra"])
def test_success_deposits_add_up_and_the_user_may_read(stage, vault, actor: str) -> None:
    assert deposit(stage, vault, actor, 40).success
    assert deposit(stage, vault, actor, 2).success
    user = stage.cast[actor].address
    handle = stage.world.read(vault, "balanceOf", user)
    assert stage.fhevm.user_decrypt(handle, user, vault.address) == 42
    assert stage.fhevm.grants[handle] == {user, vault.address}


@pytest.mark.parametrize("flaw", list(Flaw), ids=lambda flaw: flaw.name)
def test_invalid_inputs_are_refused_with_the_hosts_error(stage, vault, flaw: Flaw) -> None:
    receipt = deposit(stage, vault, "bob", 5, flaw)
    assert stage.world.errors.decode(receipt.revert).name == flaw.error
    assert deposit(stage, vault, "bob", 5).success


def test_invalid_input_sent_by_another_user(stage, vault) -> None:
    made = stage.fhevm.encrypt([("euint64", 5)], vault.address, stage.cast["bob"].address)
    data = vault.encode("deposit", made.handles[0], made.proof)
    receipt = stage.cast.send("alice", vault.address, data)
    assert stage.world.errors.decode(receipt.revert).name == "InvalidSigner"


def test_success_several_values_under_one_proof(stage, vault) -> None:
    bob = stage.cast["bob"].address
    for flag in (1, 0):
        made = stage.fhevm.encrypt([("euint64", 9), ("ebool", flag)], vault.address, bob)
        stage.cast.send("bob", vault.address, vault.encode("keep", *made.handles, made.proof))
        assert stage.fhevm.plaintext(stage.world.read(vault, "secret")) == (9 if flag else 1)


def test_success_the_same_user_may_replay_a_proof(stage, vault) -> None:
    bob = stage.cast["bob"].address
    made = stage.fhevm.encrypt([("euint64", 5)], vault.address, bob)
    for _ in range(2):
        assert stage.cast.send("bob", vault.address, vault.encode("deposit", made.handles[0], made.proof)).success
    assert stage.fhevm.plaintext(stage.world.read(vault, "balanceOf", bob)) == 10


def test_success_an_empty_proof_passes_for_a_handle_one_is_allowed(stage, vault) -> None:
    deposit(stage, vault, "bob", 5)
    handle = stage.world.read(vault, "balanceOf", stage.cast["bob"].address)
    data = vault.encode("deposit", handle, b"")
    assert stage.cast.send("bob", vault.address, data).success
    receipt = stage.cast.send("alice", vault.address, data)
    assert stage.world.errors.decode(receipt.revert).name == "SenderNotAllowedToUseHandle"


def test_success_equal_values_have_different_handles_that_repeat_after_restore(stage, vault) -> None:
    bob = stage.cast["bob"].address
    start = stage.world.snapshot()

    def two() -> list[bytes]:
        return [stage.fhevm.encrypt([("euint64", 5)], vault.address, bob).handles[0] for _ in range(2)]

    first = two()
    assert first[0] != first[1]
    stage.world.restore(start)
    assert two() == first
    stage.world.restore(start)
    assert stage.fhevm.encrypt([("euint64", 6)], vault.address, bob).handles[0] not in first


def test_invalid_input_from_before_a_restore(stage, vault) -> None:
    start = stage.world.snapshot()
    made = stage.fhevm.encrypt([("euint64", 5)], vault.address, stage.cast["bob"].address)
    stage.world.restore(start)
    with pytest.raises(CoprocessorError, match="verified on chain but is unknown off chain"):
        stage.cast.send("bob", vault.address, vault.encode("deposit", made.handles[0], made.proof))


def test_invalid_values_to_encrypt(stage, vault) -> None:
    for kind, value in [("euint8", 256), ("euint8", -1), ("ebool", 2), ("euint7", 1)]:
        with pytest.raises(ChainError, match=f"{value} can't be encrypted as {kind}"):
            stage.fhevm.encrypt([(kind, value)], vault.address, vault.address)


def test_invalid_decryption_says_who_lacks_what(stage, vault) -> None:
    deposit(stage, vault, "bob", 5)
    alice, bob = stage.cast["alice"].address, stage.cast["bob"].address
    handle = stage.world.read(vault, "balanceOf", bob)
    with pytest.raises(NotAllowed, match=f"the user {alice} has no persistent grant"):
        stage.fhevm.user_decrypt(handle, alice, vault.address)
    with pytest.raises(NotAllowed, match=f"the contract {alice} has no persistent grant"):
        stage.fhevm.user_decrypt(handle, bob, alice)
    with pytest.raises(NotAllowed, match="user and contract must differ"):
        stage.fhevm.user_decrypt(handle, bob, bob)


def test_success_public_decryption_only_after_publication(stage, vault) -> None:
    made = stage.fhevm.encrypt([("euint64", 9), ("ebool", 1)], vault.address, stage.cast["bob"].address)
    stage.cast.send("bob", vault.address, vault.encode("keep", *made.handles, made.proof))
    handle = stage.world.read(vault, "secret")
    with pytest.raises(NotAllowed, match="no one made it publicly decryptable"):
        stage.fhevm.public_decrypt(handle)
    assert not stage.fhevm.grants.is_public(handle)
    stage.cast.send("bob", vault.address, vault.encode("publish"))
    assert stage.fhevm.public_decrypt(handle) == 9
    assert stage.fhevm.grants.is_public(handle)


def test_success_grants_go_back_with_the_chain(stage, vault) -> None:
    start = stage.world.snapshot()
    deposit(stage, vault, "bob", 5)
    handle = stage.world.read(vault, "balanceOf", stage.cast["bob"].address)
    assert stage.fhevm.grants[handle]
    stage.world.restore(start)
    assert stage.fhevm.grants[handle] == frozenset()


def test_success_several_coprocessors_with_a_threshold(solidity) -> None:
    world = World()
    booted = fhevm.boot(world, coprocessors=3, threshold=2)
    user = "0x" + "a1" * 20
    world.set_balance(user, 10**20)
    vault = world.deploy(solidity(VAULT)["Vault"], sender=user)
    made = booted.encrypt([("euint64", 5)], vault.address, user)
    assert made.proof[1] == 3
    assert world.send(vault, "deposit", made.handles[0], made.proof, sender=user).success


def test_success_hosts_are_where_the_library_expects_them(stage) -> None:
    hosts = stage.fhevm.hosts
    assert stage.world.read(hosts.executor, "getACLAddress") == hosts.acl.address
    assert stage.world.read(hosts.executor, "getInputVerifierAddress") == hosts.input_verifier.address
    assert stage.world.read(hosts.hcu_limit, "getFHEVMExecutorAddress") == hosts.executor.address
    assert stage.world.read(hosts.acl, "getPauserSetAddress") == hosts.pauser_set.address
    assert stage.world.read(hosts.acl, "owner") == hosts.owner
