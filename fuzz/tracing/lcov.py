"""LCOV, the format that editors and coverage services read (geninfo's man page)."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.tracing.tally import FileCoverage


def lcov(files: Iterable[FileCoverage]) -> str:
    """One record for each file. Counts are 0 or 1: what matters is whether a line was reached."""
    lines: list[str] = []
    for file in files:
        lines += ["TN:", f"SF:{file.unit}"]
        lines += [f"FN:{number},{name}" for name, number, _ in file.functions]
        lines += [f"FNDA:{int(reached)},{name}" for name, _, reached in file.functions]
        lines += [f"FNF:{len(file.functions)}", f"FNH:{sum(reached for _, _, reached in file.functions)}"]
        for block, decision in enumerate(file.decisions):
            for outcome in range(2):
                lines.append(
                    f"BRDA:{decision.number},{block},{outcome},{int(outcome < decision.met) if decision.met else '-'}"
                )
        lines += [f"BRF:{2 * len(file.decisions)}", f"BRH:{sum(decision.met for decision in file.decisions)}"]
        lines += [f"DA:{line.number},{int(line.reached)}" for line in file.lines]
        lines += [f"LF:{len(file.lines)}", f"LH:{sum(line.reached for line in file.lines)}", "end_of_record"]
    return "\n".join(lines) + "\n"
