"""The linter of the specification: quiet on the specification, and each rule is seen to fail on a snippet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spec.core import Actions, Message, Revert, Uint8, opaque, require
from tools import spec_lint
from tools.spec_errors import named_errors, references, undocumented
from tools.spec_lint import OFF_CHAIN, Report, judged, lint, unregistered
from tools.spec_rules import RULES, Breach, breaches, parse

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = "spec/toy/vault.py"


def broken(text: str, file: str = PROTOCOL) -> list[tuple[int, str]]:
    """Line and rule of every breach."""
    return [(breach.line, breach.rule) for breach in breaches(parse(file, text))]


# ---------------------------------------------------------------- the specification


def test_success_specification_keeps_every_rule() -> None:
    report = lint()
    assert [str(breach) for breach in report.breaches] == []
    assert (report.modules > 30, report.actions > 20) == (True, True)


def test_success_command_ends_with_zero_and_says_what_it_looked_at() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.spec_lint"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("spec: ")


def test_invalid_specification_ends_with_one_and_a_sentence_for_each_breach(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    breach = Breach("spec/toy/vault.py", 7, "identity", "`x is y` compares identity; use `==` or `!=`", "put")
    monkeypatch.setattr(spec_lint, "lint", lambda: Report([breach, breach]))
    assert spec_lint.main() == 1
    shown = capsys.readouterr()
    assert shown.err == "spec/toy/vault.py:7: `x is y` compares identity; use `==` or `!=`\n" * 2
    assert shown.out == ""


# ---------------------------------------------------------------- syntax

SNIPPETS: tuple[tuple[str, str, str], ...] = (
    ("import", PROTOCOL, "import numpy"),
    ("import", PROTOCOL, "from pytest import fixture"),
    ("import", PROTOCOL, "from . import state"),
    ("import", PROTOCOL, "from fuzz.coverage import Coverage"),
    ("import", PROTOCOL, "from properties.catalogue import Catalogue"),
    ("import", PROTOCOL, "from spec.dcm.state import State"),
    ("import", PROTOCOL, "from spec import dcm"),
    ("import", "spec/payments.py", "import spec.dcm.state"),
    ("import", "spec/core/store.py", "from spec.dcm.state import State"),
    ("import", "spec/core/store.py", "from spec import payments"),
    ("identity", PROTOCOL, "def f(x):\n    return x is None"),
    ("identity", PROTOCOL, "def f(x):\n    return x is not True"),
    ("identity", "spec/payments.py", "def f(x):\n    return 1 < x is x"),
    ("type", PROTOCOL, "def f(x):\n    return isinstance(x, int)"),
    ("type", PROTOCOL, "def f(x):\n    return type(x) == int"),
    ("except", PROTOCOL, "try:\n    f()\nexcept Exception:\n    pass"),
    ("except", PROTOCOL, "def f():\n    try:\n        g()\n    except ValueError:\n        return 0"),
    ("invert", PROTOCOL, "def f(x):\n    return ~x"),
    ("float", PROTOCOL, "RATE = 0.5"),
    ("float", "spec/fhe.py", "def f(x):\n    return x * 1e18"),
    ("float", "spec/core/types.py", "x = 2.0"),
    ("global", PROTOCOL, "SEEN = []"),
    ("global", PROTOCOL, "NAMES = [n for n in 'ab']"),
    ("global", PROTOCOL, "SEEN: list[int] = list()"),
    ("global", PROTOCOL, "table = {1: 2}"),
    ("global", PROTOCOL, "table: dict[int, int] = dict()"),
    ("global", PROTOCOL, "TABLE = {1: 2}\ndef f(x):\n    TABLE[x] = 3"),
    ("global", PROTOCOL, "TABLE = {1: 2}\ndef f(x):\n    TABLE[x] += 3"),
    ("global", PROTOCOL, "COUNT = 0\ndef f():\n    global COUNT\n    COUNT = 1"),
    ("global", PROTOCOL, "def f():\n    x = 0\n    def g():\n        nonlocal x\n        x = 1"),
    ("set", PROTOCOL, "def f(x):\n    return [y for y in {1, x}]"),
    ("set", PROTOCOL, "def f(x):\n    return sum(set(x))"),
    ("docstring", PROTOCOL, "class Full(Revert):\n    ARGS = ('amount',)"),
    ("docstring", "spec/core/errors.py", "class Full(Revert):\n    pass"),
    ("docstring", PROTOCOL, "class Stored(Event):\n    ARGS = ('amount',)"),
)


@pytest.mark.parametrize(("rule", "file", "text"), SNIPPETS, ids=[f"{s[0]} {i}" for i, s in enumerate(SNIPPETS)])
def test_invalid_snippet(rule: str, file: str, text: str) -> None:
    assert rule in {found for _, found in broken(text, file)}


ALLOWED: tuple[tuple[str, str], ...] = (
    (PROTOCOL, "from dataclasses import dataclass\nimport spec.core\nfrom spec import fhe\nfrom spec.toy import state"),
    (PROTOCOL, "from spec.payments import pay\nfrom spec.core import Message, require"),
    ("spec/core/store.py", "from spec.core.errors import Panic\ndef f(x):\n    return x is None or isinstance(x, int)"),
    (
        "spec/core/keccak.py",
        "CACHE = []\ndef f():\n    global CACHE\n    try:\n        g()\n    except ValueError:\n        pass",
    ),
    (PROTOCOL, "TABLE = {1: 2}\n_TABLE: dict[int, int] = dict()\nNAMES = ('a', 'b')\nvault = Actions()"),
    (PROTOCOL, "def f(x):\n    found = []\n    found[0] = x\n    return {1: x}[1] == 5 and not x"),
    (PROTOCOL, "class Full(Revert):\n    '''The vault is full.'''"),
)


@pytest.mark.parametrize(("file", "text"), ALLOWED, ids=[str(i) for i in range(len(ALLOWED))])
def test_success_snippet(file: str, text: str) -> None:
    assert broken(text, file) == []


def test_success_breach_says_where_it_is() -> None:
    (breach,) = breaches(parse(PROTOCOL, "def f(x):\n    def g():\n        return x is None\n    return g"))
    assert (breach.file, breach.line, breach.function) == (PROTOCOL, 3, "g")
    assert str(breach) == "spec/toy/vault.py:3: `x is None` compares identity; use `==` or `!=`"


def test_every_rule_has_a_snippet() -> None:
    """Sections have their own below."""
    assert len({rule for rule, _, _ in SNIPPETS}) == len(RULES) - 1


# ---------------------------------------------------------------- sections

GOOD = '''
@VAULT.action(on="Vault")
def put(s, m, amount):
    """Puts coin in. Errors: Full."""
    # Verify
    require(amount < 9, Full)
    # Effects
    s.count += amount
    if amount:
        # Payments
        pay(s, m, m.sender, amount)
    # Events: none of these words alone
    # Events
    m.emit(Stored(amount))
'''


def test_success_sections_in_order() -> None:
    assert broken(GOOD) == []
    assert broken(GOOD.replace("    # Effects\n", "").replace("        # Payments\n", "")) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("    # Effects\n", "    # Payments\n"), 10),
        (("    # Verify\n", "    # Events\n"), 7),
        (("        # Payments\n", "        # Effects\n"), 10),
        (("    # Events\n", ""), 13),
        (("    s.count += amount\n", "    s.count += amount\n    require(s.count, Full)\n"), 9),
        (("    s.count += amount\n", "    s.count += amount\n    m.emit(Stored(1))\n"), 9),
        (("    # Verify\n", ""), 5),
    ],
    ids=[
        "payments twice",
        "events first",
        "effects twice",
        "event under payments",
        "guard after effects",
        "event under effects",
        "guard under nothing",
    ],
)
def test_invalid_sections(change: tuple[str, str], line: int) -> None:
    found = broken(GOOD.replace(*change))
    assert {rule for _, rule in found} == {"sections"}
    assert line in [at for at, _ in found]


def test_invalid_action_without_sections() -> None:
    bare = '@VAULT.action(on="Vault")\ndef put(s, m):\n    """Puts."""\n    s.count += 1\n    s.total += 1\n'
    assert broken(bare) == [(2, "sections")]
    assert broken(bare.replace("    s.count += 1\n    s.total += 1\n", "    return put_all(s, m, 1)\n")) == []


# ---------------------------------------------------------------- documented errors


class VaultShut(Revert):
    """The vault is shut."""


class VaultFull(Revert):
    """The vault is full."""


def check(s: Any) -> None:
    """Refuses a shut vault. Errors: VaultShut."""
    require(s.open, VaultShut)


def put_documented(s: Any, m: Message, amount: Uint8) -> None:
    """Puts coin in.

    Errors, in order: those of `check`, VaultFull.
    """
    check(s)
    require(amount < 9, VaultFull)


def put_silently(s: Any, m: Message, amount: Uint8) -> None:
    """Puts coin in, if it can."""
    check(s)


def put_incompletely(s: Any, m: Message, amount: Uint8) -> None:
    """Puts coin in. Errors: VaultFull."""
    check(s)
    require(amount < 9, VaultFull)


def put_boastfully(s: Any, m: Message, amount: Uint8) -> None:
    """Puts coin in. Errors: VaultShut, VaultFull, VaultGone."""
    check(s)
    require(amount < 9, VaultFull)


def put_likewise(s: Any, m: Message, amount: Uint8) -> None:
    """As `put_documented`."""
    put_documented(s, m, amount)


def complaints(monkeypatch: pytest.MonkeyPatch, run: Any, unreachable: Any = None) -> list[str]:
    """What is wrong with the errors of one action; the guards of this file count as specification."""
    monkeypatch.setattr("fuzz.coverage._is_spec", lambda function: function.__module__ == __name__)
    actions = Actions()
    actions.action(on="Vault")(run)
    return [breach.sentence for breach in undocumented(actions, unreachable or {})]


@pytest.mark.parametrize("run", [put_documented, put_likewise], ids=lambda run: run.__name__)
def test_success_every_error_is_named_somewhere(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    assert complaints(monkeypatch, run) == []


@pytest.mark.parametrize(
    ("run", "sentences"),
    [
        (
            put_silently,
            [
                "action put_silently has no sentence that starts with `Errors`, and points to no other",
                "action put_silently can raise VaultShut, and no docstring it points to says so",
            ],
        ),
        (
            put_incompletely,
            ["action put_incompletely can raise VaultShut, and no docstring it points to says so"],
        ),
        (
            put_boastfully,
            ["action put_boastfully names VaultGone, and no guard that it reaches raises it"],
        ),
    ],
    ids=["no errors", "one too few", "one too many"],
)
def test_invalid_docstring(monkeypatch: pytest.MonkeyPatch, run: Any, sentences: list[str]) -> None:
    assert complaints(monkeypatch, run) == sentences


def test_success_error_that_no_call_can_meet_need_not_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {("put_incompletely", "VaultShut", "s.open"): "the vault is always open"}
    assert complaints(monkeypatch, put_incompletely, known) == []


def test_success_groups_and_the_hosts_refusal_are_understood() -> None:
    def push(s: Any, m: Message) -> None:
        """Errors: VaultShut, those of the row grammar, the host's refusal of a field."""

    named = named_errors(push)
    assert {"VaultShut", "InvalidTypeTag", "RowTruncated", "ImportRefused"} <= named
    assert "FilterVMStackOverflow" not in named


