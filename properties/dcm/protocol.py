"""The dataset marketplace, ready to be registered."""

from __future__ import annotations

from properties.binding import EscrowProtocol
from properties.dcm import jobs, money, requests, results
from properties.dcm.binding import DcmBinding
from properties.dcm.canaries import CANARIES, UNREACHABLE
from properties.dcm.catalogue import DCM_PROPERTIES
from properties.dcm.claims import PLAN
from properties.dcm.equivalent import EQUIVALENT
from properties.dcm.presets import PRESETS
from properties.dcm.unreached import UNREACHED
from spec import payments
from spec.dcm import (
    aggregation,
    compute_budget,
    cooldown,
    credits,
    datasets,
    escrow,
    filter_vm,
    parameters,
    params,
    post_processing,
    state,
    views,
)
from spec.dcm import jobs as job_actions
from spec.dcm import requests as request_actions
from spec.dcm.state import DCM

DECLARED_IN = (money, requests, jobs, results)
"""Modules whose import declares the properties."""
SPECIFIED_IN = (datasets, request_actions, job_actions, credits, parameters, views)
"""Modules whose import registers actions and views."""
MUTATED_IN = (
    datasets,
    request_actions,
    job_actions,
    escrow,
    cooldown,
    params,
    credits,
    parameters,
    aggregation,
    post_processing,
    payments,
)
"""Modules of the lifecycles and of the arithmetic, in which faults are planted by a program."""

PROTOCOL = EscrowProtocol(
    name="dcm",
    title="Confidential dataset marketplace",
    actions=DCM,
    catalogue=DCM_PROPERTIES.complete(),
    binding=DcmBinding(),
    specified_in=(*SPECIFIED_IN, aggregation, compute_budget, filter_vm, post_processing, state, payments),
    unreachable=UNREACHABLE,
    unreached=UNREACHED,
    canaries=CANARIES,
    mutated_in=MUTATED_IN,
    equivalent=EQUIVALENT,
    words=("dataset", "request", "row", "buyer", "seller"),
    presets=PRESETS,
    claims=PLAN,
)
