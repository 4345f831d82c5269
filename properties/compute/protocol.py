"""The compute marketplace, ready to be registered."""

from __future__ import annotations

from properties.binding import EscrowProtocol
from properties.compute import deadlines, exits, money
from properties.compute import models as model_properties
from properties.compute import nodes as node_properties
from properties.compute import sessions as session_properties
from properties.compute.binding import ComputeBinding
from properties.compute.canaries import CANARIES, CLOSED, UNREACHABLE
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.claims import PLAN
from properties.compute.equivalent import EQUIVALENT
from properties.compute.presets import PRESETS
from properties.compute.unreached import UNREACHED
from spec import payments, token_payments
from spec.compute import (
    deposits,
    earnings,
    extension,
    fab,
    models,
    node_book,
    node_records,
    nodes,
    opening,
    parameters,
    pricing,
    proofs,
    proposals,
    session_records,
    settlement,
    slashing,
    state,
    treasury,
    views_fixed,
    views_market,
    views_registries,
)
from spec.compute.state import COMPUTE

DECLARED_IN = (money, session_properties, deadlines, exits, node_properties, model_properties)
"""Modules whose import declares the properties."""
SPECIFIED_IN = (
    fab,
    models,
    proposals,
    nodes,
    pricing,
    slashing,
    opening,
    extension,
    proofs,
    settlement,
    deposits,
    earnings,
    treasury,
    parameters,
    views_fixed,
    views_market,
    views_registries,
)
"""Modules whose import registers actions and views."""

MUTATED_IN = (
    fab,
    models,
    proposals,
    node_book,
    node_records,
    nodes,
    pricing,
    slashing,
    opening,
    session_records,
    extension,
    proofs,
    settlement,
    deposits,
    earnings,
    treasury,
    parameters,
    token_payments,
)
"""Modules of the lifecycles and of the arithmetic, in which faults are planted by a program."""

PROTOCOL = EscrowProtocol(
    name="compute",
    title="Compute marketplace",
    actions=COMPUTE,
    catalogue=COMPUTE_PROPERTIES.complete(),
    binding=ComputeBinding(),
    specified_in=(*SPECIFIED_IN, node_book, node_records, session_records, state, payments, token_payments),
    unreachable=UNREACHABLE,
    closed=CLOSED,
    canaries=CANARIES,
    unreached=UNREACHED,
    presets=PRESETS,
    mutated_in=MUTATED_IN,
    equivalent=EQUIVALENT,
    claims=PLAN,
    words=("compute", "depositor", "marketplace", "stake", "treasury"),
)
