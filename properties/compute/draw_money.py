"""Calls that move money outside sessions: deposits, credits, earnings, fees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser, Mood
from properties.compute.actors import (
    CONTRACT_HOST,
    DEPOSITORS,
    EVERYONE,
    HOSTS,
    PUPPETS,
    TOKENS,
    TREASURY,
    actor_at,
)
from properties.compute.choices import ASSETS, HUGE, address, asset, party, receiver, token
from properties.compute.draw_sessions import MOST_COIN, amount
from properties.recipe import NOBODY, Account
from spec.compute.state import NATIVE
from spec.core import ZERO_ADDRESS

# ---------------------------------------------------------------- deposits for later sessions


def deposit_native(chooser: Chooser, run: Any) -> Call:
    """A depositor deposits coin, seldom none."""
    value = min(amount(chooser, run, NOBODY, "deposit"), MOST_COIN)
    value = value if chooser.chance("deposit: some", 92) else 0
    return Call(chooser.pick("deposit: actor", DEPOSITORS), "deposit_native", value=value)


def deposit_token(chooser: Chooser, run: Any) -> Call:
    """A depositor deposits a token, seldom none of it."""
    name = token(chooser, "deposit")
    paid = amount(chooser, run, name, "deposit") if chooser.chance("deposit: some", 95) else 0
    return Call(chooser.pick("deposit: actor", DEPOSITORS), "deposit_token", (Account(name), paid))


def withdraw_native(chooser: Chooser, run: Any) -> Call:
    """A depositor takes coin back: part, all, more than there is, or none."""
    actor = holder(chooser, run, "take back", ZERO_ADDRESS)
    left = run.state.user_deposits[address(run, actor), ZERO_ADDRESS]
    return Call(actor, "withdraw_native", (part_of(chooser, "take back", left),))


def withdraw_token(chooser: Chooser, run: Any) -> Call:
    """A depositor takes a token back: part, all, more than there is, or none."""
    name = token(chooser, "take back")
    actor = holder(chooser, run, "take back", address(run, name))
    left = run.state.user_deposits[address(run, actor), address(run, name)]
    return Call(actor, "withdraw_token", (Account(name), part_of(chooser, "take back", left)))


def holder(chooser: Chooser, run: Any, label: str, account: str) -> str:
    """Mostly somebody who has deposited an asset."""
    users = [user for (user, held), left in run.state.user_deposits.items() if left and held == account]
    if users and chooser.chance(f"{label}: holder", 90):
        return actor_at(run, chooser.pick(f"{label}: who", users))
    return chooser.pick(f"{label}: actor", DEPOSITORS)


def part_of(chooser: Chooser, label: str, left: int) -> int:
    """Part of an amount, all of it, more, or nothing."""
    if left and chooser.chance(f"{label}: what is there", 90):
        return chooser.integer(f"{label}: how much", 1, left, (1, left, left // 2))
    return chooser.pick(f"{label}: too much", (left + 1, 0, HUGE))


# ---------------------------------------------------------------- credits


def withdraw(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in coin, takes it."""
    actor = creditor(chooser, run, "credit")
    return disliked(chooser, Call(actor, "withdraw"), actor, NOBODY)


