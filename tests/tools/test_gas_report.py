from __future__ import annotations

from tests.clients.anvil import running
from tools import gas_report
from tools.gas_report import (
    COMPLETION,
    CREATION,
    Row,
    Script,
    coin_sessions,
    prompt_jobs,
    proven_jobs,
    table,
    token_sessions,
)


def test_success_the_targets_hold_but_where_a_known_reason_says_why_not() -> None:
    with running() as node:
        script = Script(node)
        coin_sessions(script)
        token_sessions(script)
        prompt_jobs(script)
        proven_jobs(script)
    gas = {row.what: row.gas for row in script.rows}
    assert not [row for row in script.rows if row.missed and not row.why]
    assert all(gas[what] < CREATION for what in gas if what.startswith("create, coin"))
    assert gas["complete, coin, the host's newest"] < COMPLETION
    assert gas["release a job, coin"] < gas["release a job, coin, the first ever"]
    assert gas["release five jobs, coin"] < 5 * gas["release a job, coin"]


def test_success_the_report_says_by_how_much_and_why() -> None:
    rows = [Row("a", 9, 10), Row("bb", 10, 10, "of rain"), Row("c", 5)]
    assert table(rows).splitlines()[1:] == [
        "a          9       < 10  met",
        "bb        10       < 10  missed by 1: of rain",
        "c          5",
    ]


def test_invalid_a_target_missed_without_a_reason() -> None:
    assert Row("a", gas_report.CREATION, gas_report.CREATION).missed
    assert not Row("a", gas_report.CREATION - 1, gas_report.CREATION).missed
