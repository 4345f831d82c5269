"""What Medusa's log means, on samples in the form that Medusa prints."""

from __future__ import annotations

import json

import pytest

from fuzz.engines.handlers import Handler
from fuzz.engines.medusa.adapter import CONFIG, MISSING, MedusaAdapter
from fuzz.engines.medusa.reading import campaign_in

HANDLERS = {"carry_on": Handler("carry_on", ("uint256", "uint256")), "stop": Handler("stop", ())}
HEAD = """⇾ fuzz: elapsed: 3s, calls: 9000 (3000/sec), seq/s: 30, branches hit: 400, corpus: 12, failures: 0/90
⇾ fuzz: elapsed: 6s, calls: 20004 (3668/sec), seq/s: 36, branches hit: 412, corpus: 14, failures: 1/201
⇾ Fuzzer stopped, test results follow below ...
"""
PASSED = "⇾ [PASSED] Property Test: Tester.property_ABC_CON_01()\n"
FAILED = """⇾ [FAILED] Property Test: Tester.property_ABC_ACC_02()
Test for method "Tester.property_ABC_ACC_02()" failed after the following call sequence:
[Call Sequence]
1) Tester.carry_on(uint256,uint256)(5, 115792089237316195423570985008687907853269984665640564039457584007913129639935) \
(block=2, time=3, gas=60000000, gasprice=1, value=0, sender=0x10000)
2) Tester.stop()() (block=3, time=4, gas=60000000, gasprice=1, value=0, sender=0x20000)
[Execution Trace]
 => [call] Tester.stop()() (addr=0xA647ff3c36cFab592509E13860ab8c4F28781a66, value=0, sender=0x20000)
"""


def summary(passed: int, failed: int) -> str:
    return f"⇾ Test summary: {passed} test(s) passed, {failed} test(s) failed\n"


def test_success_passes_failures_and_calls_are_read() -> None:
    found = campaign_in(HEAD + PASSED + FAILED + summary(1, 1), HANDLERS)
    assert (found.calls, found.passed, found.trouble) == (20004, ("ABC-CON-01",), ())
    (failed,) = found.failed
    assert failed.property == "ABC-ACC-02" and failed.sent is not None
    assert [(one.function, one.sender, len(one.data)) for one in failed.sent] == [
        ("carry_on", "0x10000", 68),
        ("stop", "0x20000", 4),
    ]
    assert failed.sent[0].data[36:] == b"\xff" * 32


def test_success_colours_and_the_older_form_of_calls_are_read() -> None:
    older = "\x1b[31m[FAILED]\x1b[0m Property Test: Tester.property_ABC_CON_01()\n"
    older += "1) Tester.carry_on([1 2]) (gas=4712388, gasprice=1, value=0, sender=0x2222)\n".replace("1 2", "1, 2")
    (failed,) = campaign_in(HEAD + older + summary(0, 1), HANDLERS).failed
    assert failed.sent is not None and failed.sent[0].data[-1] == 2


def test_invalid_a_call_of_another_contract_is_kept_but_not_replayed() -> None:
    log = HEAD + FAILED.replace("stop", "halt") + summary(0, 1)
    (failed,) = campaign_in(log, HANDLERS).failed
    assert failed.sent is None and "halt is no handler" in failed.why and "carry_on" in failed.raw


@pytest.mark.parametrize(
    ("log", "word"),
    [
        (HEAD + PASSED, "no summary"),
        ("", "no summary"),
        (HEAD + PASSED + FAILED + summary(2, 0), "names 1 passed, 1 failed"),
    ],
)
def test_invalid_logs_that_contradict_themselves_show_nothing(log: str, word: str) -> None:
    assert any(word in sentence for sentence in campaign_in(log, HANDLERS).trouble)


def test_success_the_shipped_configuration_asks_for_property_tests_alone() -> None:
    testing = json.loads(CONFIG.read_text())["fuzzing"]["testing"]
    assert testing["propertyTesting"] == {"enabled": True, "testPrefixes": ["property_"]}
    assert not testing["assertionTesting"]["enabled"] and not testing["optimizationTesting"]["enabled"]


def test_invalid_without_a_binary_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    tool = MedusaAdapter().available()
    assert not tool.installed and tool.reason == MISSING
