"""Arguments as a person would say them: realized in a run, written as JSON and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from properties.dcm import recipes
from properties.dcm.binding import DcmBinding
from properties.recipe import BrokenRecipe, Recipe, Vocabulary, realize, to_json
from spec.dcm.types import CloseReason, FilterProg, JobParams, Op, RequestStatus


class Colour(IntEnum):
    RED = 0
    BLUE = 1


class Pair(NamedTuple):
    left: Any
    right: Any = 0


@dataclass(frozen=True)
class Doubled(Recipe):
    """A recipe of these tests: twice the number of the run."""

    times: int
    note: str = ""

    def realize(self, run: Any) -> int:
        return 2 * self.times * run.number


WORDS = Vocabulary(Pair, Colour)
RUN = SimpleNamespace(number=7)


# ---------------------------------------------------------------- realizing


def test_success_recipes_are_realized_wherever_they_are() -> None:
    said = (1, Doubled(3), (Doubled(1), "x"), Pair(Doubled(2), (Doubled(0),)), b"y", Colour.BLUE, None, True)
    assert realize(said, RUN) == (1, 42, (14, "x"), Pair(28, (0,)), b"y", Colour.BLUE, None, True)


def test_success_named_tuples_stay_what_they_are() -> None:
    assert type(realize(Pair(Doubled(1)), RUN)) is Pair


def test_invalid_recipe_that_says_nothing() -> None:
    class Silent(Recipe):
        pass

    try:
        with pytest.raises(NotImplementedError, match="Silent must say what it means in a run"):
            realize(Silent(), RUN)
    finally:
        del Recipe.KINDS["Silent"]


# ---------------------------------------------------------------- JSON

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**300), 2**300),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.sampled_from(Colour),
    st.builds(Doubled, st.integers(0, 9), st.text(max_size=3)),
)
ARGUMENTS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=4).map(tuple), st.builds(Pair, inner, inner)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ARGUMENTS)
def test_success_json_reads_back_what_it_wrote(argument: Any) -> None:
    back = WORDS.from_json(json.loads(json.dumps(to_json(argument))))
    assert back == argument
    assert type(back) is type(argument)


DCM_PARAMS = st.builds(
    JobParams,
    op=st.sampled_from(Op),
    target_field=st.integers(0, 2**16 - 1),
    weights=st.lists(st.integers(0, 2**16 - 1), max_size=4).map(tuple),
    clamp_max=st.integers(0, 2**64 - 1),
    filter=st.builds(FilterProg, st.binary(max_size=9), st.lists(st.integers(0, 2**64), max_size=2).map(tuple)),
)
CONTENTS = st.builds(
    recipes.Contents,
    types=st.just(("euint8", "euint64")),
    rows=st.lists(st.tuples(st.integers(0, 255), st.integers(0, 2**64 - 1)), max_size=3).map(tuple),
    seller=st.just("seller"),
    flaws=st.lists(st.sampled_from(recipes.ROW_FLAWS), max_size=2).map(tuple),
)
DCM_ARGUMENTS = st.one_of(
    DCM_PARAMS,
    st.builds(recipes.Account, st.sampled_from(("buyer", "nobody", "JobManager"))),
    st.builds(recipes.PackedRow, st.integers(0, 9), st.integers(0, 9)),
    st.builds(recipes.RowProof, st.integers(0, 9), st.integers(0, 9), st.sampled_from(("", *recipes.PROOF_FLAWS))),
    st.builds(recipes.Root, st.integers(0, 9), CONTENTS),
    st.builds(recipes.Encrypted, st.just("euint32"), st.integers(0, 2**32 - 1), *[st.text(max_size=4)] * 4),
    st.sampled_from((*RequestStatus, *CloseReason)),
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(DCM_ARGUMENTS, max_size=4).map(tuple))
def test_success_every_recipe_of_the_marketplace_reads_back(arguments: tuple[Any, ...]) -> None:
    assert DcmBinding.vocabulary.from_json(json.loads(json.dumps(to_json(arguments)))) == arguments


def test_success_json_is_readable() -> None:
    assert to_json((3, "x", b"\x01", Doubled(1), Pair(Colour.RED), True, None)) == [
        "3",
        {"text": "x"},
        {"hex": "01"},
        {"recipe": "Doubled", "times": "1", "note": {"text": ""}},
        {"tuple": "Pair", "left": "RED", "right": "0"},
        True,
        None,
    ]


@pytest.mark.parametrize("argument", [1.5, {"a": 1}, object()], ids=["float", "dictionary", "object"])
def test_invalid_argument_without_a_json_form(argument: object) -> None:
    with pytest.raises(TypeError, match="has no JSON form; make it a recipe"):
        to_json(argument)


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (3, "argument 3: numbers are written as decimal strings. Write it in quotes."),
        (1.5, "argument 1.5: numbers are written as decimal strings. Write it in quotes."),
        ("GREEN", "argument 'GREEN': it is neither a number nor a name of the protocol. Check its spelling."),
        ({"hex": "0g"}, "argument {'hex': '0g'}: hex needs pairs of hexadecimal digits."),
        ({"hex": 3}, "argument {'hex': 3}: hex needs pairs of hexadecimal digits."),
        ({"tuple": "Triple"}, "argument of kind 'Triple': no such recipe or tuple. Known: Pair."),
        ({}, "argument of kind None: no such recipe or tuple. Known:"),
    ],
)
def test_invalid_json(stored: Any, sentence: str) -> None:
    with pytest.raises(BrokenRecipe) as refused:
        WORDS.from_json([stored])
    assert refused.value.sentence().startswith(sentence)


@pytest.mark.parametrize("parts", [{}, {"left": "1", "middle": "2"}])
def test_invalid_parts_of_a_recipe_are_named(parts: dict[str, str]) -> None:
    with pytest.raises(BrokenRecipe, match=r"argument of kind Pair: .*Compare its parts with the recipe's"):
        WORDS.from_json({"tuple": "Pair", **parts})
