"""From source text to artifact: what comes out, and what is said when nothing can."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fuzz.build import CompileError, OversizedContract, Settings, compile_sources
from fuzz.build import cache as cache_module
from fuzz.build import compile as compile_module
from fuzz.build.artifact import Artifact
from fuzz.build.errors import (
    NodeMissing,
    SolcCrashed,
    SolcMissing,
    SourceMissing,
    UnknownContract,
    UnlinkedLibrary,
)
from fuzz.build.solc import SolcWorker, find_node, solc_version
from fuzz.build.sources import closure, imports_of

LIBRARY = "library Twice { function dbl(uint256 x) external pure returns (uint256) { return 2 * x; } }\n"
USER = (
    "contract User { uint128 a; bool b; "
    "function f(uint256 x) external pure returns (uint256) { return Twice.dbl(x); } }"
)


def fake_node(folder: Path, says: str) -> None:
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho {says}\n")
    node.chmod(0o755)


def artifact_of_size(size: int) -> Artifact:
    return Artifact("Big", "Big.sol", [], "", {}, "00" * size, {}, {}, {})


def test_success_outputs_are_those_needed(solidity) -> None:
    user = solidity(LIBRARY + USER)["User"]
    assert user.abi[0]["name"] == "f"
    assert user.libraries == ["Twice"]
    assert user.method_identifiers == {"f(uint256)": "b3de648b"}
    assert [entry["label"] for entry in user.storage_layout["storage"]] == ["a", "b"]
    assert user.deployed_size > 0
    assert "ast" not in user.raw


def test_success_second_compilation_starts_nothing(solidity, monkeypatch: pytest.MonkeyPatch) -> None:
    first = solidity(LIBRARY + USER)["User"]

    def never(*_: object) -> dict:
        raise AssertionError("compiled again")

    monkeypatch.setattr(compile_module, "compile_standard_json", never)
    monkeypatch.setenv("PATH", "")
    assert solidity(LIBRARY + USER)["User"].bytecode == first.bytecode
    with pytest.raises(AssertionError, match="compiled again"):
        solidity(LIBRARY + USER + "// changed")


def test_success_key_depends_on_version_settings_and_outputs() -> None:
    text = {"contracts/inline/Test.sol": "contract C {}"}
    entries = list(text)

    def key(version: str, settings: Settings) -> str:
        return cache_module.key_of(version, compile_module.standard_json(entries, settings, text))

    base = key("1", Settings())
    assert base == key("1", Settings())
    changed = [("2", Settings()), ("1", Settings(via_ir=True)), ("1", Settings(optimizer_runs=1))]
    changed += [("1", Settings(evm_version="paris")), ("1", Settings(outputs=("abi",)))]
    assert base not in {key(*choice) for choice in changed}


def test_success_a_torn_cache_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text('{"torn')
    assert cache_module.cached("k", lambda: {"a": 1}, tmp_path) == {"a": 1}
    assert cache_module.cached("k", lambda: {"a": 2}, tmp_path) == {"a": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["k.json"]


def test_success_imports_are_found_and_comments_are_not() -> None:
    text = """
    import "./A.sol"; import {B as C} from '../B.sol'; import * as D from "@p/D.sol";
    import "./E.sol" as E; // import "./no1.sol";
    /* import "./no2.sol"; */ string constant s = "import 'no3.sol';"; string constant t = "a//b"; import "F.sol";
    """
    assert imports_of(text) == ("./A.sol", "../B.sol", "@p/D.sol", "./E.sol", "F.sol")


def test_success_closure_reaches_packages_and_generated_files() -> None:
    units = closure(["@fhevm/host-contracts/contracts/ACL.sol"])
    assert "@fhevm/host-contracts/addresses/FHEVMHostAddresses.sol" in units
    assert "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol" in units


def test_success_linking_fills_in_the_address(solidity) -> None:
    user = solidity(LIBRARY + USER)["User"]
    address = "0x" + "Ab" * 20
    assert bytes.fromhex("ab" * 20) in user.link({"Twice": address})
    with pytest.raises(UnlinkedLibrary, match="contract User can't be deployed: it needs the library Twice"):
        user.link()


def test_invalid_source_shows_the_compilers_error(solidity) -> None:
    with pytest.raises(CompileError) as caught:
        solidity("contract C { function f() external { missing(); } }")
    assert "contracts/inline/Test.sol does not compile: solc reports 1 error. Correct the source" in str(caught.value)
    assert "Undeclared identifier" in str(caught.value)
    assert "Test.sol:3:" in str(caught.value)


def test_invalid_sources_show_three_errors_and_count_all(solidity) -> None:
    with pytest.raises(CompileError) as caught:
        solidity("contract C { function f() external { a1(); a2(); a3(); a4(); } }")
    assert "solc reports 4 errors, of which 1 are not shown" in str(caught.value)
    assert str(caught.value).count("Undeclared identifier") == 3


def test_invalid_missing_import_names_the_importer(solidity) -> None:
    with pytest.raises(SourceMissing) as caught:
        solidity('import "./Nowhere.sol"; contract C {}')
    assert "source contracts/inline/Nowhere.sol does not exist: contracts/inline/Test.sol imports it" in str(
        caught.value
    )


def test_invalid_missing_entry() -> None:
    with pytest.raises(SourceMissing, match=r"source file contracts/Nowhere\.sol does not exist"):
        compile_sources([Path("contracts/Nowhere.sol")])


def test_invalid_contract_names(solidity) -> None:
    artifacts = solidity("contract C {} contract D {}")
    with pytest.raises(UnknownContract, match="contract E is not among the compiled ones: those are C, D"):
        artifacts["E"]
    assert artifacts["contracts/inline/Test.sol:C"] is artifacts["C"]


def test_invalid_node_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NodeMissing, match=r"Node is missing: there is no `node` on PATH.*Install Node 20 or newer"):
        find_node()


def test_invalid_node_too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_node(tmp_path, "v16.20.2")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + "/bin")
    with pytest.raises(NodeMissing, match=r"is too old: it says v16\.20\.2.*needs 20 or newer"):
        find_node()
    fake_node(tmp_path, "v20.0.0")
    assert find_node() == str(tmp_path / "node")


def test_invalid_solc_package_missing(tmp_path: Path) -> None:
    with pytest.raises(SolcMissing, match=r"the Solidity compiler is missing: there is no npm package.*Run `npm ci`"):
        solc_version(tmp_path / "solc")


def test_invalid_compiler_that_dies_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v20.0.0 && exit\necho "out of memory" >&2\nexit 134\n')
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + "/bin")
    worker = SolcWorker()
    with pytest.raises(SolcCrashed, match="stopped without an answer: out of memory"):
        worker.compile({"language": "Solidity"})
    worker.close()


def test_invalid_contract_above_eip_170() -> None:
    artifact_of_size(24_576).check_size()
    with pytest.raises(OversizedContract, match="contract Big is too large to deploy: its deployed code is 24577"):
        artifact_of_size(24_577).check_size()
