"""The compute marketplace on a node: a registered host, two trusted models, a token, and accounts with FAB."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from fuzz.chain.abi import Contract
from fuzz.chain.world import ZERO_ADDRESS
from tests.clients.anvil import MNEMONIC, Anvil
from tests.clients.chain import Chain, Mined
from tests.clients.script import run_module
from tests.clients.service import serving
from tests.contracts.compute.exchange import artifacts

SNIPPETS = Path(__file__).parent

FAB = 10**18
COIN = ZERO_ADDRESS
FEE_BPS = 1_000
MIN_PRICE_NATIVE = 227_273
STABLE_PRICE = 2
"""The registered host's least price in tokens, so that an offer of 1 is too low."""

STABLE_DECIMALS = 6
TOKEN_LIMITS = 500_000, 10**12
"""Least and greatest deposit of a session in tokens, in millionths."""

MODELS = {
    "TinyVicuna-1B": ("Org/TinyVicuna-1B-GGUF", "tiny-vicuna-1b.Q4_K_M.gguf"),
    "TinyLlama-1.1B": ("Org/TinyLlama-1.1B-GGUF", "tinyllama-1b.Q4_K_M.gguf"),
}
ROLES = ("owner", "host", "depositor", "newcomer", "proposer", "voter", "opponent", "outsider", "restless", "treasury")
FAB_OF = {
    "host": 1_000,
    "newcomer": 1_000,
    "restless": 1_000,
    "proposer": 1_000,
    "voter": 200_000,
    "opponent": 100_000,
}
"""FAB that accounts begin with; the owner has the rest."""

NAMES = {
    "FAB_TOKEN": "FabToken",
    "MODEL_REGISTRY": "ModelRegistry",
    "NODE_REGISTRY": "NodeRegistry",
    "HOST_EARNINGS": "HostEarnings",
    "JOB_MARKETPLACE": "JobMarketplace",
    "USDC_TOKEN": "MoodyToken",
}
"""Contracts that client code calls, by the names that the documentation gives their addresses."""


class Run(NamedTuple):
    """What client code did.

    Attributes:
        lines: What it printed.
        warnings: What it printed as warnings and errors.
        facts: What the run says about itself at its end.
        transactions: Every transaction that was mined meanwhile.
        gains: What each account and contract has gained, by its name and asset, gas not counted; none are left out
            but those that gained nothing.
    """

    lines: list[str]
    warnings: list[str]
    facts: dict[str, Any]
    transactions: list[Mined]
    gains: dict[tuple[str, str], int]

    def section(self, heading: str) -> list[str]:
        """Return what was printed under a heading."""
        printed = self.lines[self.lines.index(f"-- {heading}") + 1 :]
        return printed[: next((number for number, line in enumerate(printed) if line.startswith("-- ")), len(printed))]


