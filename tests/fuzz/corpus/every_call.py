"""A trace with every action, every filter program, every flaw and mood that the property contracts know."""

from __future__ import annotations

from dataclasses import replace

from properties.binding import Call, Mood
from properties.dcm.binding import MOODS
from properties.dcm.exact_programs import MALFORMED, valid
from properties.dcm.recipes import ROW_FLAWS, Account, Contents, PackedRow, RowProof
from properties.dcm.scene import SCENE, commitment
from spec.dcm.types import FilterProg, JobParams, Op

ETHER = 10**18
GWEI = 10**9


def asked(params: JobParams, dataset_id: int = 1, fee: int = 5) -> Call:
    return Call("buyer", "submit_request", (dataset_id, params, fee), value=fee + ETHER)


def pushed(job_id: int, dataset_id: int, row: int, *, content: int | None = None, flaw: str = "") -> Call:
    at = row if content is None else content
    arguments = (job_id, PackedRow(dataset_id, at), RowProof(dataset_id, row, flaw), row)
    return Call("seller", "push_row", arguments, gas_price=GWEI)


PROGRAMS = [FilterProg(), *(FilterProg(code, (2**64 - 1, 7)) for code in valid(2).values())]
QUESTIONS = [
    *(JobParams(Op.COUNT, filter=program) for program in (*PROGRAMS, *MALFORMED)),
    JobParams(Op.WEIGHTED_SUM, weights=(2**16 - 1, 3)),
    JobParams(Op.SUM, 2**16 - 1),
    JobParams(Op.AVG_P, 1, divisor=2**32 - 1, clamp_min=1, clamp_max=2**64 - 1, round_bucket=2**32 - 1),
    JobParams(Op.AVG_P),
    JobParams(Op.MIN, clamp_min=2, clamp_max=1),
    JobParams(Op.MAX, clamp_min=5, clamp_max=3),
]
LARGEST = Contents(("euint8", "euint32", "euint64"), ((255, 1, 2**64 - 1),) * 3, "rival_seller")
DATASETS = [
    commitment("rival_seller", 4, LARGEST, 9, 1),
    *(
        commitment("contract_seller", 5 + n, Contents(("euint8",), ((1,), (2,)), "contract_seller", ("", flaw)), 1, 0)
        for n, flaw in enumerate(ROW_FLAWS[:7])
    ),
]
LIVES = [
    asked(JobParams(Op.SUM)),
    replace(Call("seller", "accept_request", (1,), gas_price=30 * GWEI), advance=86_400),
    pushed(1, 1, 1),
    pushed(1, 1, 0, content=1),
    *(pushed(1, 1, 0, flaw=flaw) for flaw in ("tampered", "too short", "too long")),
    pushed(1, 1, 0),
    pushed(1, 1, 1),
    pushed(9, 0, 0),
    Call("buyer", "finalize", (1,), gas_price=101 * GWEI),
    Call("buyer", "submit_request_with_gas_price", (1, JobParams(Op.COUNT), 7, 2**256 - 1), value=ETHER),
    Call("buyer", "top_up_allowance", (2,), value=77),
    Call("seller", "reject_request", (2,)),
    Call("buyer", "cancel_request", (2**256 - 1,)),
    Call("seller", "request_payout", (1,)),
    Call("buyer", "reclaim_stalled", (1,), advance=2**39),
    Call("other_buyer", "set_direct_consent", (1, True)),
    Call("other_buyer", "set_direct_consent", (1, False)),
    Call("seller", "open_job", (1, Account("other_buyer"), JobParams(Op.AVG_P))),
    Call("seller", "open_job", (1, Account("seller"), JobParams(Op.MAX))),
    Call("seller", "close_direct_job", (2,)),
    *(Call("seller", "withdraw", moods=(Mood("contract_buyer", mood),)) for mood in MOODS),
    Call("seller", "withdraw_to", (Account("contract_buyer"),)),
    Call("owner", "set_payment_threshold", (10**17,)),
    Call("owner", "set_default_max_gas_price", (GWEI,)),
    Call("seller", "set_dataset_description", (1, "ø" * 40)),
    Call("seller", "set_dataset_description", (1, "")),
    Call("seller", "delete_dataset", (1,)),
    *(Call("owner", "set_job_manager", (Account(name),)) for name in ("nobody", "JobManager", "stranger")),
]
TRACE = (*SCENE, *DATASETS, *map(asked, QUESTIONS), *LIVES)
"""Begins with the scene; many of its calls are refused, which a trace may say like anything else."""
