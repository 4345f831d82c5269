"""Every view worth asking: for each known id and one unknown, for each party and asset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from properties.binding import Run, ViewQuery
from properties.compute import asking_governance, asking_jobs
from properties.compute.actors import DEPOSITORS, EVERYONE, HOSTS, OUTSIDER, TOKENS, VOTERS
from properties.compute.choices import MODEL_NAMES, address
from properties.compute.recipes import ModelId, evidence
from properties.recipe import NOBODY
from spec.compute.state import EARNINGS, FAB, JOB_PROOFS, MARKET, MODELS, NODES, PROOFS
from spec.compute.views_fixed import CONSTANTS
from spec.core import ZERO_ADDRESS, ZERO_WORD

MOST_SESSIONS = 40
"""Sessions of which every view is asked; of more, the newest and some of the others are."""
STEP = 97
"""Of older sessions beyond that number, every so many-th is asked about."""


_standing: WeakKeyDictionary[Run, tuple[ViewQuery, ...]] = WeakKeyDictionary()
"""What is asked in every state of a run, which follows from its addresses alone."""


def queries(run: Run) -> tuple[ViewQuery, ...]:
    """All of them."""
    if run not in _standing:
        known = (*fab(run), *models(run), *nodes(run), *market(run))
        _standing[run] = (*known, *asking_jobs.standing(run), *asking_governance.standing(run))
    places = (ViewQuery(MODELS, "model_id_at", (place,)) for place in range(len(run.state.models)))
    fixed = () if run.state.next_session_id > 1 else fixed_views()
    records = (*sessions(run), *asking_jobs.jobs(run), *asking_governance.records(run))
    return (*_standing[run], *places, *records, *fixed)


def fixed_views() -> tuple[ViewQuery, ...]:
    """What never changes in any part, and is asked about until there is a session or a job."""
    return (*constants(), *asking_jobs.constants(), *asking_governance.constants())


def constants() -> Iterator[ViewQuery]:
    """What never changes of sessions, models and hosts."""
    for contract, name, _ in CONSTANTS:
        yield ViewQuery(contract, name)
    yield ViewQuery(NODES, "MIN_PRICE_NATIVE")
    yield ViewQuery(NODES, "marketplace_of_nodes")
    yield ViewQuery(EARNINGS, "marketplace_of_earnings")
    yield ViewQuery(PROOFS, "marketplace_of_proofs")
    yield ViewQuery(MARKET, "fee_bps")


def fab(run: Any) -> Iterator[ViewQuery]:
    """The token: what everybody holds and has allowed."""
    yield ViewQuery(FAB, "total_supply")
    for name in (*EVERYONE, MODELS, NODES, MARKET, JOB_PROOFS):
        yield ViewQuery(FAB, "balance_of", (address(run, name),))
    for name in EVERYONE:
        for spender in (MODELS, NODES, JOB_PROOFS, OUTSIDER, "depositor"):
            yield ViewQuery(FAB, "allowance", (address(run, name), address(run, spender)))


def models(run: Any) -> Iterator[ViewQuery]:
    """Models and proposals."""
    for view in ("get_model_count", "sweepable_fees", "models_treasury"):
        yield ViewQuery(MODELS, view)
    for page in ((0, 2), (1, 50), (2**256 - 1, 2**256 - 1)):
        yield ViewQuery(MODELS, "get_model_ids", page)
    for repo, file in MODEL_NAMES:
        yield ViewQuery(MODELS, "get_model_id", (repo, file))
    for model_id in (*(ModelId(*names).realize(run) for names in MODEL_NAMES), ZERO_WORD):
        for view in ("is_model_approved", "get_model", "approval_of", "get_proposed_model", "get_proposal"):
            yield ViewQuery(MODELS, view, (model_id,))
        yield ViewQuery(MODELS, "last_closed", (model_id,))
        for name in VOTERS:
            yield ViewQuery(MODELS, "get_votes", (model_id, address(run, name)))


def nodes(run: Any) -> Iterator[ViewQuery]:
    """Hosts, with their offers and prices."""
    for view in ("slashing_authority", "nodes_treasury", "get_active_node_count"):
        yield ViewQuery(NODES, view)
    for page in ((0, 1), (1, 50), (2**256 - 1, 2**256 - 1)):
        yield ViewQuery(NODES, "get_active_nodes", page)
    ids = tuple(ModelId(*names).realize(run) for names in MODEL_NAMES)
    for model_id in ids:
        yield ViewQuery(NODES, "get_node_count_for_model", (model_id,))
        yield ViewQuery(NODES, "get_nodes_for_model", (model_id, 0, 50))
    yield ViewQuery(NODES, "get_nodes_for_model", (ids[0], 1, 1))
    for name in (*HOSTS, OUTSIDER):
        yield from node(run, address(run, name), ids)


def node(run: Any, host: str, ids: tuple[bytes, ...]) -> Iterator[ViewQuery]:
    """One host."""
    for view in ("get_node_full_info", "is_active_node", "get_node_models", "open_sessions", "last_session_end"):
        yield ViewQuery(NODES, view, (host,))
    for view in ("last_slash_time", "withdrawable_after"):
        yield ViewQuery(NODES, view, (host,))
    for model_id in ids:
        yield ViewQuery(NODES, "node_supports_model", (host, model_id))
        yield ViewQuery(NODES, "host_terms", (host, model_id, ZERO_ADDRESS))
    for name in (NOBODY, *TOKENS):
        yield ViewQuery(NODES, "get_node_pricing", (host, address(run, name)))
        yield ViewQuery(NODES, "get_model_pricing", (host, ids[0], address(run, name)))
    yield ViewQuery(MARKET, "get_active_session_count", (host,))
    for page in ((0, 50), (0, 1), (2**256 - 1, 2**256 - 1)):
        yield ViewQuery(MARKET, "get_active_sessions_for_host", (host, *page))


def market(run: Any) -> Iterator[ViewQuery]:
    """The marketplace's parameters and money, and what hosts have earned."""
    for view in ("next_job_id", "treasury", "dispute_window", "paused", "paused_total", "total_credits"):
        yield ViewQuery(MARKET, view)
    for name in (NOBODY, *TOKENS):
        asset = address(run, name)
        for view in ("token_min_deposits", "token_max_deposits", "accepted_tokens", "get_session_requirements"):
            yield ViewQuery(MARKET, view, (asset,))
        for view in ("total_user_deposits", "accumulated_treasury", "total_token_credits"):
            yield ViewQuery(MARKET, view, (asset,))
        yield ViewQuery(EARNINGS, "total_earnings", (asset,))
        for user in DEPOSITORS:
            yield ViewQuery(MARKET, "user_deposits", (address(run, user), asset))
        for host in HOSTS:
            yield ViewQuery(EARNINGS, "get_earnings", (address(run, host), asset))
        for owed in ("treasury", *HOSTS, *DEPOSITORS, OUTSIDER):
            yield ViewQuery(MARKET, "token_credits", (asset, address(run, owed)))
    for owed in EVERYONE:
        yield ViewQuery(MARKET, "credits", (address(run, owed),))


