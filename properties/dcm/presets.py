"""Small configurations of the dataset marketplace that are searched completely.

Amounts are a few wei, so that few sums exist; rows are not bytes but accepted or forged, and the environment says
whether the filter keeps them. Times stay real: what matters is where a moment lies relative to a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from properties.binding import Call
from properties.dcm.money import TERMINAL
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.preset import Attempt, Choose, Exit, Lifecycle, Planted, Preset, Renaming
from spec.core import Ledger, Message, Roster, Slot, Store, require
from spec.dcm import escrow, jobs, merkle, params
from spec.dcm.aggregation import Accumulators
from spec.dcm.datasets import threshold_slot as _threshold_slot
from spec.dcm.requests import is_open
from spec.dcm.state import MAX_JOB_DURATION, STALL_TIMEOUT, Dataset, Job, Request, State
from spec.dcm.types import JobParams, Op, RequestStatus
