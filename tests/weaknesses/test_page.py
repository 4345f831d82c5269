"""The page says what the tests show: every weakness has its attack or its reason, and no attack is left out."""

from __future__ import annotations

import pytest

from properties.protocols import load
from tests.weaknesses import page
from tests.weaknesses.compute.variants import VARIANTS as OF_COMPUTE
from tests.weaknesses.dcm.variants import VARIANTS as OF_DCM
from tests.weaknesses.jobs.variants import VARIANTS as OF_JOBS

VARIANTS = {"dcm": OF_DCM, "compute": OF_COMPUTE, "jobs": OF_JOBS}
CHAPTERS = {chapter.folder: chapter for chapter in page.chapters()}


def known(protocol: str) -> dict[str, object]:
    return {property_.id: property_ for property_ in load(protocol).catalogue}


@pytest.mark.parametrize("folder", CHAPTERS)
def test_every_weakness_has_an_attack_or_a_reason_and_every_attack_a_row(folder: str) -> None:
    chapter = CHAPTERS[folder]
    assert page.gaps(chapter, page.attacks_in(folder), known(chapter.protocol)) == []


def test_the_page_is_the_one_that_the_rows_make() -> None:
    written = page.PAGE.read_text(encoding="utf-8")
    assert written == page.rendered(), "write it anew with: python -m tests.weaknesses.page"


@pytest.mark.parametrize("folder", CHAPTERS)
def test_every_weakness_of_a_variant_is_attacked(folder: str) -> None:
    planted = {name.partition(",")[0] for variant in VARIANTS[folder] for name in variant.weaknesses}
    assert planted == {attack.weakness for attack in page.attacks_in(folder)}


@pytest.mark.parametrize("folder", CHAPTERS)
def test_a_module_of_attacks_has_nothing_that_its_name_hides(folder: str) -> None:
    for file in sorted((page.FOLDER / folder).glob("test_*.py")):
        hidden = [name for name in page.functions_in(file) if not name.startswith(("test_w_", "test_success_"))]
        assert hidden == [], file.name


def test_invalid_gaps_are_noticed() -> None:
    chapter, attacks = CHAPTERS["dcm"], page.attacks_in("dcm")
    first, *others = chapter.rows
    missing = [attack for attack in attacks if attack.weakness != "W-D01"]
    changed = [
        (chapter._replace(rows=tuple(others)), attacks, "W-D01 has attacks and no row"),
        (chapter, missing, "W-D01 needs an attack, a demonstration elsewhere or a reason, and one of them only"),
        (_with(first._replace(reason="none")), attacks, "W-D01 needs an attack"),
        (_with(first._replace(elsewhere="tests/dcm/test_differencing.py::test_none")), missing, "W-D01: there is no"),
        (_with(first._replace(properties=("DCM-CON-99",))), attacks, "W-D01: there is no property DCM-CON-99"),
        (_with(first._replace(properties=())), attacks, "W-D01 names no property"),
    ]
    for chapter_, attacks_, expected in changed:
        found = page.gaps(chapter_, attacks_, known("dcm"))
        assert any(gap.startswith(expected) for gap in found), (expected, found)
    assert page.gaps(chapter._replace(rows=tuple(others)), attacks, known("dcm"))[0].startswith("the ids of dcm")


def _with(first: page.Weakness) -> page.Chapter:
    chapter = CHAPTERS["dcm"]
    return chapter._replace(rows=(first, *chapter.rows[1:]))
