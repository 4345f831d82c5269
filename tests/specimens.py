"""A protocol, engines and evidence made up for tests of whatever works with any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.engine import Availability, Engine, EngineResult, Job
from analysis.evidence import Canary, Cell, CoverageTable, EngineRecord, Evidence, PropertyRecord, Verdict
from properties.catalogue import Catalogue, Family, Property, Shape


@dataclass(frozen=True)
class ToyProtocol:
    name: str
    title: str
    catalogue: Catalogue


def toy_protocol(name: str = "toy", *, risky: bool = False) -> Any:
    catalogue = Catalogue(name)
    prefix = name.upper()
    catalogue.declare(
        f"{prefix}-CON-01",
        family=Family.CONSERVATION,
        shape=Shape.STATE,
        target="Vault",
        statement="What comes in is what is held and what went out.",
        remedy="Book every transfer once.",
    )
    catalogue.declare(
        f"{prefix}-ACC-01",
        family=Family.ACCESS,
        shape=Shape.STEP,
        target="Vault",
        statement="Only the owner withdraws.",
        remedy="Check the sender first.",
        accepted_risk="shown by a test and documented" if risky else None,
    )
    return ToyProtocol(name, f"The {name} protocol", catalogue)


def fuzzed(prop: Property, engine: str = "toy-engine") -> Cell:
    return Cell(prop.id, engine, prop.target, Verdict.FUZZED, {"calls": 2000}, seconds=0.5)


def all_green(job: Job, engine: str = "toy-engine") -> EngineResult:
    cells = tuple(fuzzed(prop, engine) for prop in job.protocol.catalogue if job.wants(prop.id))
    return EngineResult(cells=cells, canaries=(Canary(engine, job.protocol.name, True, 0.1, "a refund paid twice"),))


class ToyEngine(Engine):
    """An engine whose work is a function given to it."""

    kind = "toy"

    def __init__(
        self,
        work: Callable[[Job], EngineResult] | None = None,
        name: str = "toy-engine",
        availability: Availability | None = None,
    ) -> None:
        self.name = name
        self.jobs: list[Job] = []
        self._work = work or (lambda job: all_green(job, name))
        self._availability = availability or Availability(True, "1.0")

    def available(self) -> Availability:
        return self._availability

    def run(self, job: Job) -> EngineResult:
        self.jobs.append(job)
        return self._work(job)


def good_evidence(**changes: Any) -> Evidence:
    """Evidence with nothing wrong; `changes` replace whole fields."""
    properties = (
        PropertyRecord(
            "TOY-CON-01", "conservation", "toy", "What comes in goes out.", "Book it once.", "state", "Vault"
        ),
        PropertyRecord(
            "TOY-ACC-01", "access", "toy", "Only the owner <withdraws> | sends.", "Check it.", "step", "Vault"
        ),
    )
    evidence = Evidence(
        commit="0123456789abcdef",
        seed=7,
        profile="quick",
        toolchain={"python": "3.11.7", "solc": "0.8.37"},
        engines=(EngineRecord("toy-engine", "toy", True, "1.0", None, "nothing is checked"),),
        properties=properties,
        cells=(
            Cell("TOY-CON-01", "toy-engine", "Vault", Verdict.FUZZED, {"calls": 2000}, 1.25),
            Cell("TOY-ACC-01", "toy-engine", "Vault", Verdict.PROVED, {}, 0.75),
        ),
        canaries=(Canary("toy-engine", "toy", True, 0.1, "a refund paid twice"),),
        coverage=(CoverageTable("toy-engine", "toy", "Guards", ("guard", "hits"), (("NotOwner", 12),)),),
        complete=True,
    )
    return evidence.with_changes(**changes)


def with_cell(**fields: Any) -> Evidence:
    """Good evidence in which the first property's cell is replaced."""
    good = good_evidence()
    values = {"property": "TOY-CON-01", "engine": "toy-engine", "target": "Vault", **fields}
    return good.with_changes(cells=(Cell(**values), *good.cells[1:]))
