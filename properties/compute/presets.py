"""Small configurations of the compute marketplace that are searched completely.

What never meets is searched in worlds of its own, one beside the other: two sessions at a time, one session in every
detail, hosts with their stakes, prices, and votes. A session's fate does not depend on a vote that is going on, and a
search of both together would only multiply the two. Prompt jobs and what belongs to them are in `preset_job_worlds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from properties.compute import preset_hosts, preset_sessions, preset_votes
from properties.compute.preset_hosts import HostSize
from properties.compute.preset_job_worlds import (
    CI_BOUND,
    CI_WORLDS,
    DEEP_BOUND,
    DEEP_WORLDS,
    TINY_BOUND,
    TINY_WORLDS,
)
from properties.compute.preset_sessions import SessionSize
from properties.compute.preset_votes import VoteSize
from properties.compute.preset_world import ASSETS
from properties.preset import Planted, Preset
from spec.compute import settlement
from spec.compute.state import NATIVE, State
from spec.core import Address, Message, Wei


@contextmanager
def refunding_twice() -> Iterator[None]:
    """Every refund is paid twice."""
    once = settlement.pay_asset

    def twice(s: State, m: Message, asset: Address, payee: Address, amount: Wei) -> None:
        once(s, m, asset, payee, amount)
        once(s, m, asset, payee, amount)

    settlement.pay_asset = twice
    try:
        yield
    finally:
        settlement.pay_asset = once


def preset(name: str, bound: str, worlds: tuple[Preset, ...]) -> Preset:
    """A configuration of several worlds; the first gives it its name, the others stand beside it."""
    first, *others = worlds
    named = tuple(replace(world, name=f"{name}, {world.name}") for world in others)
    return replace(
        first,
        name=name,
        bound=bound,
        beside=named,
        planted=Planted("every refund is paid twice", refunding_twice),
    )


COIN = (NATIVE,)
ONE_INTERVAL = ((0, 100),)
PUPPET = ("contract_depositor",)
HOSTS = ("host", "rival_host")
DEPOSITORS = ("depositor", "other_depositor")
VOTERS = ("voter", "rival_voter")

TINY = preset(
    "tiny",
    "one session of one host and one depositor, who may refuse coin, in coin or in a token that may be stuck, with up "
    "to two claims; by itself, a session in coin that is extended; by itself, a session with deposits for later and "
    "one pause; by itself, a host with a session and two slashes; by itself, two proposals of one model with one "
    f"voter; {TINY_BOUND}; times around every deadline",
    (
        preset_sessions.world(SessionSize("sessions", refusing=PUPPET)),
        preset_sessions.world(
            SessionSize("longer", assets=COIN, refusing=PUPPET, claims=ONE_INTERVAL, longer=True, sparse=True)
        ),
        preset_sessions.world(
            SessionSize("pauses", assets=COIN, claims=ONE_INTERVAL, ahead=True, pause=True, sparse=True)
        ),
        preset_hosts.world(HostSize("hosts", slashes=(500, 250), exact=False)),
        preset_votes.world(VoteSize("votes", amounts=(100_000,), funds=100_000, nonces=2)),
        *TINY_WORLDS,
    ),
)
CI = preset(
    "ci",
    "two sessions of two hosts who are alike and of two depositors, one who pays coin and may refuse it, one who pays"
    " a token, with one claim each; by itself, one session in either asset with all claims and extensions, a token "
    "that may be stuck, and the owner's settings; by themselves, one session in coin with two claims, and one in a "
    "token with one, with deposits for later and one pause; by themselves, two hosts who are alike with a session, "
    "with slashes, and with two models; by themselves, one host with a session and a slash, with four slashes, and "
    "with prices of its own for two assets and a model that is stopped; by themselves, votes of two voters who are "
    "alike, of one voter with an extension, with three extensions, and with a second proposal; by itself, one session "
    f"in coin with the breaker's levels and one pause of an hour; {CI_BOUND}; times "
    "around every deadline, in worlds of two parties only the first second after each",
    (
        preset_sessions.world(
            SessionSize(
                "two sessions",
                sessions=2,
                hosts=HOSTS,
                alike=True,
                depositors=("contract_depositor", "other_depositor"),
                refusing=PUPPET,
                own=True,
                claims=ONE_INTERVAL,
                stuck=False,
                sparse=True,
            )
        ),
        preset_sessions.world(SessionSize("one session", refusing=PUPPET, longer=True, owner=True)),
        preset_sessions.world(
            SessionSize(
                "pauses in coin",
                assets=COIN,
                refusing=PUPPET,
                claims=((0, 100), (100, 100)),
                ahead=True,
                pause=True,
                sparse=True,
            )
        ),
        preset_sessions.world(
            SessionSize(
                "pauses in a token", assets=ASSETS[1:], claims=ONE_INTERVAL, ahead=True, pause=True, sparse=True
            )
        ),
        preset_sessions.world(
            SessionSize("session and breaker", assets=COIN, claims=ONE_INTERVAL, pause=True, breaker=True, sparse=True)
        ),
        preset_hosts.world(HostSize("two hosts", hosts=HOSTS, alike=True, exact=False)),
        preset_hosts.world(
            HostSize("two slashed hosts", hosts=HOSTS, alike=True, slashes=(500,), sessions=0, exact=False)
        ),
        preset_hosts.world(HostSize("lists", hosts=HOSTS, alike=True, models=2, sessions=0, exact=False)),
        preset_hosts.world(HostSize("one host", slashes=(500,))),
        preset_hosts.world(HostSize("slashes", slashes=(500, 250, 125, 60), sessions=0)),
        preset_hosts.world(HostSize("prices", prices=True, exact=False)),
        preset_votes.world(
            VoteSize("two voters", voters=VOTERS, alike=True, amounts=(60_000,), funds=120_000, exact=False)
        ),
        preset_votes.world(VoteSize("one voter")),
        preset_votes.world(VoteSize("late votes", amounts=(10_000,), funds=60_000, extensions=3, exact=False)),
        preset_votes.world(VoteSize("two proposals", amounts=(10_000,), funds=20_000, nonces=2)),
        *CI_WORLDS,
    ),
)
DEEP = preset(
    "deep",
    "two sessions of two hosts who are alike and of two depositors who are alike, in either asset, with one claim "
    "each; by themselves, two sessions with a depositor who may refuse coin and a token that may be stuck; by itself, "
    "one session in either asset with all claims, extensions, deposits for later and one pause; by themselves, two "
    "hosts who are alike with a session and slashes, and one host with prices of its own for two models; by "
    "themselves, votes of two voters who are alike with an extension, and of one voter in two proposals; "
    f"{DEEP_BOUND}; times around every deadline, in worlds of two parties only the first second after each",
    (
        preset_sessions.world(
            SessionSize(
                "two sessions",
                sessions=2,
                hosts=HOSTS,
                alike=True,
                depositors=DEPOSITORS,
                claims=ONE_INTERVAL,
                stuck=False,
                sparse=True,
            )
        ),
        preset_sessions.world(
            SessionSize(
                "a stuck token",
                sessions=2,
                hosts=HOSTS,
                alike=True,
                depositors=("contract_depositor", "other_depositor"),
                refusing=PUPPET,
                own=True,
                claims=ONE_INTERVAL,
                sparse=True,
            )
        ),
        preset_sessions.world(
            SessionSize("one session", refusing=PUPPET, longer=True, ahead=True, pause=True, sparse=True)
        ),
        preset_hosts.world(HostSize("two hosts", hosts=HOSTS, alike=True, slashes=(500,), exact=False)),
        preset_hosts.world(HostSize("prices", prices=True, models=2)),
        preset_votes.world(VoteSize("two voters", voters=VOTERS, alike=True, exact=False)),
        preset_votes.world(VoteSize("two proposals", nonces=2)),
        *DEEP_WORLDS,
    ),
)
PRESETS = (TINY, CI, DEEP)
"""The configurations, smallest first."""
