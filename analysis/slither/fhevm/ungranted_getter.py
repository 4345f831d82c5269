"""A getter that hands out a handle nobody may decrypt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from slither.core.solidity_types import ArrayType, MappingType
from slither.core.solidity_types.type import Type
from slither.core.variables.state_variable import StateVariable
from slither.utils.output import Output

from ..ciphertexts import is_ciphertext
from ..detector import LOW, MEDIUM, Detector
from ..flow import Event, Happening, Kind, Run, runs_of
from ..flow.questions import family, inputs_of, is_handle


class UngrantedGetter(Detector):
    """Compares what getters return with what was ever granted."""

    ARGUMENT = "fhevm-ungranted-getter"
    HELP = "getter of a ciphertext that no user is ever granted"
    IMPACT = LOW
    CONFIDENCE = MEDIUM
    PROPERTIES = ("liveness",)

    WIKI_TITLE = "Getter of a ciphertext that nobody was granted"
    WIKI_DESCRIPTION = (
        "A handle is good for nothing to a user who was not granted it. When a getter, or the one of a public "
        "variable, returns a ciphertext that the contract writes and never grants to anyone but itself, either the "
        "grant or the getter is a mistake."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
mapping(address => euint64) public balances;
function deposit(externalEuint64 amount, bytes calldata proof) external {
    balances[msg.sender] = FHE.fromExternal(amount, proof);
    FHE.allowThis(balances[msg.sender]);
}
```
The depositor reads the handle and is refused its decryption."""
    WIKI_RECOMMENDATION = "Grant the ciphertext to whom the getter is for wherever it is assigned, or drop the getter."

    def findings(self) -> Iterator[Output]:
        """One finding for each getter."""
        runs: dict[object, list[Run]] = defaultdict(list)
        for run in runs_of(self.compilation_unit):
            runs[run.contract].append(run)
        for of_contract in runs.values():
            kept = _written(of_contract) - _granted(of_contract)
            for run in of_contract:
                for event in run.of(Happening.RETURN):
                    if run.entry.view and not run.is_internal and (name := _returned(event) & kept):
                        yield self.finding(run.entry, f" returns {min(name)}, which nobody is ever granted")
            for variable in of_contract[0].contract.state_variables:
                if _is_public_ciphertext(variable) and variable.name in kept:
                    yield self.finding(variable, " is public, and nobody is ever granted what it holds")


def _written(runs: list[Run]) -> set[str]:
    """Families of places that hold ciphertexts of the contract's own making."""
    found = set()
    for run in runs:
        for event in run.of(Happening.STORE):
            if event.is_handle and any(is_handle(value) for value in event.arguments[0]):
                found.add(family(event.name))
    return found


def _granted(runs: list[Run]) -> set[str]:
    """Families of places whose ciphertexts somebody else is granted, or that another contract may grant."""
    found = set()
    for run in runs:
        for event in run.of(Happening.GRANT):
            to_this = event.name == "allowThis" or any(v.kind == Kind.THIS for v in inputs_of(event, 1))
            if not to_this:
                found |= {family(home) for value in inputs_of(event, 0) for home in value.homes}
    return found


def _returned(event: Event) -> set[str]:
    return {family(v.name) for values in event.arguments for v in values if v.kind == Kind.STORAGE and is_handle(v)}


def _is_public_ciphertext(variable: StateVariable) -> bool:
    return variable.visibility == "public" and is_ciphertext(_innermost(variable.type))


def _innermost(kind: Type) -> Type:
    while isinstance(kind, (MappingType, ArrayType)):
        kind = kind.type_to if isinstance(kind, MappingType) else kind.type
    return kind
