"""Whether the marketplace, or one of its functions, is paused, and for how long it has been.

A pause that ends by itself is over at its end, whether or not anybody has noted it.
"""

from __future__ import annotations

from spec.compute.errors import MarketplacePaused
from spec.compute.job_errors import ContractPaused, FunctionPaused
from spec.compute.state import State
from spec.core import Message, Seconds, require
from spec.core.keccak import keccak256

_DETAILS = "(string,string,uint256,uint256,uint32,string)"
_REQUIREMENTS = "(uint256,uint256,uint256,bool)"
_SESSION = "(address,uint256,uint256,uint256,bytes32"

ARGUMENTS = {
    "createSessionJobForModel": f"{_SESSION})",
    "createSessionJobForModelWithToken": f"{_SESSION},address,uint256)",
    "createSessionFromDeposit": f"{_SESSION},address,uint256)",
    "extendSession": "(uint256,uint256,uint256)",
    "depositNative": "()",
    "depositToken": "(address,uint256)",
    "postJob": f"({_DETAILS},{_REQUIREMENTS},uint256)",
    "postJobWithToken": f"({_DETAILS},{_REQUIREMENTS},address,uint256)",
    "batchPostJobs": f"({_DETAILS}[],{_REQUIREMENTS}[],uint256[])",
    "createJobFor": f"(address,{_DETAILS},{_REQUIREMENTS},uint256)",
    "claimJob": "(uint256)",
    "claimJobFor": "(address,uint256)",
}
"""Functions that can be paused by name, with the types of their arguments: all that begin something."""
SELECTORS = {name: keccak256(f"{name}{types}".encode())[:4] for name, types in ARGUMENTS.items()}
"""What a call of each begins with."""
NAMES = tuple(ARGUMENTS)
STOPPED_BY = {
    **{name: (name,) for name in NAMES},
    "postJobWithToken": ("postJob", "postJobWithToken"),
    "batchPostJobs": ("postJob", "batchPostJobs"),
    "createJobFor": ("postJob", "createJobFor"),
    "claimJobFor": ("claimJob", "claimJobFor"),
}
"""Names by which each is paused."""


def is_paused(s: State, now: Seconds) -> bool:
    """Whether nothing new may begin."""
    return s.paused_at != 0 and (s.pause_ends == 0 or now < s.pause_ends)


def paused_total_at(s: State, now: Seconds) -> Seconds:
    """Seconds of all pauses up to a moment, the present one included."""
    if s.paused_at == 0:
        return s.paused_seconds
    end = now if s.pause_ends == 0 else min(now, s.pause_ends)
    return s.paused_seconds + (end - s.paused_at)


def check_running(s: State, m: Message) -> None:
    """Raises MarketplacePaused while the marketplace is paused."""
    require(not is_paused(s, m.now), MarketplacePaused)


def check_running_function(s: State, m: Message, name: str) -> None:
    """A function of sessions may begin something.

    Errors, in order: MarketplacePaused, FunctionPaused.
    """
    check_running(s, m)
    check_function(s, name)


def check_open(s: State, m: Message, name: str) -> None:
    """A function of prompt jobs may begin something.

    Errors, in order: ContractPaused, FunctionPaused.
    """
    require(not is_paused(s, m.now), ContractPaused)
    check_function(s, name)


def check_function(s: State, name: str) -> None:
    """Raises FunctionPaused if the function is paused, by its own name or by that of all its kind."""
    stopped = any(s.paused_functions[one] == 1 for one in STOPPED_BY[name])
    require(not stopped, FunctionPaused, SELECTORS[name])
