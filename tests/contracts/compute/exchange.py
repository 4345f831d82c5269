"""A deployed compute marketplace on the in-process chain, for tests of its contracts alone."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from fuzz.build import PROJECT_ROOT, Artifact, Artifacts, compile_sources
from fuzz.chain.abi import Contract
from fuzz.chain.cast import Cast
from fuzz.chain.receipt import Receipt
from fuzz.chain.world import ZERO_ADDRESS, World
from fuzz.lockstep.source import SessionSource

COIN = ZERO_ADDRESS
FAB = 10**18
DAY = 86_400
COOLDOWN = 3_600
"""How long the breaker stays as tight as it was made."""

PRICE = 1_000_000
"""Units per token of work and times 1000, so 1,000 units a token: native hosts' least price here."""

STABLE_PRICE = 2_000
DEPOSIT = 10**15
TOKEN_DEPOSIT = 1_000_000

PARTS = {"JobMarketplace": ("PromptJobs",)}
"""Further parts of a contract's code."""

Refusal = tuple[str, tuple[Any, ...]]
"""Name and arguments of an error; a text is `("Error", (text,))`."""


class Moods:
    """The numbers of `MoodyToken.Mood`."""

    PLAIN, FEE, FALSE, SILENT, BLACKLIST, REENTER, REVERT, BURN, BOMB = range(9)


class Ask(NamedTuple):
    """Terms of a session that the test host accepts."""

    host: str
    model: bytes
    price: int = PRICE
    duration: int = 3_600
    interval: int = 100

    @property
    def args(self) -> tuple[object, ...]:
        """The first five arguments of every way to open a session."""
        return self.host, self.price, self.duration, self.interval, self.model


BESIDE = (
    *("contracts/compute/SessionAccount.sol", "contracts/compute/IJobMarketplace.sol"),
    *("contracts/compute/SharedErrors.sol", "contracts/payments/IPayments.sol"),
    *("contracts/payments/ITokenPayments.sol", "contracts/cast/MoodyToken.sol"),
)
"""What tests of contracts need beside the deployed ones: smart accounts, interfaces, the token with moods."""


@cache
def artifacts() -> Artifacts:
    """All deployed contracts, compiled as lockstep compiles them (so only once), and `BESIDE`."""
    beside = compile_sources([PROJECT_ROOT / name for name in BESIDE])
    return Artifacts([*SessionSource("compute").artifacts().all(), *beside.all()])


@cache
def moody_token() -> Artifact:
    """The token with moods by itself, for marketplaces of changed contracts."""
    return compile_sources([PROJECT_ROOT / "contracts" / "cast" / "MoodyToken.sol"])["MoodyToken"]


