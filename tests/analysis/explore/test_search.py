"""The search finds exactly what plain execution finds, whatever is done to be fast, to split or to stop it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analysis.explore.crew import Alone
from analysis.explore.model import Model
from analysis.explore.presets import UnknownPreset, preset_named
from analysis.explore.search import Exploration, explore
from properties.dcm.preset_calls import Size
from properties.dcm.presets import preset
from properties.errors import UserError
from properties.protocols import load
from spec.dcm import escrow
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.plainly import Plainly, known_to
from tests.analysis.explore.toy import depot

DCM = load("dcm")
TINY = preset_named(DCM, "tiny")
TWO = preset(
    Size("two", requests=2, jobs=2, gas=(1,), allowances=(2,), most=4, hard=False, refusing=()), "two requests", {}
)


def crew_after(protocol: Any, chosen: Any, levels: int = 10**6) -> Alone:
    crew = Alone(partial(Model, protocol.actions, protocol.catalogue, chosen))
    crew.begin()
    for _ in range(levels):
        if not crew.level():
            break
    return crew


@pytest.mark.parametrize("refusing", [frozenset(), frozenset({"ann"})])
def test_the_toy_has_the_states_of_a_plain_search(refusing: frozenset[str]) -> None:
    toy = depot(symmetries=(), refusing=refusing)
    plain = Plainly(toy.actions, toy.catalogue, toy.presets[0]).states()
    assert set(known_to(crew_after(toy, toy.presets[0]))) == set(plain)


def test_a_real_specification_has_the_states_of_a_plain_search() -> None:
    levels = 6
    plain = Plainly(DCM.actions, DCM.catalogue, TINY)
    states = plain.states(levels)
    found = known_to(crew_after(DCM, TINY, levels))
    assert len(states) > 40
    assert set(found) == set(states)
    assert {vector: len(path) // 4 for vector, path in found.items()} == states
    assert plain.failures == set()


def test_faults_show_in_a_plain_search_as_they_do_here() -> None:
    with mutated(escrow.close, "r.base_fee = 0", "pass"):
        found = explore(DCM, TINY)
        plain = Plainly(DCM.actions, DCM.catalogue, TINY)
        plain.states(found.found[0].length)
    assert {(one.failure.property, one.failure.clause) for one in found.found} == plain.failures
    assert found.found


@pytest.mark.parametrize("protocol", [depot(), DCM], ids=["toy", "dcm"])
def test_symmetry_drops_only_what_differs_by_a_renaming(protocol: Any) -> None:
    chosen = protocol.presets[0] if protocol is not DCM else TWO
    whole = known_to(crew_after(protocol, replace(chosen, symmetries=()), 9))
    kept = crew_after(protocol, chosen, 9)
    with kept._model.running():
        canonical = {kept._model.symmetry.canonical(vector) for vector in whole}
    assert set(known_to(kept)) == canonical
    assert len(canonical) < len(whole)


def test_an_asymmetric_preset_is_refused() -> None:
    toy = depot(refusing=frozenset({"ann"}))
    with pytest.raises(UserError, match="preset toy is not symmetric: ann may refuse coin, bob not"):
        explore(toy, toy.presets[0])
    toy = depot()
    lame = replace(toy.presets[0], attempts=toy.presets[0].attempts[1:])
    with pytest.raises(UserError, match="has no counterpart"):
        explore(toy, lame)


@pytest.mark.parametrize("processes", [2, 3])
def test_any_number_of_processes_has_the_same_result(processes: int) -> None:
    assert explore(DCM, TINY, processes=processes).result() == explore(DCM, TINY).result()


def test_a_violation_is_the_same_with_two_processes() -> None:
    with mutated(escrow.close, "r.compute_allowance = 0", "pass"):
        alone, together = explore(DCM, TINY), explore(DCM, TINY, processes=2)
    assert alone.found and alone.result() == together.result()


def stopped(folder: Path, processes: int) -> Exploration:
    return explore(DCM, TINY, processes=processes, cap=200, folder=folder)


@pytest.mark.parametrize(("first", "then"), [(1, 1), (1, 2), (2, 1)])
def test_a_search_goes_on_where_it_was_stopped(tmp_path: Path, first: int, then: int) -> None:
    part = stopped(tmp_path / "kept", first)
    assert not part.complete and 200 < part.states < 1_000
    resumed = explore(DCM, TINY, processes=then, folder=tmp_path / "kept", resume=True)
    assert resumed.resumed
    assert resumed.result() == explore(DCM, TINY).result()
    assert not (tmp_path / "kept").exists()


def test_another_search_does_not_go_on_from_it(tmp_path: Path) -> None:
    stopped(tmp_path, 1)
    other = explore(DCM, TINY, folder=tmp_path, resume=True, wanted=frozenset({"DCM-CON-01"}))
    assert not other.resumed and other.complete


def test_a_search_without_resume_begins_anew(tmp_path: Path) -> None:
    stopped(tmp_path, 1)
    assert not stopped(tmp_path, 1).resumed


def test_only_wanted_properties_are_checked() -> None:
    with mutated(escrow.close, "r.base_fee = 0", "pass"):
        assert explore(DCM, TINY, wanted=frozenset({"DCM-ACC-02"})).complete
        assert explore(DCM, TINY, wanted=frozenset({"DCM-CON-06"})).found


def test_a_transition_out_of_the_universe_is_cut() -> None:
    toy = depot()
    cut = explore(toy, toy.presets[0]).tally.cut
    assert {toy.presets[0].attempts[item].action for _, item in cut} == {"leave"}


def test_an_unknown_preset_is_refused_with_a_proposal() -> None:
    with pytest.raises(UnknownPreset, match=r"there is no preset 'tin' of dcm\. Did you mean tiny\?"):
        preset_named(DCM, "tin")