def sessions(run: Any) -> Iterator[ViewQuery]:
    """Sessions, an id that is never used, and the batch of some."""
    count = run.state.next_session_id - 1
    newest = (id for id in range(count + 2) if id > count + 1 - MOST_SESSIONS or id % STEP == 0)
    asked = [id for id in newest if id not in run.state.prompt_jobs]
    for job_id in asked:
        for view in ("session_jobs", "job_type", "get_session_metrics", "is_timed_out", "proof_timeout"):
            yield ViewQuery(MARKET, view, (job_id,))
        yield ViewQuery(MARKET, "get_proof_digest", (job_id, 100, evidence(0)))
        host = run.state.sessions[job_id].host if job_id in run.state.sessions else ZERO_ADDRESS
        yield ViewQuery(MARKET, "can_host_process_session", (job_id, host))
        for seq in (0, 1, 2):
            yield ViewQuery(PROOFS, "is_consumed", (job_id, seq))
    if count:
        yield ViewQuery(MARKET, "get_session_details", (count,))
        yield ViewQuery(MARKET, "can_host_process_session", (count, address(run, OUTSIDER)))
    yield ViewQuery(MARKET, "get_sessions", ((count, 0, 1, count + 1),))
    yield ViewQuery(MARKET, "get_sessions", ((),))
    host = address(run, HOSTS[0])
    yield ViewQuery(PROOFS, "proof_digest", (1, host, 1, 100, 100, evidence(0)))
