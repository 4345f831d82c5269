"""The parties of the compute marketplace's runs, and what they start with."""

from __future__ import annotations

from typing import Any

from properties.binding import Cast

OWNER = "owner"
TREASURY = "treasury"
AUTHORITY = "authority"
OUTSIDER = "outsider"
CONTRACT_HOST = "contract_host"
HOSTS = ("host", "rival_host", CONTRACT_HOST, "late_host")
"""All but the last are registered when a run begins. The contract can't sign proofs."""
SIGNING_HOSTS = ("host", "rival_host", "late_host")
VERIFIERS = (AUTHORITY, "rival_voter")
"""Who judges proofs of prompt jobs when a run begins."""
DEPOSITORS = ("depositor", "other_depositor", "contract_depositor")
VOTERS = ("voter", "rival_voter", "depositor", "contract_depositor")
PUPPETS = ("contract_depositor", CONTRACT_HOST)
ACCOUNTS = (
    OWNER,
    TREASURY,
    AUTHORITY,
    *SIGNING_HOSTS,
    "depositor",
    "other_depositor",
    "voter",
    "rival_voter",
    OUTSIDER,
)
EVERYONE = (*ACCOUNTS, *PUPPETS)

STABLE = "stable"
MOODY = "moody"
SPARE = "spare"
TOKENS = (STABLE, MOODY, SPARE)
"""Foreign tokens of six decimals; the first two are accepted when a run begins."""

CAST = Cast(accounts=ACCOUNTS, puppets=PUPPETS, tokens=TOKENS)

FAB_UNIT = 10**18
FAB_FUNDS = {
    "voter": 260_000 * FAB_UNIT,
    "rival_voter": 260_000 * FAB_UNIT,
    "host": 30_000 * FAB_UNIT,
    "rival_host": 30_000 * FAB_UNIT,
    "contract_host": 10_000 * FAB_UNIT,
    "late_host": 5_000 * FAB_UNIT,
    "depositor": 20_000 * FAB_UNIT,
    "other_depositor": 1_050 * FAB_UNIT,
    "contract_depositor": 20_000 * FAB_UNIT,
    "outsider": 2_000 * FAB_UNIT,
}
"""FAB that an actor starts with; the owner keeps the rest."""
APPROVING = tuple(name for name in EVERYONE if name != OUTSIDER)
"""Whoever lets the registries take FAB."""
LISTED = {STABLE: ("other_depositor",), MOODY: ("HostEarnings",), SPARE: ("depositor", "JobMarketplace")}
"""Whom each token refuses while its mood is BLACKLIST."""


def actor_at(run: Any, address: str) -> str:
    """Name of the actor behind an address. Every party of a run is one of the cast."""
    return str(run.cast.at(address).name)
