"""Calls of hosts about their registration, offers and stake, and the slashing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, FAB_UNIT, OUTSIDER, TOKENS, actor_at
from properties.compute.choices import (
    HUGE,
    MODEL_NAMES,
    address,
    by_owner,
    model,
    offered_model,
    party,
    some_host,
    wait_until,
)
from properties.compute.recipes import ModelId
from properties.recipe import NOBODY, Account
from spec.compute.node_book import MAX_MODELS
from spec.compute.node_records import MIN_STAKE
from spec.compute.nodes import unbonded_at
from spec.compute.pricing import MAX_NATIVE_PRICE, MAX_STABLE_PRICE, MIN_STABLE_PRICE
from spec.compute.slashing import MAX_SLASH_PERCENTAGE, MIN_STAKE_AFTER_SLASH, SLASH_COOLDOWN
from spec.compute.state import Node
from spec.core import Address

TEXTS = ("fast", "cheap and slow", "x" * 70)


def is_active(run: Any, account: str) -> bool:
    """Whether a host is registered."""
    return account in run.state.nodes and run.state.nodes[account].active


def registered(chooser: Chooser, run: Any, label: str) -> str:
    """Mostly a registered host."""
    return some_host(chooser, run, label, lambda account: is_active(run, account), percent=80)


def register_node(chooser: Chooser, run: Any) -> Call:
    """A host registers, mostly one that is not; with at most one part missing."""
    actor = some_host(chooser, run, "register", lambda account: not is_active(run, account))
    below = left_below(run)
    if below and chooser.chance("register: again", 70):
        actor = actor_at(run, below[0])
    elif chooser.chance("register: without FAB", 14):
        actor = chooser.pick("register: who", (AUTHORITY, OUTSIDER))
    models = models_to_offer(chooser, run)
    metadata, url = text(chooser, "register: metadata"), text(chooser, "register: url")
    return Call(actor, "register_node", (metadata, url, models, native_price(chooser, run), stable_price(chooser)))


def left_below(run: Any) -> tuple[Address, ...]:
    """Hosts that have left with less than they need to come back, but something."""
    return tuple(account for account, n in run.state.nodes.items() if not n.active and 0 < n.staked_amount < MIN_STAKE)


def text(chooser: Chooser, label: str) -> str:
    """Some text, seldom none."""
    return chooser.pick(label, TEXTS) if chooser.chance(f"{label}: some", 88) else ""


def models_to_offer(chooser: Chooser, run: Any) -> tuple[ModelId, ...]:
    """Mostly one to three approved models; sometimes none, one twice, one that is not approved, or too many."""
    s = run.state
    ids = {names: ModelId(*names) for names in MODEL_NAMES}
    approved = [one for one in ids.values() if one.realize(run) in s.models and s.models[one.realize(run)].active]
    if not approved or chooser.chance("offer: odd", 25):
        kind = chooser.pick("offer: which", ("none", "twice", "any", "most", "too many"))
        one, other = model(chooser, "offer"), model(chooser, "offer")
        first = approved[0] if approved else one
        lists = {"none": (), "twice": (first, first), "any": (first, one, other)}
        fillers = tuple(ModelId("filler", str(n)) for n in range(MAX_MODELS + 1))
        return lists.get(kind, fillers[:MAX_MODELS] if kind == "most" else fillers)
    count = chooser.integer("offer: how many", 1, min(3, len(approved)))
    found: list[ModelId] = []
    for _ in range(count):
        found.append(chooser.pick("offer: model", [one for one in approved if one not in found]))
    return tuple(found)


def unregister_node(chooser: Chooser, run: Any) -> Call:
    """A host leaves; sometimes one that was slashed."""
    weak = weakened(run)
    if weak and chooser.chance("leave: slashed", 50):
        return Call(actor_at(run, weak[0]), "unregister_node")
    return Call(registered(chooser, run, "leave"), "unregister_node")


def withdraw_stake(chooser: Chooser, run: Any) -> Call:
    """A host takes its stake, mostly one that has left, around the moment from which it can."""
    actor = staked(chooser, run, "take stake", lambda n: not n.active)
    call, s = Call(actor, "withdraw_stake"), run.state
    account = address(run, actor)
    if account not in s.nodes or s.nodes[account].active or s.open_sessions[account]:
        return call
    wait = wait_until(chooser, run, unbonded_at(s, account, s.nodes[account]), "take stake")
    return replace(call, advance=wait)


def staked(chooser: Chooser, run: Any, label: str, fits: Callable[[Node], bool], percent: int = 92) -> str:
    """Mostly a host with a stake that fits."""
    nodes = run.state.nodes

    def suits(account: str) -> bool:
        return account in nodes and nodes[account].staked_amount > 0 and fits(nodes[account])

    empty = any(node.staked_amount == 0 for _, node in nodes.items())
    if chooser.chance(f"{label}: without stake", 20 if empty else 8):
        return some_host(chooser, run, label, lambda account: account in nodes and not suits(account))
    return some_host(chooser, run, label, suits, percent)


def stake(chooser: Chooser, run: Any) -> Call:
    """A host adds to its stake; after a slash, what it lacks."""
    actor = registered(chooser, run, "stake")
    account = address(run, actor)
    held = run.state.nodes[account].staked_amount if account in run.state.nodes else 0
    lacking = max(1, MIN_STAKE - held)
    added = chooser.pick(
        "stake: how much", (lacking, lacking, lacking, lacking - 1, FAB_UNIT, 0, 10**6 * FAB_UNIT, HUGE)
    )
    return Call(actor, "stake", (added,))


def update_metadata(chooser: Chooser, run: Any) -> Call:
    """A host describes itself anew."""
    return Call(registered(chooser, run, "describe"), "update_metadata", (text(chooser, "describe"),))


def update_api_url(chooser: Chooser, run: Any) -> Call:
    """A host moves."""
    return Call(registered(chooser, run, "move"), "update_api_url", (text(chooser, "move"),))


def update_supported_models(chooser: Chooser, run: Any) -> Call:
    """A host offers other models."""
    return Call(registered(chooser, run, "offer"), "update_supported_models", (models_to_offer(chooser, run),))


# ---------------------------------------------------------------- prices


def native_price(chooser: Chooser, run: Any) -> int:
    """A price in coin, mostly within bounds."""
    least = run.state.min_native_price
    if chooser.chance("native price: good", 85):
        return chooser.integer("native price", least, MAX_NATIVE_PRICE, (least, 10 * least, MAX_NATIVE_PRICE))
    return chooser.pick("native price: bad", (0, least - 1, least - 1, MAX_NATIVE_PRICE + 1, HUGE))


def stable_price(chooser: Chooser) -> int:
    """A price in tokens, mostly within bounds."""
    if chooser.chance("stable price: good", 85):
        return chooser.integer("stable price", MIN_STABLE_PRICE, MAX_STABLE_PRICE, (1, 1_000, MAX_STABLE_PRICE))
    return chooser.pick("stable price: bad", (0, MAX_STABLE_PRICE + 1, HUGE))


def update_pricing_native(chooser: Chooser, run: Any) -> Call:
    """A host changes its price in coin."""
    return Call(registered(chooser, run, "price"), "update_pricing_native", (native_price(chooser, run),))


def update_pricing_stable(chooser: Chooser, run: Any) -> Call:
    """A host changes its price in tokens."""
    return Call(registered(chooser, run, "price"), "update_pricing_stable", (stable_price(chooser),))


def set_model_pricing(chooser: Chooser, run: Any) -> Call:
    """A host sets its prices for one model, each or none."""
    actor = registered(chooser, run, "model price")
    native = native_price(chooser, run) if chooser.chance("model price: native", 70) else 0
    stable = stable_price(chooser) if chooser.chance("model price: stable", 70) else 0
    offered = offered_model(chooser, run, actor, "model price")
    return Call(actor, "set_model_pricing", (offered, native, stable))


def clear_model_pricing(chooser: Chooser, run: Any) -> Call:
    """A host takes its prices for a model back."""
    actor = registered(chooser, run, "model price")
    return Call(actor, "clear_model_pricing", (offered_model(chooser, run, actor, "model price"),))


def set_token_pricing(chooser: Chooser, run: Any) -> Call:
    """A host sets its price in one token, or takes it back."""
    actor = registered(chooser, run, "token price")
    usual = chooser.chance("token price: a token", 88)
    name = chooser.pick("token price: token", TOKENS) if usual else NOBODY
    price = stable_price(chooser) if chooser.chance("token price: some", 80) else 0
    return Call(actor, "set_token_pricing", (Account(name), price))


# ---------------------------------------------------------------- slashing


def slash_stake(chooser: Chooser, run: Any) -> Call:
    """The authority slashes a host, up to the bound or beyond, around the end of the cooldown."""
    host, s = staked(chooser, run, "slash", lambda n: True, percent=80), run.state
    weak = weakened(run)
    if weak and chooser.chance("slash: the weakest again", 70):
        host = actor_at(run, weak[0])
    account = address(run, host)
    held = s.nodes[account].staked_amount if account in s.nodes else 0
    most = held * MAX_SLASH_PERCENTAGE // 100
    left = max(1, held - MIN_STAKE_AFTER_SLASH)
    amounts = (most, most, most, most // 2, 1, left, left + 1, most + 1, 0, HUGE)
    amount = chooser.pick("slash: how much", amounts)
    evidence, reason = text(chooser, "slash: evidence"), text(chooser, "slash: reason")
    actor = party(chooser, "slash", actor_at(run, s.slashing_authority))
    call = Call(actor, "slash_stake", (Account(host), amount, evidence, reason))
    if not s.last_slash[account]:
        return call
    return replace(call, advance=wait_until(chooser, run, s.last_slash[account] + SLASH_COOLDOWN, "slash"))


def weakened(run: Any) -> list[Address]:
    """Registered hosts that were slashed before, those with the least stake first."""
    nodes, last_slash = run.state.nodes, run.state.last_slash
    slashed = [account for account, node in nodes.items() if node.active and last_slash[account]]
    return sorted(slashed, key=lambda account: nodes[account].staked_amount)


def set_slashing_authority(chooser: Chooser, run: Any) -> Call:
    """The owner says who slashes."""
    to = Account(chooser.pick("authority: who", (AUTHORITY, AUTHORITY, OUTSIDER, NOBODY)))
    return Call(by_owner(chooser, "authority"), "set_slashing_authority", (to,))
