"""The one base class of everything that goes wrong for a reason the user can mend."""

from __future__ import annotations


class UserError(Exception):
    """A problem of input, usage or toolchain: said in one sentence, never shown as a traceback.

    The command line prints :meth:`sentence` on standard error and ends with exit code 2. A subclass
    names the kind of problem; the three texts say it.

    Args:
        what: The thing that is wrong, for example ``property 'DCM-CON-99' does not exist``.
        why: The reason, or ``None`` where ``what`` says it already.
        remedy: What the user can do, in the imperative, or ``None``.
    """

    def __init__(self, what: str, why: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy

    def sentence(self) -> str:
        """Return one line: what, why in the middle, what to do at the end."""
        text = self.what.strip().rstrip(".")
        if self.why:
            text += f": {self.why.strip().rstrip('.')}"
        text += "."
        if self.remedy:
            remedy = self.remedy.strip().rstrip(".")
            text += f" {remedy[:1].upper()}{remedy[1:]}{'' if remedy.endswith('?') else '.'}"
        return " ".join(text.split())

    def __str__(self) -> str:
        return self.sentence()
