"""``python -m analysis.slither.corpus``: reads the packages, writes the table, and fails if a finding is not judged.

Names of packages as arguments restrict the reading to these; what was found in the others before stays.
"""

from __future__ import annotations

import multiprocessing
import sys
import time

from analysis.slither.corpus.packages import portions
from analysis.slither.corpus.reading import read
from analysis.slither.corpus.table import (
    JUDGEMENTS,
    TABLE,
    every_package,
    read_findings,
    read_judgements,
    render,
    titled,
    unjudged,
    write_findings,
)
from analysis.slither.run import Finding


def main(packages: list[str]) -> int:
    """Read the packages, all if none is named; exit 1 if findings and judgements don't match."""
    wanted = [portion for portion in portions() if not packages or portion.package in packages]
    before = read_findings() if packages else {}
    again = {titled(portion.package) for portion in wanted}
    found: dict[str, list[Finding]] = {
        package: [] if package in again else before.get(package, []) for package in every_package()
    }
    # One process for each portion, one after the other: Slither keeps what it parsed for as long as its process lives.
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for portion in wanted:
            started = time.perf_counter()
            known = found[titled(portion.package)]
            new = [finding for finding in pool.apply(read, (portion,)) if finding not in known]
            known += new
            seconds = time.perf_counter() - started
            print(f"{portion.package}: {len(portion.files)} files, {len(new)} findings, {seconds:.0f} s", flush=True)
    write_findings(found)
    judged = read_judgements()
    open_ones = unjudged(found, judged)
    if open_ones:
        print("\n".join(open_ones), f"Judge each in {JUDGEMENTS.name}, by its key.", sep="\n", file=sys.stderr)
        return 1
    TABLE.write_text(render(found, judged), encoding="utf-8")
    print(f"Written: {TABLE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
