"""Calls of the marketplace's owner, attempts to rewire the contracts, and calls that only contracts may make."""

from __future__ import annotations

from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import DEPOSITORS, EVERYONE, HOSTS, OUTSIDER, TOKENS, TREASURY
from properties.compute.choices import HUGE, by_owner, is_asset_taken
from properties.compute.recipes import Digest, SignedProof
from properties.recipe import NOBODY, Account
from spec.compute.parameters import MAX_AMOUNT, MAX_DISPUTE_WINDOW

LEAST = (1, 10**5, 10**6, 10**14)
GREATEST = (10**6, 10**12, 10**20, 10**21, MAX_AMOUNT)


def add_accepted_token(chooser: Chooser, run: Any) -> Call:
    """The owner accepts a token, mostly one that is not accepted."""
    missing = tuple(name for name in TOKENS if not is_asset_taken(run, name))
    known = missing and chooser.chance("accept: a new one", 85)
    name = chooser.pick("accept: token", missing if known else (*TOKENS, NOBODY))
    return Call(by_owner(chooser, "accept"), "add_accepted_token", (Account(name), *limits(chooser)))


def remove_accepted_token(chooser: Chooser, run: Any) -> Call:
    """The owner removes a token, mostly one that is accepted."""
    taken = tuple(name for name in TOKENS if is_asset_taken(run, name))
    known = taken and chooser.chance("remove: an accepted one", 85)
    name = chooser.pick("remove: token", taken if known else (*TOKENS, NOBODY))
    return Call(by_owner(chooser, "remove"), "remove_accepted_token", (Account(name),))


def set_token_limits(chooser: Chooser, run: Any) -> Call:
    """The owner changes the limits of an asset."""
    name = chooser.pick("limits: asset", (NOBODY, *TOKENS))
    return Call(by_owner(chooser, "limits"), "set_token_limits", (Account(name), *limits(chooser)))


def limits(chooser: Chooser) -> tuple[int, int]:
    """Mostly usable limits; sometimes equal, crossed, zero or too high."""
    least, greatest = chooser.pick("limits: least", LEAST), chooser.pick("limits: greatest", GREATEST)
    if chooser.chance("limits: odd", 20):
        odd = ((least, least), (0, greatest), (greatest + 1, greatest), (least, MAX_AMOUNT + 1), (least, HUGE))
        return chooser.pick("limits: which", odd)
    return min(least, greatest - 1), greatest


def set_dispute_window(chooser: Chooser, run: Any) -> Call:
    """The owner sets the dispute window, around its bounds."""
    window = chooser.integer("window: seconds", 0, 2 * MAX_DISPUTE_WINDOW, (0, 1, 30, MAX_DISPUTE_WINDOW))
    return Call(by_owner(chooser, "window"), "set_dispute_window", (window,))


def set_treasury(chooser: Chooser, run: Any) -> Call:
    """The owner says who withdraws the fees: a contract that may refuse them, too."""
    return Call(by_owner(chooser, "treasury"), "set_treasury", (new_treasury(chooser),))


def set_models_treasury(chooser: Chooser, run: Any) -> Call:
    """The owner says where fees of proposals go."""
    return Call(by_owner(chooser, "treasury"), "set_models_treasury", (new_treasury(chooser),))


def set_nodes_treasury(chooser: Chooser, run: Any) -> Call:
    """The owner says where slashed stakes go."""
    return Call(by_owner(chooser, "treasury"), "set_nodes_treasury", (new_treasury(chooser),))


def new_treasury(chooser: Chooser) -> Account:
    """Mostly the treasury, or a contract."""
    return Account(chooser.pick("treasury: which", (TREASURY, "contract_depositor", OUTSIDER, NOBODY)))


# ---------------------------------------------------------------- what nobody may do


def set_nodes_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the registry of hosts again."""
    return rewiring(chooser, "set_nodes_marketplace")


def set_earnings_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the earnings again."""
    return rewiring(chooser, "set_earnings_marketplace")


def set_proofs_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the proof system again."""
    return rewiring(chooser, "set_proofs_marketplace")


def rewiring(chooser: Chooser, action: str) -> Call:
    """The owner, or anybody, names another marketplace."""
    to = Account(chooser.pick("rewire: to", (OUTSIDER, "JobMarketplace", NOBODY)))
    return Call(chooser.pick("rewire: actor", ("owner", "owner", OUTSIDER)), action, (to,))


def session_opened(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a session was opened."""
    return Call(chooser.pick("pretend: actor", EVERYONE), "session_opened", (Account(chooser.pick("host", HOSTS)),))


def session_closed(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a session is over."""
    return Call(chooser.pick("pretend: actor", EVERYONE), "session_closed", (Account(chooser.pick("host", HOSTS)),))


def consume(chooser: Chooser, run: Any) -> Call:
    """Somebody uses up the next proof of a session, signed or not."""
    job_id = max(1, len(run.state.sessions))
    host = chooser.pick("pretend: host", HOSTS)
    proof = SignedProof(job_id, 100, host)
    signed = (job_id, Account(host), 1, 100, 100, Digest(0), proof)
    return Call(chooser.pick("pretend: actor", (*DEPOSITORS, *HOSTS)), "consume", signed)