class Market:
    """All contracts on a node, wired, with one registered host, and with everybody's money in place."""

    def __init__(self, node: Anvil) -> None:
        self.node = node
        self.chain = Chain(node)
        accounts = [account.lower() for account in node.rpc("eth_accounts")]
        self.accounts = dict(zip(ROLES, accounts, strict=True))
        self.contracts: dict[str, Contract] = {}
        self._deploy()
        self._set_up()

    def _deploy(self) -> None:
        owner, treasury = self.accounts["owner"], self.accounts["treasury"]

        def deploy(name: str, *args: object) -> str:
            parts = [artifacts()["PromptJobs"]] if name == "JobMarketplace" else []
            self.contracts[name] = self.chain.deploy(artifacts()[name], *args, sender=owner, parts=parts)
            return self.contracts[name].address

        fab = deploy("FabToken", owner)
        models = deploy("ModelRegistry", fab, treasury)
        nodes = deploy("NodeRegistry", fab, models, treasury, MIN_PRICE_NATIVE)
        parts = nodes, models, deploy("HostEarnings"), deploy("ProofSystem")
        reputation = deploy("ReputationSystem", nodes)
        escrow = deploy("PaymentEscrow", reputation, treasury, owner, FEE_BPS)
        prompts = deploy("PromptJobs", nodes, escrow, reputation, deploy("JobProofs", fab, nodes, reputation))
        deploy("JobMarketplace", *parts, treasury, FEE_BPS, prompts)
        deploy("MoodyToken", "USD Coin", "USDC", STABLE_DECIMALS)

    def _set_up(self) -> None:
        market, nodes = self.contracts["JobMarketplace"].address, self.contracts["NodeRegistry"].address
        usdc = self.contracts["MoodyToken"].address
        for name in ("NodeRegistry", "HostEarnings", "ProofSystem", "ReputationSystem", "PaymentEscrow", "JobProofs"):
            self._must(name, "setMarketplace", market)
        self._must("JobMarketplace", "addAcceptedToken", usdc, *TOKEN_LIMITS)
        self._must("MoodyToken", "mint", self.accounts["depositor"], 10**9)
        for name, amount in FAB_OF.items():
            self._must("FabToken", "transfer", self.accounts[name], amount * FAB)
        for repository, file in MODELS.values():
            self._must("ModelRegistry", "addTrustedModel", repository, file, bytes(32))
        model = self.read("ModelRegistry", "getModelId", *MODELS["TinyVicuna-1B"])
        self._must("FabToken", "approve", nodes, FAB_OF["host"] * FAB, sender="host")
        prices = (MIN_PRICE_NATIVE, STABLE_PRICE)
        self._must("NodeRegistry", "registerNode", "{}", "https://host.example", (model,), *prices, sender="host")

    def _must(self, name: str, *call: Any, sender: str = "owner") -> None:
        done = self.chain.send(self.contracts[name], *call, sender=self.accounts[sender])
        assert done.success, f"set-up call {call[0]} reverted"

    def read(self, name: str, function: str, *args: object) -> Any:
        """Call a view of a contract, by its name."""
        return self.chain.read(self.contracts[name], function, *args)

    def session(self, job_id: object) -> dict[str, Any]:
        """Return a session by field name."""
        contract = self.contracts["JobMarketplace"]
        function = next(entry for entry in contract.abi if entry.get("name") == "sessionJobs")
        names = [part["name"] for part in function["outputs"][0]["components"]]
        return dict(zip(names, self.read("JobMarketplace", "sessionJobs", int(str(job_id))), strict=True))

    # ---- running client code ----

    def run(self, script: str, *, mines_itself: bool = False) -> Run:
        """Run `runs/<script>.mjs` in Node, while the node mines as a network does.

        Args:
            script: Which run.
            mines_itself: No block is mined but those that the run asks for.
        """
        before, owned = self.chain.block(), self._holdings()
        mining = self.node.mining_by_hand if mines_itself else self.node.mining_steadily
        with serving({"setup": lambda _: self._setup()}) as address, mining():
            done = run_module(SNIPPETS / "runs" / f"{script}.mjs", address)
        transactions = list(self.chain.transactions(before))
        reverted = [self.name_of(transaction) for transaction in transactions if not transaction.success]
        assert done.returncode == 0 and not reverted, f"{script} failed: {reverted}\n{done.stdout}\n{done.stderr}"
        gained = self._holdings()
        gained.subtract(owned)
        for transaction in transactions:
            sender = next(name for name, address in self.accounts.items() if address == transaction.sender)
            gained[sender, "coin"] += transaction.gas_used * transaction.gas_price
        gains = {key: amount for key, amount in gained.items() if amount}
        *lines, facts = done.stdout.splitlines()
        return Run(lines, done.stderr.splitlines(), json.loads(facts), transactions, gains)

    def name_of(self, transaction: Mined) -> str:
        """Return the contract's function that a transaction calls."""
        found = (
            f"{name}.{function.name}"
            for name, contract in self.contracts.items()
            for function in contract.interface.functions.values()
            if function.selector == transaction.data[:4] and contract.address == transaction.to
        )
        return next(found)

    def _holdings(self) -> Counter[tuple[str, str]]:
        parties = self.accounts | {name: contract.address for name, contract in self.contracts.items()}
        owned: Counter[tuple[str, str]] = Counter()
        for name, address in parties.items():
            owned[name, "coin"] = self.chain.balance(address)
            owned[name, "usdc"] = self.read("MoodyToken", "balanceOf", address)
            owned[name, "fab"] = self.read("FabToken", "balanceOf", address)
        return owned

    def _setup(self) -> dict[str, Any]:
        places = {key: self.contracts[name] for key, name in NAMES.items()}
        return {
            "rpc": self.node.url,
            "mnemonic": MNEMONIC,
            "accounts": {name: number for number, name in enumerate(ROLES)},
            "contracts": {key: {"address": place.address, "abi": place.abi} for key, place in places.items()},
            "models": MODELS,
            "stablePrice": STABLE_PRICE,
            "stableDecimals": STABLE_DECIMALS,
        }
