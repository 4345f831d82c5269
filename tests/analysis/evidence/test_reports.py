import io
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from analysis.evidence import EngineError, Evidence, MutationScore, Verdict, write_reports
from analysis.evidence.html import render_html
from analysis.evidence.junit import render_junit
from analysis.evidence.markdown import render_markdown
from analysis.evidence.matrix import build_matrix, describe_extent
from analysis.evidence.terminal import print_evidence
from analysis.evidence.text import render_text
from tests.specimens import good_evidence, with_cell


def bad_evidence() -> Evidence:
    evidence = with_cell(verdict=Verdict.VIOLATED, counterexample="build/toy/1", reason="1 wei <is> missing")
    return evidence.with_changes(
        errors=(EngineError("toy-engine", "toy", "ends with \x1b[0m & more"),),
        mutants={"toy": MutationScore(3, 4, 1)},
    )


def test_the_matrix_groups_by_family_in_order_of_appearance() -> None:
    matrix = build_matrix(good_evidence())
    assert [(group.protocol, group.family) for group in matrix.groups] == [("toy", "conservation"), ("toy", "access")]
    assert [row.entries[0].text for row in matrix.rows] == ["fuzzed 2,000 calls", "proved"]
    assert matrix.summary() == "2 of 2 properties green"


def test_the_matrix_shows_the_worst_of_several_targets() -> None:
    good = good_evidence()
    more = with_cell(target="Bank", verdict=Verdict.UNKNOWN).cells[0]
    matrix = build_matrix(good.with_changes(cells=(*good.cells, more)))
    assert matrix.rows[0].entries[0].text == "unknown"
    assert matrix.rows[0].state == "good"


def test_a_dash_where_an_engine_said_nothing() -> None:
    good = good_evidence()
    assert build_matrix(good.with_changes(cells=good.cells[:1])).rows[1].entries[0].text == "-"


def test_the_summary_never_counts_an_accepted_risk_as_green() -> None:
    matrix = build_matrix(with_cell(verdict=Verdict.ACCEPTED_RISK, reason="documented"))
    assert matrix.summary() == "1 of 2 properties green, 1 accepted risk"


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        ({"calls": 40000}, "40,000 calls"),
        ({"states": 5, "bound": "2 requests"}, "5 states, up to 2 requests"),
        ({"calls": 3, "bound": None}, "3 calls"),
        ({}, ""),
    ],
)
def test_extents_read_as_words(detail: dict[str, object], text: str) -> None:
    assert describe_extent(detail) == text


def test_success_text_is_aligned_and_complete() -> None:
    lines = render_text(good_evidence()).splitlines()
    assert lines[0] == "Evidence: profile quick, seed 7, commit 0123456789ab"
    assert lines[2:] == [
        "property      toy-engine",
        "toy / conservation",
        "  TOY-CON-01  fuzzed 2,000 calls",
        "toy / access",
        "  TOY-ACC-01  proved",
        "",
        "2 of 2 properties green",
        "Verdict: good",
    ]


def test_invalid_text_says_why() -> None:
    text = render_text(bad_evidence())
    assert "      toy-engine violated: 1 wei <is> missing; counterexample build/toy/1" in text
    assert "Verdict: not good\n  - TOY-CON-01 is violated" in text


def test_a_pipe_gets_plain_text_and_a_terminal_gets_colour() -> None:
    pipe, screen = io.StringIO(), io.StringIO()
    print_evidence(bad_evidence(), Console(file=pipe))
    print_evidence(bad_evidence(), Console(file=screen, force_terminal=True, width=140))
    assert pipe.getvalue() == render_text(bad_evidence())
    assert "\x1b[" in screen.getvalue()
    assert "1 wei <is> missing" in screen.getvalue()


def test_success_junit_counts_every_cell() -> None:
    root = ElementTree.fromstring(render_junit(good_evidence()))
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("toy-engine", "2", "0"),
        ("verdict", "1", "0"),
    ]


def test_invalid_junit_fails_where_the_run_fails() -> None:
    root = ElementTree.fromstring(render_junit(bad_evidence()))
    engine, verdict = root
    assert (engine.get("tests"), engine.get("failures"), engine.get("errors")) == ("3", "1", "1")
    assert verdict.get("failures") == "2"
    failure = engine.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "1 wei <is> missing; build/toy/1"


def test_junit_shows_what_did_not_run_as_skipped() -> None:
    root = ElementTree.fromstring(render_junit(with_cell(verdict=Verdict.NOT_RUN, reason="no docker")))
    skipped = root.find("testsuite/testcase/skipped")
    assert skipped is not None
    assert skipped.get("message") == "not-run: no docker"


def test_markdown_escapes_what_would_break_a_table() -> None:
    text = render_markdown(bad_evidence())
    assert "Only the owner &lt;withdraws> \\| sends." in text
    assert "**Verdict: not good**: 1 of 2 properties green, 1 not green" in text
    assert "| toy | 3 | 4 | 1 |" in text


class Page(HTMLParser):
    """Collects the text of a page and whatever it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{tag} {name}" for name, value in attrs if name in ("src", "href", "srcset")]
        self.loads += [tag] if tag in ("script", "link", "iframe") else []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("evidence", [good_evidence(), bad_evidence()], ids=["good", "bad"])
def test_the_html_page_loads_nothing(evidence: Evidence) -> None:
    page = render_html(evidence)
    assert Page(page).loads == []
    assert not re.search(r"url\(|@import", page)


def test_the_html_page_has_the_reasons_above_the_table() -> None:
    text = " ".join(Page(render_html(bad_evidence())).text)
    assert text.index("TOY-CON-01 is violated") < text.index("Properties by engine")
    assert "1 wei <is> missing" in text
    assert "Only the owner <withdraws> | sends." in text


def test_success_every_report_is_written(tmp_path: Path) -> None:
    assert [path.name for path in write_reports(good_evidence(), tmp_path)] == [
        "evidence.html",
        "evidence.md",
        "junit.xml",
    ]
    assert all(path.stat().st_size > 100 for path in tmp_path.iterdir())
