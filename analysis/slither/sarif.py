"""Findings in SARIF 2.1.0, as code scanning services take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

from slither.detectors.abstract_detector import AbstractDetector, classification_txt

from analysis.slither.run import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {"High": "error", "Medium": "warning", "Low": "note", "Informational": "note", "Optimization": "note"}
SEVERITIES = {"High": "8.0", "Medium": "5.0", "Low": "3.0", "Informational": "1.0", "Optimization": "0.0"}
"""What code scanning sorts by: a number from 0 to 10, as text."""


def sarif(findings: Sequence[Finding], detectors: Iterable[type[AbstractDetector]]) -> dict[str, Any]:
    """Return one SARIF log with one run.

    Args:
        findings: What was found; suppressed ones are marked as such, with their justification.
        detectors: What ran; each becomes a rule, found or not.
    """
    rules = sorted(detectors, key=lambda detector: detector.ARGUMENT)
    index = {rule.ARGUMENT: number for number, rule in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "slither",
                        "semanticVersion": version("slither-analyzer"),
                        "informationUri": "https://github.com/crytic/slither",
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "results": [_result(finding, index[finding.detector]) for finding in findings],
            }
        ],
    }


def _rule(rule: type[AbstractDetector]) -> dict[str, Any]:
    impact = classification_txt[rule.IMPACT]
    described: dict[str, Any] = {
        "id": rule.ARGUMENT,
        "name": rule.__name__,
        "shortDescription": {"text": rule.WIKI_TITLE or rule.HELP},
        "fullDescription": {"text": rule.WIKI_DESCRIPTION.strip() or rule.HELP},
        "help": {"text": rule.WIKI_RECOMMENDATION.strip() or rule.HELP},
        "defaultConfiguration": {"level": LEVELS[impact]},
        "properties": {
            "precision": _precision(classification_txt[rule.CONFIDENCE]),
            "security-severity": SEVERITIES[impact],
            "tags": ["security", "solidity"],
        },
    }
    if rule.WIKI.startswith("https://"):
        described["helpUri"] = rule.WIKI
    return described


def _precision(confidence: str) -> str:
    return {"High": "high", "Medium": "medium"}.get(confidence, "low")


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.detector,
        "ruleIndex": rule,
        "level": LEVELS[finding.impact],
        "message": {"text": finding.text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.file, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": finding.line, "endLine": finding.last_line},
                }
            }
        ],
        "partialFingerprints": {"lockstepKey/v1": finding.key},
    }
    if finding.is_suppressed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.reason or ""}]
    return result
