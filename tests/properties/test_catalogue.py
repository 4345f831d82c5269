"""Properties are refused when they are declared if nobody could read or check them."""

from __future__ import annotations

from typing import Any

import pytest

from properties.catalogue import Catalogue, Family, InvalidProperty, Property, Scope, Shape, UnknownProperty
from properties.errors import UserError
from properties.protocols import PROTOCOLS, UnknownProtocol, load

TEXTS = {"target": "Vault", "statement": "Coin stays.", "remedy": "Book it."}


def declared(catalogue: Catalogue, id: str = "TOY-CON-01", **changes: Any) -> Property:
    return catalogue.declare(id, family=Family.CONSERVATION, shape=Shape.STATE, **{**TEXTS, **changes})


@pytest.mark.parametrize("name", ["target", "statement", "remedy"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_invalid_property_without_a_text(name: str, text: str) -> None:
    catalogue = Catalogue("toy")
    with pytest.raises(InvalidProperty, match=f"property 'TOY-CON-01' has no {name}; a reader could not use it"):
        declared(catalogue, **{name: text})
    assert len(catalogue) == 0


def test_invalid_property_without_an_id() -> None:
    with pytest.raises(InvalidProperty, match="has no id"):
        declared(Catalogue("toy"), " ")


def test_invalid_property_declared_twice() -> None:
    catalogue = Catalogue("toy")
    declared(catalogue)
    with pytest.raises(InvalidProperty, match="TOY-CON-01 is declared twice; ids are fixed and unique"):
        declared(catalogue, statement="Something else.")


def test_invalid_catalogue_with_a_property_that_no_clause_states() -> None:
    catalogue = Catalogue("toy")
    declared(catalogue)
    with pytest.raises(InvalidProperty, match="property TOY-CON-01 has no clause; state it as a predicate"):
        catalogue.complete()


def test_success_accepted_risk_needs_no_clause() -> None:
    catalogue = Catalogue("toy")
    declared(catalogue, accepted_risk="it is inherent, and shown by a test")
    assert catalogue.complete() is catalogue


def test_success_every_kind_of_clause_is_kept_with_its_name() -> None:
    prop = declared(Catalogue("toy"))

    @prop.for_each("boxes")
    def box_is_closed(s: Any, key: Any, box: Any) -> bool:
        return True

    @prop.for_each("boxes", inductive=False)
    def box_is_full(s: Any, key: Any, box: Any) -> bool:
        return True

    @prop.always
    def vault_is_there(s: Any) -> bool:
        return True

    @prop.on_step("put", "take")
    def coin_moved(step: Any) -> bool:
        return True

    @prop.for_each_step("boxes", "put")
    def other_boxes_stay(step: Any, key: Any, before: Any, box: Any) -> bool:
        return True

    @prop.on_refusal()
    def nothing_moved(step: Any) -> bool:
        return True

    @prop.at_end
    def everybody_left(s: Any) -> bool:
        return True

    @prop.on_trace
    class CoinComesBack:
        def observe(self, step: Any) -> bool | None:
            return None

    said = [(clause.name, clause.scope, clause.store, set(clause.actions), clause.inductive) for clause in prop.clauses]
    assert said == [
        ("box is closed", Scope.RECORD, "boxes", set(), True),
        ("box is full", Scope.RECORD, "boxes", set(), False),
        ("vault is there", Scope.STATE, None, set(), True),
        ("coin moved", Scope.STEP, None, {"put", "take"}, True),
        ("other boxes stay", Scope.RECORD_STEP, "boxes", {"put"}, True),
        ("nothing moved", Scope.REFUSAL, None, set(), True),
        ("everybody left", Scope.END, None, set(), True),
        ("CoinComesBack", Scope.TRACE, None, set(), True),
    ]
    assert [prop.clauses[0].holds, prop.clauses[-1].holds] == [box_is_closed, CoinComesBack]


def test_invalid_clause_without_a_name_of_its_own() -> None:
    prop = declared(Catalogue("toy"))
    with pytest.raises(InvalidProperty, match="a clause needs a name of its own, '<lambda>' is not one"):
        prop.always(lambda s: True)

    def conserved(s: Any) -> bool:
        return True

    prop.always(conserved)
    with pytest.raises(InvalidProperty, match="'conserved' is not one"):
        prop.on_step()(conserved)
    assert len(prop.clauses) == 1


# ---------------------------------------------------------------- looking up


def test_success_lookup_by_id() -> None:
    catalogue = Catalogue("toy")
    prop = declared(catalogue)
    assert (catalogue.by_id("TOY-CON-01"), "TOY-CON-01" in catalogue, "TOY-CON-02" in catalogue) == (prop, True, False)


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [("toy-con-02", "Did you mean TOY-CON-01?"), ("?", "Known ids start with TOY-CON-01.")],
)
def test_invalid_lookup_names_the_closest_ids(asked: str, remedy: str) -> None:
    catalogue = Catalogue("toy")
    declared(catalogue)
    with pytest.raises(UnknownProperty) as refused:
        catalogue.by_id(asked)
    assert refused.value.sentence() == (f"property {asked!r} does not exist: protocol toy has no such id. {remedy}")


def test_invalid_protocol_name() -> None:
    with pytest.raises(UnknownProtocol) as refused:
        load("dmc")
    assert refused.value.sentence() == f"protocol 'dmc' does not exist. Choose one of {', '.join(PROTOCOLS)}."


@pytest.mark.parametrize("name", PROTOCOLS)
def test_success_registered_protocol_is_complete(name: str) -> None:
    protocol = load(name)
    assert protocol.name == name
    assert protocol.catalogue.complete() is protocol.catalogue
    ids = [prop.id for prop in protocol.catalogue]
    others = [prop.id for other in PROTOCOLS if other != name for prop in load(other).catalogue]
    assert len(set(ids)) == len(ids)
    assert {id.partition("-")[0] for id in ids}.isdisjoint(id.partition("-")[0] for id in others)
    assert {fault.property for fault in protocol.canaries} <= set(ids)
    assert any(fault.deep for fault in protocol.canaries)
    assert any(not fault.deep for fault in protocol.canaries)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_success_clauses_name_actions_and_stores_that_exist(name: str) -> None:
    protocol = load(name)
    clauses = [clause for prop in protocol.catalogue for clause in prop.clauses]
    assert [c.name for c in clauses if not all(action in protocol.actions for action in c.actions)] == []
    stores = {c.store for c in clauses if c.store}
    fields = {
        field.name for module in protocol.specified_in for field in getattr(vars(module).get("State"), "FIELDS", ())
    }
    assert stores <= fields


# ---------------------------------------------------------------- what users read


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UserError("it is wrong"), "it is wrong."),
        (UserError("it is wrong.", "that is why.", "mend it."), "it is wrong: that is why. Mend it."),
        (UserError("it\n is  wrong", None, "did you mean x?"), "it is wrong. Did you mean x?"),
    ],
)
def test_success_errors_are_one_sentence(error: UserError, sentence: str) -> None:
    assert error.sentence() == str(error) == sentence
