"""Where evidence lives on disk, written so that an interrupted run leaves a whole file."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from analysis.evidence.document import InvalidEvidence, from_document, to_document
from analysis.evidence.records import Evidence
from fuzz.errors import UserError

FILE_NAME = "evidence.json"


class NoEvidence(UserError):
    """No run has left evidence at the given place."""


class EvidenceStore:
    """The evidence of the last run under one output folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def path(self) -> Path:
        """The file that holds the evidence."""
        return self.folder / FILE_NAME

    def save(self, evidence: Evidence) -> Path:
        """Validate and write ``evidence``; the file before it stays whole until the new one is.

        Raises:
            InvalidEvidence: The records hold something that the schema forbids; nothing is written.
        """
        text = json.dumps(to_document(evidence), indent=1, ensure_ascii=False) + "\n"
        write_atomically(self.path, text)
        return self.path

    def load(self) -> Evidence:
        """Read the evidence of the last run.

        Raises:
            NoEvidence: There is none.
            InvalidEvidence: The file is not evidence of this version.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise NoEvidence(f"there is no evidence at {self.path}", remedy="run `make verify` first") from None
        except OSError as fault:
            raise NoEvidence(f"{self.path} can't be read", fault.strerror, "mend its permissions") from fault
        try:
            document = json.loads(text)
        except json.JSONDecodeError as fault:
            raise InvalidEvidence(
                f"{self.path} is not JSON", str(fault), "run `make verify` to write it anew"
            ) from fault
        return from_document(document, str(self.path))


def write_atomically(path: Path, text: str) -> None:
    """Replace the file at ``path`` by ``text`` in one step, making its folder if needed.

    Raises:
        UserError: The folder can't be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise UserError(f"{path.parent} can't be written to", fault.strerror, "choose another --output") from fault
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
