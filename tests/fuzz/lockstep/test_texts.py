"""Refusals in words: found among a protocol's own classes, and never ambiguous."""

from __future__ import annotations

import pytest

from fuzz.lockstep.texts import AmbiguousText, enclosing, named_texts
from spec.compute import proofs
from spec.compute.state import COMPUTE
from spec.core import Actions, Message, Revert
from spec.dcm.state import DCM

KEPT: list[type[Revert]] = []
"""A class that nobody holds is no longer a subclass of anything."""


def declared(*names: str) -> Actions:
    """Actions of a made-up package whose classes of these names all say the same."""
    for name in names:
        KEPT.append(type(name, (Revert,), {"TEXT": "It is shut", "__module__": "spec.made_up.errors"}))
    actions = Actions()

    def knock(s: object, m: Message) -> None:
        """Knocks. Errors: none."""

    knock.__module__ = "spec.made_up.doors"
    actions.action(on="Door")(knock)
    return actions


def test_success_words_of_the_protocols_own() -> None:
    assert proofs.COMPUTE is COMPUTE
    texts = named_texts(COMPUTE)
    assert (texts["Paused"], texts["Unauthorized"]) == ("MarketplacePaused", "NotAuthorized")


def test_success_no_words_of_another_protocol() -> None:
    assert named_texts(DCM) == {}


def test_invalid_words_that_two_classes_say() -> None:
    actions = declared("Shut", "Closed")
    with pytest.raises(AmbiguousText, match="Shut and Closed both say 'It is shut'"):
        named_texts(actions)


def test_success_packages_around_a_module() -> None:
    assert list(enclosing("spec.compute.proofs")) == ["spec.compute", "spec"]
