"""docs/new-protocol.md: its example is taken from the page as it stands, and run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import properties
import spec
from fuzz.build import PROJECT_ROOT, Settings, compile_sources
from fuzz.drivers import native
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import Session
from properties.binding import EscrowProtocol

PAGE = PROJECT_ROOT / "docs" / "new-protocol.md"
BLOCK = re.compile(r"^`(?P<file>[\w/.]+)`\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CONTRACT = "contracts/moneybox/MoneyBox.sol"
FILES = {block["file"]: block["text"] for block in BLOCK.finditer(PAGE.read_text())}


@pytest.fixture(scope="module")
def protocol(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EscrowProtocol]:
    """The page's protocol, its modules importable as if they lay in the project."""
    root = tmp_path_factory.mktemp("page")
    for file, text in FILES.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spec, "__path__", [*spec.__path__, str(root / "spec")])
        patch.setattr(properties, "__path__", [*properties.__path__, str(root / "properties")])
        import properties.moneybox as page  # type: ignore[import-not-found]  # it lies on the page alone

        yield page.PROTOCOL


def explored(protocol: EscrowProtocol, contract: str) -> native.Explored:
    """A thousand calls of lockstep on the page's contract, or a changed one."""
    artifacts = compile_sources([Path(CONTRACT)], settings=Settings(), overlay={CONTRACT: contract})
    runner = Runner(Session(protocol, artifacts=artifacts))
    return native.run_stream(runner, seed=0, stream=0, calls=1_000, most_findings=1)


def test_the_page_has_the_three_parts() -> None:
    assert set(FILES) == {CONTRACT, "spec/moneybox.py", "properties/moneybox.py"}


def test_success_lockstep_agrees_and_every_property_had_something_to_say(protocol: EscrowProtocol) -> None:
    result = explored(protocol, FILES[CONTRACT])
    assert result.found == []
    assert {"BOX-CON-01", "BOX-TIM-01"} <= set(result.exercised)
    assert {name for _, name in result.coverage.outcomes} >= {"ok", "NotOwner", "TooEarly", "NothingToWithdraw"}


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("block.timestamp < opensAt", "block.timestamp <= opensAt"),
        ("saved = 0;", "saved = amount / 2;"),
        ("if (msg.sender != owner) revert NotOwner(msg.sender);", ""),
    ],
)
def test_invalid_a_fault_in_the_contract_is_found(protocol: EscrowProtocol, find: str, replace: str) -> None:
    assert FILES[CONTRACT].count(find) == 1
    assert explored(protocol, FILES[CONTRACT].replace(find, replace)).found


def test_the_binding_and_the_properties_fit_on_two_pages() -> None:
    assert len(FILES["spec/moneybox.py"].splitlines()) + len(FILES["properties/moneybox.py"].splitlines()) < 200
