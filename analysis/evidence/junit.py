"""The evidence as JUnit XML, so that a CI server shows each property as a test."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from analysis.evidence.judgement import exit_status
from analysis.evidence.matrix import describe_extent
from analysis.evidence.records import Cell, Evidence

# XML 1.0 can't carry these, and error messages sometimes do.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render_junit(evidence: Evidence) -> str:
    """Return one suite per engine, and a suite ``verdict`` that fails exactly when the run does."""
    root = ElementTree.Element("testsuites", name="lockstep")
    for engine in evidence.engine_names():
        _engine_suite(root, engine, evidence)
    _verdict_suite(root, evidence)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _engine_suite(root: ElementTree.Element, engine: str, evidence: Evidence) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=engine)
    protocol_of = {prop.id: prop.protocol for prop in evidence.properties}
    for cell in evidence.cells:
        if cell.engine == engine:
            _cell_case(suite, cell, protocol_of.get(cell.property, "unknown"))
    for error in evidence.errors:
        if error.engine == engine:
            case = _case(suite, f"{engine}.{error.protocol}", "engine runs", 0.0)
            ElementTree.SubElement(case, "error", message=_clean(error.message))
    _count(suite)


def _cell_case(suite: ElementTree.Element, cell: Cell, protocol: str) -> None:
    case = _case(suite, f"{cell.engine}.{protocol}", f"{cell.property} {cell.target}".strip(), cell.seconds)
    said = "; ".join(part for part in (cell.reason, cell.counterexample, describe_extent(cell.detail)) if part)
    if cell.verdict.failing:
        ElementTree.SubElement(case, "failure", type=str(cell.verdict), message=_clean(said or str(cell.verdict)))
    elif not cell.verdict.green:
        ElementTree.SubElement(
            case, "skipped", message=_clean(f"{cell.verdict}: {said}" if said else str(cell.verdict))
        )
    else:
        ElementTree.SubElement(case, "system-out").text = _clean(f"{cell.verdict} {said}".strip())


def _verdict_suite(root: ElementTree.Element, evidence: Evidence) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name="verdict")
    _, reasons = exit_status(evidence)
    if not reasons:
        _case(suite, "verdict", "the evidence is good", 0.0)
    for reason in reasons:
        case = _case(suite, "verdict", _clean(reason), 0.0)
        ElementTree.SubElement(case, "failure", message=_clean(reason))
    _count(suite)


def _case(suite: ElementTree.Element, classname: str, name: str, seconds: float) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=classname, name=name, time=f"{seconds:.3f}")


def _count(suite: ElementTree.Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(list(suite.iter(tag)))))


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("?", text)