class Exchange:
    """All contracts of a marketplace, an accepted token, one trusted model and one registered host; all in plain mood.

    `built`: changed contracts to deploy in place of ours.
    """

    def __init__(self, fee_bps: int = 1_000, built: Artifacts | None = None) -> None:
        self.built = built or artifacts()
        self.world = World()
        accounts = ("owner", "host", "depositor", "treasury", "outsider", "arbiter")
        self.cast = Cast(self.world, accounts, ["puppet"])
        self.owner, self.host, self.depositor, self.treasury, self.outsider, self.arbiter = (
            self.cast[name].address for name in accounts
        )
        self.puppet = self.cast["puppet"].address
        self._deploy(fee_bps)
        self._set_up()

    def deploy(self, name: str, *args: object) -> Contract:
        """Deploy one of the contracts, as the owner."""
        parts = [self.built[part] for part in PARTS.get(name, ())]
        return self.world.deploy(self.built[name], *args, sender=self.owner, parts=parts)

    def _deploy(self, fee_bps: int) -> None:
        self.fab = self.deploy("FabToken", self.owner)
        self.models = self.deploy("ModelRegistry", self.fab.address, self.treasury)
        self.nodes = self.deploy("NodeRegistry", self.fab.address, self.models.address, self.treasury, 227_273)
        self.earnings = self.deploy("HostEarnings")
        self.proofs = self.deploy("ProofSystem")
        self._deploy_prompts()
        parts = (self.nodes.address, self.models.address, self.earnings.address, self._proof_system)
        self.market = self.deploy("JobMarketplace", *parts, self.treasury, fee_bps, self.prompts.address)
        self.token = self.world.deploy(moody_token(), "Test Dollar", "TUSD", 6, sender=self.owner)

    def _deploy_prompts(self) -> None:
        """What prompt jobs need beside the marketplace, and the second part of the marketplace's code."""
        self.reputation = self.deploy("ReputationSystem", self.nodes.address)
        terms = (self.treasury, self.arbiter, 1_000)
        self.escrow = self.deploy("PaymentEscrow", self.reputation.address, *terms)
        self.job_proofs = self.deploy("JobProofs", self.fab.address, self.nodes.address, self.reputation.address)
        known = (self.nodes, self.escrow, self.reputation, self.job_proofs)
        self.prompts = self.deploy("PromptJobs", *(part.address for part in known))

    @property
    def _proof_system(self) -> str:
        return self.proofs.address

    def _set_up(self) -> None:
        for part in (self.nodes, self.earnings, self.proofs, self.reputation, self.escrow, self.job_proofs):
            self.do(part, "setMarketplace", self.market.address, by=self.owner)
        self.do(self.market, "addAcceptedToken", self.token.address, 500_000, 10**12, by=self.owner)
        self.do(self.models, "addTrustedModel", "repo", "file", b"\x11" * 32, by=self.owner)
        self.model: bytes = self.read(self.models, "getModelId", "repo", "file")
        self.register(self.host)
        for user in (self.depositor, self.puppet):
            self.do(self.token, "mint", user, 10**13, by=self.owner)
        self.do(self.token, "approve", self.market.address, 2**256 - 1, by=self.depositor)
        self.as_puppet(self.token, "approve", self.market.address, 2**256 - 1)

    # ---- transactions ----

    def send(self, contract: Contract, function: str, *args: object, by: str, value: int = 0) -> Receipt:
        """Run a transaction, whatever comes of it."""
        return self.world.send(contract, function, *args, sender=by, value=value)

    def do(self, contract: Contract, function: str, *args: object, by: str, value: int = 0) -> Receipt:
        """Run a transaction that has to succeed."""
        receipt = self.send(contract, function, *args, by=by, value=value)
        assert receipt.success, (function, self.refusal(receipt))
        return receipt

    def refused(self, contract: Contract, function: str, *args: object, by: str, value: int = 0) -> Refusal:
        """Run a transaction that has to revert, and return with what."""
        refusal = self.refusal(self.send(contract, function, *args, by=by, value=value))
        assert refusal is not None, f"{function}{args} succeeded"
        return refusal

    def attempt(self, contract: Contract, function: str, *args: object, by: str, value: int = 0) -> Refusal | None:
        """Run a transaction; with which error it reverted, None if it succeeded."""
        return self.refusal(self.send(contract, function, *args, by=by, value=value))

    def as_puppet(self, contract: Contract, function: str, *args: object, value: int = 0) -> Receipt:
        """Run a transaction as the puppet, a contract; whatever comes of it."""
        return self.cast.send("puppet", contract.address, contract.encode(function, *args), value)

    def refusal(self, receipt: Receipt) -> Refusal | None:
        """Return the error that a transaction reverted with, ``None`` if it succeeded."""
        if receipt.success:
            return None
        assert receipt.revert is not None, receipt
        reverted = self.world.errors.decode(receipt.revert)
        return reverted.name, tuple(reverted.args)

    def read(self, contract: Contract, function: str, *args: object) -> Any:
        """Call a view."""
        return self.world.read(contract, function, *args)

    def events(self, receipt: Receipt) -> list[str]:
        """Return the names of a transaction's events, in order."""
        return [event.name for log in receipt.logs if (event := self.world.events.decode(log)) is not None]

    def event(self, receipt: Receipt, name: str) -> dict[str, Any]:
        """Return the arguments of the first event of a name."""
        decoded = (self.world.events.decode(log) for log in receipt.logs)
        return next(event.args for event in decoded if event is not None and event.name == name)

    # ---- parties and sessions ----

    def register(self, host: str, models: tuple[bytes, ...] = ()) -> None:
        """Give an account 5,000 FAB and register it as a host of some models, or of the one there is."""
        self.do(self.fab, "transfer", host, 5_000 * FAB, by=self.owner)
        self.do(self.fab, "approve", self.nodes.address, 2**256 - 1, by=host)
        terms = ("meta", "https://host", models or (self.model,), PRICE, STABLE_PRICE)
        self.do(self.nodes, "registerNode", *terms, by=host)

    @property
    def ask(self) -> Ask:
        """Terms that the host accepts for coin."""
        return Ask(self.host, self.model)

    def open(self, value: int = DEPOSIT, **terms: Any) -> int:
        """Open a session of the depositor's, paid with coin, and return its id."""
        call = self.ask._replace(**terms).args
        receipt = self.do(self.market, "createSessionJobForModel", *call, by=self.depositor, value=value)
        return self.event(receipt, "SessionJobCreated")["jobId"]

    def open_with_token(self, deposit: int = TOKEN_DEPOSIT, price: int = STABLE_PRICE) -> int:
        """Open a session of the depositor's, paid with the token, and return its id."""
        call = (*self.ask._replace(price=price).args, self.token.address, deposit)
        receipt = self.do(self.market, "createSessionJobForModelWithToken", *call, by=self.depositor)
        return self.event(receipt, "SessionJobCreated")["jobId"]

    def proof(self, job: int, tokens: int, signer: str = "host") -> bytes:
        """Return the 97 bytes with which a host claims tokens next."""
        evidence = b"\x22" * 32
        digest = self.read(self.market, "getProofDigest", job, tokens, evidence)
        return evidence + self.cast[signer].signer.sign(digest)

    def prove(self, job: int, tokens: int) -> Receipt:
        """Claim tokens as the host, after the time that they take at the highest rate."""
        self.world.advance(tokens // 2_000 + 1)
        proof = self.proof(job, tokens)
        return self.do(self.market, "submitProofOfWork", job, tokens, proof, by=self.host)

    def session(self, job: int) -> dict[str, Any]:
        """Return a session by field name."""
        outputs = next(e for e in self.market.abi if e.get("name") == "sessionJobs")["outputs"]
        names = [component["name"] for component in outputs[0]["components"]]
        return dict(zip(names, self.read(self.market, "sessionJobs", job), strict=True))

    def set_token_mood(self, mood: int) -> None:
        """Change how the token meets transfers."""
        self.do(self.token, "setMood", mood, by=self.owner)


def text(message: str) -> Refusal:
    """Return the refusal that a quoted text is."""
    return "Error", (message,)
