"""Pictures show what was explored, are well-formed, and keep boxes and labels apart."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from analysis.explore.drawing import draw
from analysis.explore.layers import arrange
from analysis.explore.pictures import arrows_of, charts, dot, write
from analysis.explore.presets import preset_named
from analysis.explore.search import explore
from properties.protocols import load
from tests.analysis.explore.toy import depot

SVG = "{http://www.w3.org/2000/svg}"
ARROWS = {
    ("none", "PENDING"): ("submit",),
    ("PENDING", "ACCEPTED"): ("accept",),
    ("PENDING", "REJECTED"): ("cancel", "reject"),
    ("ACCEPTED", "ACCEPTED"): ("push", "top_up"),
    ("ACCEPTED", "COMPLETED"): ("finalize",),
    ("ACCEPTED", "REJECTED"): ("reclaim",),
}


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_success_a_drawing_has_every_box_and_label() -> None:
    svg = draw("A <title>", "none", ARROWS)
    assert set(texts(svg)) == {
        "A <title>",
        *(name for pair in ARROWS for name in pair if name != "none"),
        *(action for actions in ARROWS.values() for action in actions),
    }
    paths = ElementTree.fromstring(svg).findall(f"{SVG}path")
    assert len(paths) == len(ARROWS)


def test_success_columns_follow_the_arrows() -> None:
    layers = arrange("none", ARROWS)
    place = layers.place()
    columns = {name: place[name][0] for name in ("none", "PENDING", "ACCEPTED", "COMPLETED", "REJECTED")}
    assert list(columns.values()) == [0, 1, 2, 3, 3]
    assert len(layers.routes["PENDING", "REJECTED"]) == 3, "a long arrow has a place of its own in between"


def test_success_boxes_do_not_overlap_and_lie_inside() -> None:
    root = ElementTree.fromstring(draw("t", "none", ARROWS))
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    boxes = [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.attrib.get("class", "").startswith("box")
    ]
    assert len(boxes) == 4
    for number, (x, y, w, h) in enumerate(boxes):
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
        for u, v, k, m in boxes[:number]:
            assert x + w <= u or u + k <= x or y + h <= v or v + m <= y


@pytest.mark.parametrize(
    "arrows",
    [
        {("none", "A"): ("x",), ("A", "B"): ("go",), ("B", "A"): ("back",)},
        {("none", "A"): ("x",), ("A", "A"): ("stay",)},
        {("none", "A"): ("x",), ("none", "B"): ("y",), ("B", "A"): ("z",), ("A", "none"): ("gone",)},
    ],
)
def test_success_circles_are_drawn(arrows: dict[tuple[str, str], tuple[str, ...]]) -> None:
    svg = draw("circles", "none", arrows)
    assert len(ElementTree.fromstring(svg).findall(f"{SVG}path")) == len(arrows)
    assert {action for actions in arrows.values() for action in actions} <= set(texts(svg))


def test_success_dot_names_every_arrow_once() -> None:
    toy = depot()
    (chart,) = charts(toy, explore(toy, toy.presets[0]))
    text = dot(chart)
    drawn = re.findall(r'"(\w+)" -> "(\w+)" \[label="(\w+)"\]', text)
    assert drawn == [("IN", "OUT", "fetch"), ("none", "IN", "leave")]


def test_success_actions_between_two_statuses_share_an_arrow() -> None:
    edges = [("a", "X", "two", "Y"), ("a", "X", "one", "Y")]
    assert arrows_of(edges) == {("X", "Y"): ("one", "two")}


def test_success_one_picture_for_each_lifecycle(tmp_path: Path) -> None:
    dcm = load("dcm")
    written = write(dcm, explore(dcm, preset_named(dcm, "tiny")), tmp_path)
    assert [file.name for file in written] == [
        f"dcm-{name}.{suffix}" for name in ("request", "job", "dataset") for suffix in ("dot", "svg")
    ]
    shown = texts((tmp_path / "dcm-request.svg").read_text(encoding="utf-8"))
    assert {"PENDING", "ACCEPTED", "COMPLETED", "REJECTED", "reclaim_stalled"} <= set(shown)


@pytest.mark.parametrize(
    ("protocol", "names", "beyond"),
    [
        ("dcm", ("request", "job", "dataset"), {"top_up_allowance"}),
        (
            "compute",
            ("session", "host", "proposal", "job", "challenge", "score", "motion", "key", "stream"),
            set(),
        ),
    ],
)
def test_the_pictures_of_the_documents_show_what_the_smallest_search_sees(
    protocol: str, names: tuple[str, ...], beyond: set[str]
) -> None:
    loaded = load(protocol)
    edges = explore(loaded, preset_named(loaded, "tiny"), wanted=frozenset()).tally.edges
    assert {edge[0] for edge in edges} == set(names)
    for name in names:
        kept = Path(__file__).resolve().parents[3] / "docs" / "pictures" / f"{protocol}-{name}.svg"
        shown = set(texts(kept.read_text(encoding="utf-8")))
        missing = {word for of, *words in edges if of == name for word in words} - shown - {"none"}
        assert missing <= beyond, "draw: `lockstep explore ci --picture --output docs/pictures`"
