"""The compute marketplace, ready to be registered."""

from __future__ import annotations

from properties.binding import EscrowProtocol
from properties.compute import accounts, deadlines, exits, jobs, money, value_kept
from properties.compute import breaker as breaker_properties
from properties.compute import challenges as challenge_properties
from properties.compute import escrow as escrow_properties
from properties.compute import governance as governance_properties
from properties.compute import models as model_properties
from properties.compute import nodes as node_properties
from properties.compute import reputation as reputation_properties
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
    access,
    batches,
    breaker,
    breaker_levels,
    breaker_settings,
    challenges,
    deposits,
    earnings,
    escrow,
    escrow_books,
    escrow_settings,
    extension,
    fab,
    fab_votes,
    governance,
    governance_execution,
    governance_lists,
    job_ends,
    job_proofs,
    job_records,
    job_work,
    models,
    motions,
    node_book,
    node_records,
    nodes,
    opening,
    parameters,
    posting,
    pricing,
    proofs,
    proposals,
    reputation,
    running,
    session_keys,
    session_records,
    settlement,
    slashing,
    state,
    state_governance,
    state_jobs,
    streams,
    texts,
    treasury,
    views_accounts,
    views_fixed,
    views_governance,
    views_job_constants,
    views_jobs,
    views_limits,
    views_market,
    views_registries,
    views_reputation,
    views_votes,
    wallets,
)
from spec.compute.state import COMPUTE

DECLARED_IN = (
    *(money, session_properties, deadlines, exits, node_properties, model_properties),
    *(jobs, escrow_properties, challenge_properties, value_kept, breaker_properties),
    *(reputation_properties, governance_properties, accounts),
)
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
    *(breaker, breaker_settings, posting, job_work, job_ends, escrow, escrow_settings, job_proofs, challenges),
    *(fab_votes, reputation, governance, governance_lists, governance_execution),
    *(session_keys, wallets, batches, streams),
    *(views_fixed, views_market, views_registries, views_jobs, views_job_constants),
    *(views_votes, views_reputation, views_governance, views_accounts, views_limits),
)
"""Modules whose import registers actions and views."""
HELPING = (
    *(node_book, node_records, session_records, state, payments, token_payments, access, breaker_levels),
    *(escrow_books, job_records, running, state_governance, state_jobs, texts, motions),
)
"""Modules of the specification besides: records, lookups, and what several actions share."""

MUTATED_IN = (
    *(fab, models, proposals, node_book, node_records, nodes, pricing, slashing),
    *(opening, session_records, extension, proofs, settlement, deposits, earnings, treasury, parameters),
    *(breaker, breaker_levels, breaker_settings, running, posting, job_records, job_work, job_ends),
    *(escrow, escrow_books, escrow_settings, job_proofs, challenges),
    *(fab_votes, reputation, motions, governance, governance_lists, governance_execution),
    *(session_keys, wallets, batches, streams, token_payments),
)
"""Modules of the lifecycles and of the arithmetic, in which faults are planted by a program."""

PROTOCOL = EscrowProtocol(
    name="compute",
    title="Compute marketplace",
    actions=COMPUTE,
    catalogue=COMPUTE_PROPERTIES.complete(),
    binding=ComputeBinding(),
    specified_in=(*SPECIFIED_IN, *HELPING),
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
