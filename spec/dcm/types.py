"""Values that the dataset marketplace's calls carry. Field order is the ABI's."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from spec.core import Uint16, Uint32, Uint64


class Op(IntEnum):
    """Aggregate over the rows that the filter keeps."""

    WEIGHTED_SUM = 0
    SUM = 1
    AVG_P = 2
    COUNT = 3
    MIN = 4
    MAX = 5


class RequestStatus(IntEnum):
    """Lifecycle of a request. REJECTED and COMPLETED are terminal."""

    PENDING = 0
    ACCEPTED = 1
    REJECTED = 2
    COMPLETED = 3


class CloseReason(IntEnum):
    """Why a request became REJECTED."""

    SELLER_REJECTED = 0
    BUYER_CANCELLED = 1
    STALLED = 2


class FilterProg(NamedTuple):
    """A straight-line filter program. Empty bytecode keeps every row."""

    bytecode: bytes = b""
    consts: tuple[int, ...] = ()


class JobParams(NamedTuple):
    """What a buyer asks of a dataset; zero means "unused" for divisor, clamp bounds and bucket."""

    op: Op
    target_field: Uint16 = 0
    weights: tuple[int, ...] = ()
    divisor: Uint32 = 0
    clamp_min: Uint64 = 0
    clamp_max: Uint64 = 0
    round_bucket: Uint32 = 0
    filter: FilterProg = FilterProg()


TARGETED = (Op.SUM, Op.AVG_P, Op.MIN, Op.MAX)
"""Operations over one column, named by `target_field`."""
