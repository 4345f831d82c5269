"""Why the compute marketplace refuses a call: custom errors with arguments in ABI order, and refusals in words.

Clients match on the words, so `TEXT` is verbatim what the contract says. The token's and the models' are in
`model_errors`.
"""

from __future__ import annotations

from spec.core import Revert

# ---------------------------------------------------------------- all contracts


class NotAuthorized(Revert):
    """The caller is not the one contract or account that may do this."""

    TEXT = "Unauthorized"


class OwnableUnauthorizedAccount(Revert):
    """Only the owner may set parameters."""

    ARGS = ("account",)


class ZeroAddress(Revert):
    """The zero address can't be set."""


class MarketplaceAlreadySet(Revert):
    """The marketplace is wired once and never again."""

    ARGS = ("marketplace",)


class ZeroAmount(Revert):
    """Nothing to do with an amount of zero."""


class ValueMismatch(Revert):
    """The coin that was sent is not what the call says."""

    ARGS = ("value", "expected")


class LengthMismatch(Revert):
    """Lists of a batch are of one length."""


# ---------------------------------------------------------------- nodes


class AlreadyRegistered(Revert):
    """The host is active."""

    TEXT = "Already registered"


class NotRegistered(Revert):
    """The caller is no active host."""

    TEXT = "Not registered"


class EmptyMetadata(Revert):
    """A host describes itself."""

    TEXT = "Empty metadata"


class EmptyApiUrl(Revert):
    """A host says where it is reached."""


class NoModels(Revert):
    """A host offers something."""

    TEXT = "Must support at least one model"


class TooManyModels(Revert):
    """A host offers up to 32 models."""

    ARGS = ("count", "maximum")


class DuplicateModel(Revert):
    """A model is named twice."""

    ARGS = ("model_id",)


class ModelNotApproved(Revert):
    """The model is not registered, or it is deactivated."""

    TEXT = "Model not approved"


class NativePriceBelowMinimum(Revert):
    """The native price is below the least that the registry takes."""

    TEXT = "Native price below minimum"


class NativePriceAboveMaximum(Revert):
    """The native price is above the most that the registry takes."""

    ARGS = ("price", "maximum")


class StablePriceBelowMinimum(Revert):
    """The price in tokens is below the least that the registry takes."""

    ARGS = ("price", "minimum")


class StablePriceAboveMaximum(Revert):
    """The price in tokens is above the most that the registry takes."""

    ARGS = ("price", "maximum")


class NothingStaked(Revert):
    """The account has no stake."""

    ARGS = ("account",)


class StillRegistered(Revert):
    """The stake of an active host stays."""

    ARGS = ("host",)


class SessionsStillOpen(Revert):
    """The stake stays until the last session is over."""

    ARGS = ("host", "count")


class StakeLocked(Revert):
    """The stake can be withdrawn from `until` on."""

    ARGS = ("until",)


class EmptyEvidence(Revert):
    """A slash names its evidence."""


class EmptyReason(Revert):
    """A slash names its reason."""


class SlashAboveMaximum(Revert):
    """One slash takes half of the stake at most."""

    ARGS = ("amount", "maximum")


class SlashTooSoon(Revert):
    """The next slash is possible from `until` on."""

    ARGS = ("until",)


# ---------------------------------------------------------------- marketplace: parameters and deposits


class MarketplacePaused(Revert):
    """Nothing new begins while the marketplace is paused."""

    TEXT = "Paused"


class EnforcedPause(Revert):
    """The marketplace is paused already."""


class ExpectedPause(Revert):
    """The marketplace is not paused."""


class TokenNotAccepted(Revert):
    """The token is not on the list of those that are taken."""

    ARGS = ("token",)


class TokenAlreadyAccepted(Revert):
    """The token is on the list already."""

    ARGS = ("token",)


class InvalidLimits(Revert):
    """A least deposit above zero, and a greater one that fits into 96 bits."""

    ARGS = ("minimum", "maximum")


class TooManyTokens(Revert):
    """The list has no room for another token."""

    ARGS = ("maximum",)


class InvalidDuration(Revert):
    """The duration, in seconds, is out of bounds."""

    ARGS = ("duration",)


class InsufficientBalance(Revert):
    """The account has less than that."""

    TEXT = "Insufficient balance"


# ---------------------------------------------------------------- marketplace: sessions


class DepositBelowMinimum(Revert):
    """The deposit is smaller than the least for its asset."""

    TEXT = "Deposit below minimum"


class DepositAboveMaximum(Revert):
    """The deposit is greater than the greatest for its asset."""

    ARGS = ("deposit", "maximum")


class ZeroPrice(Revert):
    """Work has a price."""


class PriceAboveMaximum(Revert):
    """The price does not fit into 96 bits."""

    ARGS = ("price", "maximum")


class ProofIntervalBelowMinimum(Revert):
    """A proof interval is at least 100 tokens."""

    ARGS = ("given", "minimum")


class ProofIntervalAboveMaximum(Revert):
    """No session is long enough to prove so many tokens."""

    ARGS = ("given", "maximum")


class HostNotActive(Revert):
    """The host is not registered, or its stake is too small for new sessions."""

    TEXT = "Host not active"


class ModelNotSupported(Revert):
    """The host does not offer the model."""

    TEXT = "Host does not support model"


class NativePriceBelowHostMinimum(Revert):
    """The host does not work for so little coin."""

    TEXT = "Price below host minimum (native)"


class StablePriceBelowHostMinimum(Revert):
    """The host does not work for so few tokens."""

    TEXT = "Price below host minimum (stable)"


class DepositBelowProofInterval(Revert):
    """The deposit does not pay for one proof interval."""

    ARGS = ("max_tokens", "proof_interval")


class SessionNotActive(Revert):
    """There is no such session, or it is over."""

    TEXT = "Session not active"


class NotSessionHost(Revert):
    """Only the host proves work."""

    TEXT = "Only host can submit proof"


class NotSessionParty(Revert):
    """Only host and depositor complete a session."""

    ARGS = ("job_id", "caller")


class NotDepositor(Revert):
    """Only the depositor extends or cancels a session."""

    ARGS = ("job_id", "caller")


class SessionExpired(Revert):
    """The session's time was over at `end`."""

    ARGS = ("job_id", "end")


class FinalClaimMade(Revert):
    """A claim below 100 tokens was the host's last."""

    ARGS = ("job_id",)


class ExcessiveTokens(Revert):
    """No host works that fast."""

    ARGS = ("claimed", "allowed")


class TokensExceedDeposit(Revert):
    """The deposit does not pay for so many tokens."""

    TEXT = "Tokens claimed exceed deposit"


class InvalidProofSignature(Revert):
    """The proof is not signed by the host, or was used before."""

    TEXT = "Invalid proof signature"


class DisputeWindowOpen(Revert):
    """The session can be completed from `until` on."""

    ARGS = ("job_id", "until")


class SessionNotTimedOut(Revert):
    """The session is neither over nor idle for too long."""

    TEXT = "Session not timed out"
