"""How long a text may be."""

from __future__ import annotations

from spec.compute.job_errors import TextTooLong
from spec.core import Uint256, require


def check_length(text: str, maximum: Uint256) -> None:
    """Raises TextTooLong for more bytes than that."""
    length = len(text.encode())
    require(length <= maximum, TextTooLong, length, maximum)
