"""The node itself: it comes up, it goes away, and its absence is said in a sentence."""

from __future__ import annotations

import urllib.error
from pathlib import Path

import pytest

from fuzz.build.host_addresses import CHAIN_ID
from tests.clients import anvil


def test_success_a_node_runs_and_is_gone_afterwards() -> None:
    with pytest.raises(KeyError), anvil.running() as node:
        assert int(node.rpc("eth_chainId"), 16) == CHAIN_ID
        with pytest.raises(anvil.NodeError, match="the node refuses eth_nonsense"):
            node.rpc("eth_nonsense")
        raise KeyError("a test that fails")
    with pytest.raises(urllib.error.URLError):
        node.rpc("eth_chainId")


def test_success_transactions_wait_for_a_block_at_the_base_fee() -> None:
    with anvil.running() as node:
        account = node.rpc("eth_accounts")[0]
        transfer = {"from": account, "to": account, "gasPrice": hex(2 * anvil.BASE_FEE)}
        with node.mining_by_hand():
            sent = node.rpc("eth_sendTransaction", transfer)
            assert node.rpc("eth_getTransactionReceipt", sent) is None
            node.mine()
            block = node.rpc("eth_getBlockByNumber", node.receipt(sent)["blockNumber"], False)
            assert int(block["baseFeePerGas"], 16) == anvil.BASE_FEE
        with node.mining_steadily():
            assert node.receipt(node.rpc("eth_sendTransaction", transfer))["status"] == "0x1"
        assert node.receipt(node.rpc("eth_sendTransaction", transfer))["status"] == "0x1"


def test_invalid_without_the_package_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(anvil, "NODE_MODULES", tmp_path)
    with (
        pytest.raises(anvil.NodeError, match=r"client code can't be run.*the npm package @foundry-rs/anvil-\S+ is not"),
        anvil.running(),
    ):
        pass
