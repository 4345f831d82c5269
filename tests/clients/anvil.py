"""A real node for client code: anvil from the installed packages, on loopback, on a port that the system chooses."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fuzz.build.host_addresses import CHAIN_ID
from fuzz.build.settings import NODE_MODULES
from fuzz.errors import UserError

MNEMONIC = "test test test test test test test test test test test junk"
"""Public and worthless: the accounts that every development node unlocks."""

GWEI = 10**9
BASE_FEE = 20 * GWEI
"""Wei for a unit of gas in each block that holds clients' transactions."""

DAY = 86_400
BEHIND = 3 * DAY
"""Seconds by which the chain's clock starts behind ours, so that a test can wait for days and end up at the present."""

_PATIENCE = 20.0
_BLOCK_TIME = 0.03


class NodeError(UserError):
    """The node is missing, does not start, or refuses a call."""


def binary() -> Path:
    """Return the path of anvil for this machine.

    Raises:
        NodeError: No package for this platform is installed.
    """
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    package = f"@foundry-rs/anvil-{platform.system().lower()}-{machine}"
    path = NODE_MODULES / package / "bin" / "anvil"
    if not path.is_file():
        raise NodeError(
            "client code can't be run against a node",
            f"the npm package {package} is not installed",
            "run `npm ci`; on another platform add that package to optionalDependencies in package.json",
        )
    return path


class Anvil:
    """A running node, by JSON-RPC.

    Attributes:
        url: Where it listens.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def rpc(self, method: str, *parameters: Any) -> Any:
        """Return the result of a call.

        Raises:
            NodeError: The node answers with an error.
        """
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            said = json.load(answer)
        if "error" in said:
            raise NodeError(f"the node refuses {method}", str(said["error"].get("message")), "see the call's arguments")
        return said["result"]

    def receipt(self, transaction: str) -> dict[str, Any]:
        """Return the receipt of a transaction that is being mined; automatic mining takes a moment, too.

        Raises:
            NodeError: It is not mined in time.
        """
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            receipt: dict[str, Any] | None = self.rpc("eth_getTransactionReceipt", transaction)
            if receipt is not None:
                return receipt
            time.sleep(0.001)
        raise NodeError(f"transaction {transaction} is not mined", f"{_PATIENCE:.0f} s have passed", "see the pool")

    def mine(self) -> None:
        """Mine a block at `BASE_FEE`."""
        self.rpc("anvil_setNextBlockBaseFeePerGas", hex(BASE_FEE))
        self.rpc("evm_mine")

    @contextmanager
    def mining_by_hand(self) -> Iterator[None]:
        """Leave transactions in the pool until somebody mines; before and after, each is mined at once."""
        self.rpc("evm_setAutomine", False)
        self.mine()  # clients offer a multiple of the last block's fee
        try:
            yield
        finally:
            self.rpc("evm_setAutomine", True)

    @contextmanager
    def mining_steadily(self) -> Iterator[None]:
        """Mine block after block, with or without transactions, as a network does.

        Mining each transaction at once would hide a client that does not wait for one; and ethers may wait for ever
        on a chain where nothing happens, because it looks for a receipt again only when there is a new block.
        """
        stop = threading.Event()
        faults: list[Exception] = []

        def mine_on() -> None:
            try:
                while not stop.wait(_BLOCK_TIME):
                    self.mine()
            except Exception as fault:  # a thread's end passes unseen otherwise
                faults.append(fault)

        miner = threading.Thread(target=mine_on, name="miner")
        with self.mining_by_hand():
            miner.start()
            try:
                yield
            finally:
                stop.set()
                miner.join()
        if faults:
            raise faults[0]


@contextmanager
def running() -> Iterator[Anvil]:
    """Start a node, wait until it answers, and end it whatever happens.

    Raises:
        NodeError: There is none for this platform, or it does not come up.
    """
    command = [str(binary()), "--host", "127.0.0.1", "--port", "0", "--chain-id", str(CHAIN_ID), "--hardfork", "cancun"]
    command += ["--mnemonic", MNEMONIC, "--timestamp", str(int(time.time()) - BEHIND)]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield Anvil(_address(process, output.fileno()))
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: subprocess.Popen[bytes], output: int) -> str:
    """Wait until the node says where it listens; it does so once it accepts connections."""
    deadline = time.monotonic() + _PATIENCE
    said = ""
    while time.monotonic() < deadline and process.poll() is None:
        said = os.pread(output, 65_536, 0).decode("utf-8", "replace")
        found = re.search(r"Listening on (\S+)", said)
        if found:
            return f"http://{found[1]}"
        time.sleep(0.02)
    reason = f"it ended with {process.returncode}" if process.poll() is not None else "it did not say where it listens"
    raise NodeError("anvil does not come up", f"{reason}: {said.strip()[-300:]}", "run it by hand to see why")