def test_success_references_pass_through_marks_and_modules() -> None:
    @opaque()
    def hidden() -> int:
        """See `check`, `spec_lint.lint`, `nothing.there` and `PROTOCOL`."""
        return 0

    assert references(hidden) == [check, spec_lint.lint]


# ---------------------------------------------------------------- exceptions and registration

IDENTICAL = parse(PROTOCOL, "def f(x):\n    return x is None")


def test_success_exception_allows_what_it_names() -> None:
    assert [b.rule for b in judged([IDENTICAL], {}, {})] == ["identity"]
    assert list(judged([IDENTICAL], {(PROTOCOL, "identity", "f"): "no symbol comes here"}, {})) == []


def test_invalid_exception_that_allows_nothing() -> None:
    (breach,) = judged([IDENTICAL], {(PROTOCOL, "identity", "f"): "", (PROTOCOL, "type", "g"): ""}, {})
    assert breach.sentence == "the exception for `type` in g allows nothing; remove it"


def test_success_module_off_chain_may_ask_for_identity_and_types_and_for_nothing_else() -> None:
    module = parse(PROTOCOL, "SEEN = []\ndef f(x):\n    return x is None or isinstance(x, int)")
    assert [b.rule for b in judged([module], {}, {PROTOCOL: "for clients"})] == ["global"]


@pytest.mark.parametrize(
    "text", ["from spec.toy import vault", "from spec.toy.vault import f", "import spec.toy.vault"]
)
def test_invalid_action_that_reaches_a_module_off_chain(text: str) -> None:
    user = parse("spec/toy/actions.py", text)
    breaches_ = list(judged([IDENTICAL, user], {}, {PROTOCOL: "for clients"}))
    assert {(b.file, b.line, b.rule) for b in breaches_} == {("spec/toy/actions.py", 1, "off chain")}


def test_invalid_module_off_chain_that_is_gone() -> None:
    (breach,) = judged([], {}, {PROTOCOL: "for clients"})
    assert breach.sentence == "this module is said to be off chain and does not exist; remove it"
    assert all((ROOT / file).exists() and reason for file, reason in OFF_CHAIN.items())


def test_invalid_action_that_no_protocol_knows() -> None:
    module = parse(PROTOCOL, '@VAULT.action(on="Vault")\ndef put(s, m):\n    """Puts."""\n\ndef take(s, m): ...')
    assert list(unregistered([module], {"put"})) == []
    (breach,) = unregistered([module], {"take"})
    assert (breach.line, breach.sentence) == (
        2,
        "action put is in no registered protocol; import its module in the protocol's",
    )
