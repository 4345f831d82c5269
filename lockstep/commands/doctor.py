"""`lockstep doctor`: what is installed, what is missing, and what each missing thing costs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from analysis.toolchain import Finding, examine

READY = 0
NOT_READY = 2


def doctor() -> int:
    """Say what is installed, what is missing, and what each missing thing costs."""
    findings = examine()
    _print(findings, Console())
    blocking = [finding.name for finding in findings if finding.needed and not finding.fit]
    if blocking:
        print(f"Not ready for `make verify`: {', '.join(blocking)}. Run `make setup`.")
        return NOT_READY
    missing = sum(not finding.fit for finding in findings)
    print("Ready for `make verify`." + (f" {missing} optional tools are missing." if missing else ""))
    return READY


def _print(findings: Sequence[Finding], console: Console) -> None:
    if not console.is_terminal:
        for finding in findings:
            print("  ".join(_columns(finding)).rstrip())
        return
    table = Table(header_style="bold")
    for header in ("tool", "version", "state"):
        table.add_column(header)
    for finding in findings:
        style = "green" if finding.fit else ("red" if finding.needed else "yellow")
        name, version, state = (escape(text.strip()) for text in _columns(finding))
        table.add_row(name, version, f"[{style}]{state}[/]")
    console.print(table)


def _columns(finding: Finding) -> tuple[str, str, str]:
    if finding.fit:
        state = "present"
    else:
        need = "needed" if finding.needed else "optional"
        state = f"{finding.problem or 'missing'} ({need}); without it {finding.cost}"
    return finding.name.ljust(36), (finding.version or "-").ljust(16), state
