"""A host's own small lists: which models it offers, and the prices that it asks for some of them.

They are parts of the host's record and change as wholes, so leaving the market empties them. Opaque: what is proved
about hosts holds whatever is on the lists.
"""

from __future__ import annotations

from spec.compute.errors import DuplicateModel, ModelNotApproved, NoModels, TooManyModels
from spec.compute.state import Model
from spec.compute.types import ModelPrice, TokenPrice
from spec.core import Address, Bytes32, Store, Uint256, opaque, require

MAX_MODELS = 32

ModelPrices = tuple[ModelPrice, ...]
TokenPrices = tuple[TokenPrice, ...]


@opaque(raises=(NoModels, TooManyModels))
def check_count(model_ids: tuple[bytes, ...]) -> None:
    """Refuses no models at all, and more than 32.

    Errors, in order: NoModels, TooManyModels.
    """
    require(len(model_ids) > 0, NoModels)
    require(len(model_ids) <= MAX_MODELS, TooManyModels, len(model_ids), MAX_MODELS)


@opaque(raises=(DuplicateModel, ModelNotApproved))
def check_models(models: Store[bytes, Model], model_ids: tuple[bytes, ...]) -> None:
    """Refuses a model that is named twice, or that is not approved; one model after the other.

    Errors, in order: DuplicateModel, ModelNotApproved.
    """
    for place, model_id in enumerate(model_ids):
        require(model_id not in model_ids[:place], DuplicateModel, model_id)
        require(model_id in models and models[model_id].active, ModelNotApproved)


@opaque()
def offers(model_ids: tuple[bytes, ...], model_id: Bytes32) -> bool:
    """Whether a model is among those offered."""
    return model_id in model_ids


@opaque()
def model_price(prices: ModelPrices, model_id: Bytes32) -> ModelPrice:
    """A host's own prices for a model; zeros for none."""
    return next((price for price in prices if price.model_id == model_id), ModelPrice(model_id, 0, 0))


@opaque()
def token_price(prices: TokenPrices, token: Address) -> Uint256:
    """A host's own price in a token; zero for none."""
    return next((price.price for price in prices if price.token == token), 0)


@opaque()
def with_model_price(prices: ModelPrices, model_id: Bytes32, native: Uint256, stable: Uint256) -> ModelPrices:
    """The prices with those for one model replaced."""
    others = tuple(price for price in prices if price.model_id != model_id)
    return (*others, ModelPrice(model_id, native, stable))


@opaque()
def with_token_price(prices: TokenPrices, token: Address, amount: Uint256) -> TokenPrices:
    """The prices with that in one token replaced."""
    return (*(price for price in prices if price.token != token), TokenPrice(token, amount))


@opaque()
def prices_of_offered(prices: ModelPrices, model_ids: tuple[bytes, ...]) -> ModelPrices:
    """The prices without those of models that are not offered any more."""
    return tuple(price for price in prices if price.model_id in model_ids)
