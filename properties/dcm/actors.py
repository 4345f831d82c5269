"""The parties of the dataset marketplace's runs."""

from __future__ import annotations

from typing import Any

from properties.binding import Cast

OWNER = "owner"
STRANGER = "stranger"
SELLERS = ("seller", "rival_seller", "contract_seller")
BUYERS = ("buyer", "other_buyer", "contract_buyer")
PUPPETS = ("contract_seller", "contract_buyer")
ACCOUNTS = ("owner", "seller", "rival_seller", "buyer", "other_buyer", "stranger")
EVERYONE = (*ACCOUNTS, *PUPPETS)

CAST = Cast(accounts=ACCOUNTS, puppets=PUPPETS)


def actor_at(run: Any, address: str) -> str:
    """Name of the actor behind an address. Every party of a run is one of the cast."""
    return str(run.cast.at(address).name)
