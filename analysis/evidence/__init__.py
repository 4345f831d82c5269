"""One record of evidence for every engine, the judgement over it, and everything rendered from it."""

from analysis.evidence.document import InvalidEvidence, from_document, strip_volatile, to_document
from analysis.evidence.judgement import exit_status
from analysis.evidence.records import (
    Canary,
    Cell,
    CoverageTable,
    EngineError,
    EngineRecord,
    Evidence,
    MeaninglessRecord,
    MutationScore,
    PropertyRecord,
)
from analysis.evidence.reports import write_reports
from analysis.evidence.store import EvidenceStore, NoEvidence
from analysis.evidence.verdict import Verdict

__all__ = [
    "Canary",
    "Cell",
    "CoverageTable",
    "EngineError",
    "EngineRecord",
    "Evidence",
    "EvidenceStore",
    "InvalidEvidence",
    "MeaninglessRecord",
    "MutationScore",
    "NoEvidence",
    "PropertyRecord",
    "Verdict",
    "exit_status",
    "from_document",
    "strip_volatile",
    "to_document",
    "write_reports",
]
