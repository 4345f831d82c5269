"""What the formats of corpora have in common, and how a file's format is told."""

from __future__ import annotations

import gzip
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.corpus.sequence import STALE, BadCorpus, Handlers, HandlerSequence, Transaction, bad

ENDINGS = (".json", ".json.gz", ".txt")


class Format(ABC):
    """How one tool keeps sequences. name: as the command line knows it."""

    name: str

    @abstractmethod
    def fits(self, document: Any) -> bool:
        """Whether a JSON document looks like a sequence of this tool."""

    @abstractmethod
    def transactions(self, document: Any, handlers: Handlers) -> list[Transaction]:
        """The calls of a document that fits. Raises ValueError, LookupError or TypeError for a broken one."""

    @abstractmethod
    def write(self, sequence: HandlerSequence, folder: Path) -> Path:
        """Writes a sequence where the tool looks for it, below the folder that it is given as its corpus."""


def read(file: Path, formats: tuple[Format, ...], handlers: Handlers) -> HandlerSequence:
    """The sequence in a file of whichever tool.

    Raises:
        BadCorpus: There is none; the sentence names the file, the reason and what to do.
    """
    document = document_in(file)
    found = next((one for one in formats if one.fits(document)), None)
    if found is None:
        names = ", ".join(one.name for one in formats)
        raise bad(file, f"it is a sequence of none of {names}", "give files that one of them wrote")
    try:
        transactions = found.transactions(document, handlers)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        why = f"the {found.name} format: no {fault}" if isinstance(fault, LookupError) else f"{fault}"
        raise bad(file, why, STALE) from None
    return HandlerSequence(stem_of(file), tuple(transactions))


def document_in(file: Path) -> Any:
    """The JSON document in a file, packed or not. Raises BadCorpus."""
    try:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8")
        return json.loads(text)
    except FileNotFoundError:
        raise BadCorpus(f"{file} does not exist", None, "give a file or a folder of a corpus") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise bad(file, "it is no whole gzip file", "remove the file, or write it again") from None
    except UnicodeDecodeError:
        raise bad(file, "it is no text", "remove the file, or write it again") from None
    except json.JSONDecodeError as fault:
        raise bad(file, f"it is not JSON (line {fault.lineno}: {fault.msg})", "remove the file, or mend it") from None
    except OSError as fault:
        raise bad(file, fault.strerror or "it can't be opened", "check the path and its permissions") from None


def files_in(place: Path) -> list[Path]:
    """The files of a corpus, in the order of their names; a file alone is a corpus of one. Raises BadCorpus."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise BadCorpus(f"{place} does not exist", None, "give a file or a folder of a corpus")
    found = sorted(file for file in place.rglob("*") if file.is_file() and _is_kept(file.name))
    if not found:
        raise BadCorpus(f"{place} holds no sequence", f"no file ends with {', '.join(ENDINGS)}", "give another folder")
    return found


def _is_kept(name: str) -> bool:
    """Whether a tool may have kept a sequence in a file; forge calls a failure by its invariant, without an ending."""
    return name.endswith(ENDINGS) or ("." not in name and name.startswith("invariant_"))


def stem_of(file: Path) -> str:
    """The file's name without its ending."""
    return next((file.name[: -len(ending)] for ending in ENDINGS if file.name.endswith(ending)), file.name)


def numbered(items: list[Any], read_one: Callable[[Any], Transaction | None]) -> list[Transaction]:
    """Reads transactions one by one, so that an error names the one that is broken."""
    found = []
    for number, item in enumerate(items, 1):
        try:
            transaction = read_one(item)
        except LookupError as fault:
            raise ValueError(f"transaction {number} has no {fault}") from None
        except (ValueError, TypeError, AttributeError) as fault:
            raise ValueError(f"transaction {number}: {fault}") from None
        if transaction is not None:
            found.append(transaction)
    return found
