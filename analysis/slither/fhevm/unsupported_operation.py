"""A function of the FHE library that the deployed host contracts do not have."""

from __future__ import annotations

from collections.abc import Iterator

from slither.utils.output import Output

from ..ciphertexts import is_fhe_call
from ..detector import HIGH, Detector

UNSUPPORTED = {
    "sum": "add the ciphertexts one by one",
    "isIn": "compare with `FHE.eq` and join by `FHE.or`",
    "isPublicDecryptionResultValid": "use `FHE.checkSignatures`",
    "getContextSignersAndThresholdFromExtraData": "use `FHE.checkSignatures`",
}
"""What library 0.13 offers and host contracts 0.10 lack, with what to use instead."""


class UnsupportedOperation(Detector):
    """Looks for calls that compile and always revert."""

    ARGUMENT = "fhevm-unsupported-operation"
    HELP = "FHE function that the deployed host contracts (0.10) lack"
    IMPACT = HIGH
    CONFIDENCE = HIGH
    PROPERTIES = ("liveness",)

    WIKI_TITLE = "Operation that the host contracts lack"
    WIKI_DESCRIPTION = (
        "The FHE library is newer than the host contracts that it calls. `FHE.sum`, `FHE.isIn` and "
        "`FHE.isPublicDecryptionResultValid` of library 0.13 compile, and revert on host contracts 0.10, which have no "
        "such functions."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
euint64 total = FHE.sum(parts);
```
Each call reverts without a reason; where a settlement needs it, the funds are stuck."""
    WIKI_RECOMMENDATION = (
        "Use operations that the deployed host has, or check its version before relying on newer ones."
    )

    def findings(self) -> Iterator[Output]:
        """One finding for each call."""
        for function in self.functions():
            for node in function.nodes:
                for ir in node.irs:
                    if is_fhe_call(ir) and str(ir.function_name) in UNSUPPORTED:
                        name = str(ir.function_name)
                        text = f" calls FHE.{name}, which host contracts 0.10 lack ({UNSUPPORTED[name]}): "
                        yield self.finding(function, text, node)