def withdraw_to(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in coin, sends it elsewhere."""
    to = receiver(chooser, "credit")
    return disliked(chooser, Call(creditor(chooser, run, "credit"), "withdraw_to", (to,)), to.name, NOBODY)


def withdraw_token_credit(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in a token, takes it."""
    actor, name = token_creditor(chooser, run)
    return settled(chooser, Call(actor, "withdraw_token_credit", (Account(name),)), name)


def withdraw_token_credit_to(chooser: Chooser, run: Any) -> Call:
    """Somebody, mostly with a credit in a token, sends it elsewhere."""
    actor, name = token_creditor(chooser, run)
    to = receiver(chooser, "token credit")
    return settled(chooser, Call(actor, "withdraw_token_credit_to", (Account(name), to)), name)


def creditor(chooser: Chooser, run: Any, label: str) -> str:
    """An actor with a credit in coin if there is one, or now and then anybody."""
    owed = tuple(actor.name for actor in run.cast if run.state.credits[actor.address])
    if owed and chooser.chance(f"{label}: owed", 90):
        return chooser.pick(f"{label}: who", owed)
    return chooser.pick(f"{label}: actor", EVERYONE)


def token_creditor(chooser: Chooser, run: Any) -> tuple[str, str]:
    """An actor and a token of which it is owed something, or now and then any of both."""
    names = {one.address: one.name for one in run.tokens}
    owed = [(actor_at(run, who), names[held]) for (held, who), left in run.state.token_credits.items() if left]
    if owed and chooser.chance("token credit: owed", 90):
        return chooser.pick("token credit: which", owed)
    return chooser.pick("token credit: actor", EVERYONE), token(chooser, "token credit")


def disliked(chooser: Chooser, call: Call, payee: str, name: str) -> Call:
    """The call; sometimes the payee's code, or the token, refuses from now on."""
    if name == NOBODY and payee in PUPPETS and chooser.chance("payee refuses", 50):
        return replace(call, moods=(Mood(payee, "REFUSE"),))
    if name in TOKENS and chooser.chance("token refuses", 12):
        return replace(call, moods=(Mood(name, "REVERT"),))
    return call


def settled(chooser: Chooser, call: Call, name: str) -> Call:
    """The call; mostly the token, which has refused before, transfers as usual from now on, seldom it refuses again."""
    if name in TOKENS and chooser.chance("token settles", 75):
        return replace(call, moods=(Mood(name, "PLAIN" if chooser.chance("token pays", 85) else "REVERT"),))
    return call


# ---------------------------------------------------------------- earnings


def withdraw_earnings(chooser: Chooser, run: Any) -> Call:
    """A host takes its coin."""
    actor, _ = earned(chooser, run, (NOBODY,))
    return disliked(chooser, Call(actor, "withdraw_earnings"), actor, NOBODY)


def withdraw_earnings_to(chooser: Chooser, run: Any) -> Call:
    """A host sends its coin elsewhere."""
    actor, _ = earned(chooser, run, (NOBODY,))
    to = receiver(chooser, "earned")
    return disliked(chooser, Call(actor, "withdraw_earnings_to", (to,)), to.name, NOBODY)


def withdraw_token_earnings(chooser: Chooser, run: Any) -> Call:
    """A host takes all of a token, or all its coin."""
    actor, name = earned(chooser, run, ASSETS)
    return disliked(chooser, Call(actor, "withdraw_token_earnings", (Account(name),)), actor, name)


def withdraw_token_earnings_to(chooser: Chooser, run: Any) -> Call:
    """A host sends all of a token, or all its coin, elsewhere."""
    actor, name = earned(chooser, run, ASSETS)
    to = receiver(chooser, "earned")
    return disliked(chooser, Call(actor, "withdraw_token_earnings_to", (Account(name), to)), to.name, name)


def withdraw_amount(chooser: Chooser, run: Any) -> Call:
    """A host takes part of an asset, all of it, too much, or nothing."""
    actor, name = earned(chooser, run, ASSETS)
    left = run.state.earnings[address(run, actor), address(run, name)]
    call = Call(actor, "withdraw_amount", (part_of(chooser, "earned", left), Account(name)))
    return disliked(chooser, call, actor, name)


def earned(chooser: Chooser, run: Any, assets: tuple[str, ...]) -> tuple[str, str]:
    """A host and one of the assets of which it has earned something if there are any, or now and then any of both."""
    names = {address(run, name): name for name in assets}
    known = [(actor_at(run, h), names[a]) for (h, a), left in run.state.earnings.items() if left and a in names]
    of_contract = [one for one in known if one[0] == CONTRACT_HOST]
    if of_contract and chooser.chance("earned: by a contract", 75):
        return chooser.pick("earned: which of a contract", of_contract)
    if known and chooser.chance("earned: something", 90):
        return chooser.pick("earned: which", known)
    return chooser.pick("earned: host", HOSTS), chooser.pick("earned: asset", assets)


# ---------------------------------------------------------------- fees


def withdraw_treasury_native(chooser: Chooser, run: Any) -> Call:
    """The treasury takes the fees in coin."""
    return Call(treasurer(chooser, run), "withdraw_treasury_native")


def withdraw_treasury_tokens(chooser: Chooser, run: Any) -> Call:
    """The treasury takes the fees in a token."""
    accrued = tuple(t.name for t in run.tokens if run.state.accumulated_treasury[t.address])
    known = accrued and chooser.chance("fees: accrued", 75)
    name = chooser.pick("fees: which", accrued) if known else token(chooser, "fees")
    return Call(treasurer(chooser, run), "withdraw_treasury_tokens", (Account(name),))


def withdraw_all_treasury_fees(chooser: Chooser, run: Any) -> Call:
    """The treasury takes everything: of several assets, some named twice, some never taken."""
    names = tuple(asset(chooser, "fees") for _ in range(chooser.integer("fees: how many", 0, 4)))
    return Call(treasurer(chooser, run), "withdraw_all_treasury_fees", (tuple(Account(name) for name in names),))


def treasurer(chooser: Chooser, run: Any) -> str:
    """The treasury of the moment, or now and then anybody."""
    return party(chooser, "fees", actor_at(run, run.state.treasury) if run.state.treasury else TREASURY)


def credit_earnings(chooser: Chooser, run: Any) -> Call:
    """Anybody pretends to be the marketplace."""
    actor = chooser.pick("pretend: actor", EVERYONE)
    host = Account(chooser.pick("pretend: host", HOSTS))
    paid = chooser.integer("pretend: amount", 0, 10**18, (0, 1))
    name = asset(chooser, "pretend")
    value = paid if address(run, name) == NATIVE else 0
    return Call(actor, "credit_earnings", (host, paid, Account(name)), value=value)
