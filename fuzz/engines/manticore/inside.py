"""Runs inside Manticore's own environment, as a script: `python inside.py <request.json> <answer.json>`.

It imports nothing of this project. The request names accounts with their code and storage, and the steps; the answer
says what became of the sequence. Manticore is told to treat gas as unlimited and hashes as unknown functions, and works
in one process, so that the same request gives the same answer.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from manticore.core.smtlib import Operators
from manticore.ethereum import ManticoreEVM
from manticore.utils import config

WEALTH = 10**24
"""Wei of the only outside account; a step can't send more."""
GAS = 30_000_000


def configure(solver_seconds: int) -> None:
    """The set-up of Manticore that does not miss bugs silently."""
    core = config.get_group("core")
    core.mprocessing = core.mprocessing.single
    evm = config.get_group("evm")
    evm.sha3 = evm.sha3.symbolicate
    evm.oog = "ignore"
    smt = config.get_group("smt")
    smt.solver = smt.solver.z3
    smt.z3_bin = str(Path(sys.executable).parent / "z3")
    smt.timeout = solver_seconds


def sequence(request: dict[str, Any], folder: str) -> dict[str, Any]:
    """Send the steps, ask `holds()` in every state that is left, and count what became of the states."""
    engine = ManticoreEVM(workspace_url=f"fs:{folder}")
    outside = engine.create_account(balance=WEALTH, name="outside")
    install(engine, request["accounts"])
    contract = int(request["address"], 16)
    for step in request["steps"]:
        send(engine, outside, contract, step)
    engine.transaction(caller=outside, address=contract, value=0, data=bytes.fromhex(request["holds"]), gas=GAS)
    return judged(engine, request)


def install(engine: ManticoreEVM, accounts: list[dict[str, Any]]) -> None:
    """Put the accounts in place."""
    for state in engine.ready_states:
        for account in accounts:
            storage = {int(slot, 16): int(value, 16) for slot, value in account["storage"].items()}
            code = bytes.fromhex(account["code"])
            state.platform.create_account(int(account["address"], 16), 0, code, storage)


def send(engine: ManticoreEVM, outside: Any, contract: Any, step: dict[str, Any]) -> None:
    """One step: a selector, and a word of nothing but unknown bits for each argument, cut to its width."""
    data: Any = bytes.fromhex(step["selector"])
    for name, bits in step["arguments"]:
        word = engine.make_symbolic_buffer(32, name=f"{step['name']}.{name}")
        engine.constrain(Operators.ULT(Operators.CONCAT(256, *word), 1 << bits))
        data = data + word
    value: Any = 0
    if step["payable"]:
        value = engine.make_symbolic_value(nbits=256, name=f"{step['name']}.value")
        engine.constrain(Operators.ULE(value, WEALTH))
    engine.transaction(caller=outside, address=contract, value=value, data=data, gas=GAS)


def judged(engine: ManticoreEVM, request: dict[str, Any]) -> dict[str, Any]:
    """The verdict: `violated` with the values, `held`, or `unknown` with the reason."""
    asked = 0
    for state in engine.ready_states:
        transaction = state.platform.human_transactions[-1]
        if transaction.result != "RETURN":
            continue
        asked += 1
        broken = Operators.CONCAT(256, *transaction.return_data) == 0
        if state.can_be_true(broken):
            state.constrain(broken)
            values = [str(sent.concretize(state, constrain=True)) for sent in state.platform.human_transactions[1:-1]]
            return {"verdict": "violated", "states": asked, "values": values}
    killed = engine.count_killed_states()
    if killed:
        return {"verdict": "unknown", "states": asked, "why": f"{killed} states were given up"}
    if not asked:
        return {"verdict": "unknown", "states": 0, "why": "no state reaches the end of the sequence"}
    return {"verdict": "held", "states": asked, "ended": engine.count_terminated_states()}


def main(asked: Path, answer: Path) -> int:
    """Answer one request. Whatever Manticore raises makes the sequence unknown."""
    request = json.loads(asked.read_text())
    configure(request["solver_seconds"])
    started = time.perf_counter()
    try:
        said = sequence(request, str(answer.with_suffix(".workspace")))
    except Exception as fault:  # its solver, its memory, its EVM: nothing of that is a verdict
        said = {"verdict": "unknown", "why": f"{type(fault).__name__}: {' '.join(str(fault).split())[:300]}"}
    answer.write_text(json.dumps({**said, "seconds": round(time.perf_counter() - started, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
