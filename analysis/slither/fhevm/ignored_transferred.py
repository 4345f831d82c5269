"""A confidential transfer whose result, the amount that really moved, is thrown away."""

from __future__ import annotations

from collections.abc import Iterator

from slither.slithir.operations import HighLevelCall, Operation
from slither.slithir.variables import TemporaryVariable, TupleVariable
from slither.utils.output import Output

from ..ciphertexts import is_ciphertext
from ..detector import HIGH, MEDIUM, Detector


class IgnoredTransferred(Detector):
    """Looks at calls of ERC-7984 tokens that pull or push an amount."""

    ARGUMENT = "fhevm-ignored-transferred-amount"
    HELP = "confidential transfer whose transferred amount is ignored"
    IMPACT = HIGH
    CONFIDENCE = MEDIUM
    PROPERTIES = ("conservation",)

    WIKI_TITLE = "Ignored amount of a confidential transfer"
    WIKI_DESCRIPTION = (
        "`confidentialTransfer` and `confidentialTransferFrom` of an ERC-7984 token do not revert when the balance is "
        "too small: they move zero and return what they moved. A contract that pulls a payment must book the returned "
        "ciphertext, not the requested one."
    )
    WIKI_EXPLOIT_SCENARIO = """
```solidity
token.confidentialTransferFrom(msg.sender, address(this), amount);
deposits[msg.sender] = FHE.add(deposits[msg.sender], amount);
```
A depositor without tokens is credited the whole amount and withdraws that of others."""
    WIKI_RECOMMENDATION = "Book the returned ciphertext: `euint64 moved = token.confidentialTransferFrom(...)`."

    def findings(self) -> Iterator[Output]:
        """One finding for each such call."""
        for function in self.functions():
            operations: list[Operation] = [ir for node in function.nodes for ir in node.irs]
            read = {variable for ir in operations for variable in ir.read}
            for ir in operations:
                if isinstance(ir, HighLevelCall) and _is_transfer(ir) and _is_unread(ir, read):
                    yield self.finding(function, " ignores how much was transferred: ", ir.node)


def _is_transfer(call: HighLevelCall) -> bool:
    name = str(call.function_name)
    returns = getattr(call.function, "returns", None) or []
    return name.startswith("confidentialTransfer") and any(is_ciphertext(value.type) for value in returns)


def _is_unread(call: HighLevelCall, read: set[object]) -> bool:
    lvalue = call.lvalue
    return lvalue is None or (isinstance(lvalue, (TemporaryVariable, TupleVariable)) and lvalue not in read)
