"""What counts as a ciphertext, and what the functions of the FHE library do."""

from __future__ import annotations

import re
from enum import StrEnum

from slither.core.solidity_types import TypeAlias
from slither.core.solidity_types.type import Type
from slither.slithir.operations import HighLevelCall, LibraryCall, Operation

_CIPHERTEXT = re.compile(r"(ebool|eaddress|euint\d+|eint\d+|ebytes\d+)")
_EXTERNAL = re.compile(r"external(Ebool|Eaddress|Euint\d+|Eint\d+|Ebytes\d+)")

LIBRARIES = frozenset({"FHE", "TFHE"})


class Role(StrEnum):
    """What an FHE call does."""

    ARITHMETIC = "arithmetic"
    COMPARISON = "comparison"
    LOGIC = "logic"
    SELECT = "select"
    MAKE = "make"  # a cast, a trivial encryption, a random number
    INPUT = "input"
    GRANT = "grant"
    QUESTION = "question"  # a plaintext answer about a handle
    VERIFY = "verify"
    OTHER = "other"


WRAPPING = frozenset({"add", "sub", "mul", "neg", "sum"})
"""Arithmetic whose result is taken modulo 2^bits without a word."""

COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "isIn"})
ORDER = frozenset({"lt", "le", "gt", "ge"})
LOGIC = frozenset({"and", "or", "xor", "not"})
GRANTS = frozenset({"allow", "allowThis", "allowTransient", "makePubliclyDecryptable"})
QUESTIONS = frozenset(
    {
        "isAllowed",
        "isSenderAllowed",
        "isInitialized",
        "isPubliclyDecryptable",
        "isUserDecryptable",
        "isAccountDenied",
        "toBytes32",
    }
)
ACCESS_QUESTIONS = frozenset({"isAllowed", "isSenderAllowed"})
VERIFIERS = frozenset({"checkSignatures", "isPublicDecryptionResultValid"})
_ARITHMETIC = WRAPPING | {"div", "rem", "min", "max", "shl", "shr", "rotl", "rotr"}


def is_ciphertext(kind: Type | None) -> bool:
    """Whether a type is an encrypted one, such as ``euint64``."""
    return isinstance(kind, TypeAlias) and bool(_CIPHERTEXT.fullmatch(kind.name))


def is_external_input(kind: Type | None) -> bool:
    """Whether a type is that of an input before its proof was checked, such as ``externalEuint64``."""
    return isinstance(kind, TypeAlias) and bool(_EXTERNAL.fullmatch(kind.name))


def bits_of(type_name: str) -> int | None:
    """Width of an encrypted integer type, or ``None``."""
    match = re.fullmatch(r"e?u?int(\d+)", type_name)
    return int(match[1]) if match else None


def is_fhe_call(ir: Operation) -> bool:
    """Whether an operation of the intermediate language calls the FHE library."""
    return isinstance(ir, (LibraryCall, HighLevelCall)) and getattr(ir.destination, "name", "") in LIBRARIES


def role_of(name: str) -> Role:
    """What the function of the FHE library with this name does."""
    for names, role in (
        (_ARITHMETIC, Role.ARITHMETIC),
        (COMPARISONS, Role.COMPARISON),
        (LOGIC, Role.LOGIC),
        (GRANTS, Role.GRANT),
        (QUESTIONS, Role.QUESTION),
        (VERIFIERS, Role.VERIFY),
        ({"select"}, Role.SELECT),
        ({"fromExternal"}, Role.INPUT),
    ):
        if name in names:
            return role
    if re.match(r"as[A-Z]|rand", name):
        return Role.MAKE
    return Role.OTHER
