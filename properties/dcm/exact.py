"""The marketplace's traces as calls of `ExactHandlers`: actors by number, records and amounts as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from properties.binding import Call, Mood
from properties.dcm.actors import EVERYONE, PUPPETS
from properties.dcm.binding import MOODS
from properties.dcm.exact_programs import MALFORMED, known
from properties.dcm.loosening import loosened, settled
from properties.dcm.recipes import (
    NOBODY,
    PROOF_FLAWS,
    ROW_FLAWS,
    Account,
    Contents,
    Encrypted,
    PackedRow,
    Root,
    RowProof,
)
from properties.dcm.scene import SCENE, placed
from properties.exact import Exact, Expressed, HandlerCall, Inexpressible, Word
from spec.dcm.types import JobParams, Op

RECEIVERS = (*EVERYONE, "JobManager", NOBODY)
TEXTS = ("", "ages and wages", "ø" * 40)
TYPES = ("euint8", "euint32", "euint64")
MOST = 3
"""Rows and columns of a dataset in the property contracts."""
REVERSED, NO_DIVISOR, BAD_FILTER = 1, 2, 3
MOST_WAIT, MOST_PRICE = 2**40, 2**64
PAYING = {"submit_request": 5, "submit_request_with_gas_price": 5, "top_up_allowance": 2}
"""Actions that take coin, and where among the handler's words its amount stands."""
FIELDS = (8, 16, 16, 16, 16, 32, 32, 8, 8, 8)
"""Bits of operation, target, weights, divisor, bucket, kind of filter, what is wrong, columns."""
SHAPE = (8, 8, 8, 8, 8, 8, 8, 32, 32)
"""Bits of rows, columns, types, flaw, flawed row, k, cooldown."""

Columns = dict[int, int]
"""Columns of each dataset committed so far."""


def express(calls: Sequence[Call]) -> tuple[Expressed, ...]:
    """Each call by the exact handlers, or why not."""
    columns: Columns = {}
    found = []
    for call in calls:
        try:
            found.append(Expressed(call, tuple(steps(call, columns))))
        except Inexpressible as why:
            found.append(Expressed(call, reason=str(why)))
        if call.action == "commit_dataset" and not found[-1].reason:
            columns.setdefault(call.arguments[0], call.arguments[3])
    return tuple(found)


def steps(call: Call, columns: Columns) -> Iterator[HandlerCall]:
    """Time passes, moods change, the call is made. Raises Inexpressible."""
    first = before(call)
    if call.value and call.action not in PAYING:
        raise Inexpressible("coin, which its handler never sends")
    words = list(WORDS[call.action](call, columns))
    if call.action in PAYING:
        words.insert(PAYING[call.action] - 1, call.value)
    yield from first
    yield HandlerCall(f"exactly_{call.action}", (number(call.actor), *words, call.gas_price))


def before(call: Call) -> tuple[HandlerCall, ...]:
    """The wait and the moods before a call. Raises Inexpressible."""
    if call.advance >= MOST_WAIT or call.gas_price >= MOST_PRICE:
        raise Inexpressible("a wait or a gas price that is too large")
    waits = (HandlerCall("exactly_wait", (call.advance,)),) if call.advance else ()
    return (*waits, *map(changed, call.moods))


def changed(mood: Mood) -> HandlerCall:
    """A mood changes. Raises Inexpressible."""
    if mood.actor not in PUPPETS or mood.name not in MOODS:
        raise Inexpressible(f"the mood {mood.name} of {mood.actor}")
    return HandlerCall("exactly_change_mood", (number(mood.actor), MOODS.index(mood.name)))


def number(actor: str, among: Sequence[str] = EVERYONE) -> int:
    """The number of an actor in the property contracts. Raises Inexpressible."""
    if actor not in among:
        raise Inexpressible(f"the party {actor}")
    return among.index(actor)


def party(argument: object, among: Sequence[str]) -> int:
    """The number of an account that is named by its recipe. Raises Inexpressible."""
    if not isinstance(argument, Account):
        raise Inexpressible("an account without a name")
    return number(argument.name, among)


def packed(values: Sequence[int], bits: Sequence[int]) -> int:
    """Numbers in one word, the first in the lowest bits. Raises Inexpressible."""
    word = place = 0
    for value, width in zip(values, bits, strict=True):
        if value >= 1 << width:
            raise Inexpressible(f"the number {value} where {width} bits are taken")
        word |= value << place
        place += width
    return word


# ---------------------------------------------------------------------- words of each action


def plain(call: Call, columns: Columns) -> Iterator[Word]:
    """Arguments that mean the same here and there."""
    yield from call.arguments


def receiver(call: Call, columns: Columns) -> Iterator[Word]:
    """The manager may be anybody, also nobody."""
    yield party(call.arguments[0], RECEIVERS)


def withdrawal(call: Call, columns: Columns) -> Iterator[Word]:
    """Handlers pay out to actors alone."""
    yield party(call.arguments[0], EVERYONE)


def description(call: Call, columns: Columns) -> Iterator[Word]:
    """A text by its number."""
    dataset_id, text = call.arguments
    if text not in TEXTS:
        raise Inexpressible("a text that the property contracts don't know")
    yield from (dataset_id, TEXTS.index(text))


def commitment(call: Call, columns: Columns) -> Iterator[Word]:
    """A dataset with its rows in the clear."""
    dataset_id, rows, root, count, handle, proof, cooldown = call.arguments
    if not isinstance(root, Root) or root.dataset_id != dataset_id or root.contents.seller != call.actor:
        raise Inexpressible("a root that is not that of its own seller's rows")
    contents = root.contents
    if (rows, count) != (len(contents.rows), len(contents.types)):
        raise Inexpressible(f"{rows} rows and {count} columns, which are not those of the contents")
    if not isinstance(handle, Encrypted) or handle.value >= 2**32:
        raise Inexpressible("a threshold that is not encrypted")
    for part, given in (("handle", handle), ("proof", proof)):
        if given != Encrypted("euint32", handle.value, "DatasetRegistry", call.actor, part):
            raise Inexpressible("a threshold that is not encrypted as it should be")
    yield dataset_id
    yield from shaped(contents, handle.value, cooldown)


def shaped(contents: Contents, k: int, cooldown: int) -> Iterator[int]:
    """Shape and rows of a dataset as words. Raises Inexpressible."""
    rows, columns = len(contents.rows), len(contents.types)
    if not (1 <= rows <= MOST and 1 <= columns <= MOST):
        raise Inexpressible(f"a dataset of {rows} rows and {columns} columns")
    flawed = [(place, flaw) for place, flaw in enumerate(contents.flaws) if flaw]
    if len(flawed) > 1 or any(flaw not in ROW_FLAWS[:7] for _, flaw in flawed):
        raise Inexpressible(f"rows with the flaws {', '.join(flaw for _, flaw in flawed)}")
    place, flaw = (flawed[0][0], ROW_FLAWS.index(flawed[0][1]) + 1) if flawed else (0, 0)
    types = [TYPES.index(name) for name in contents.types] + [0] * (MOST - columns)
    yield packed((rows, columns, *types, flaw, place, k, cooldown), SHAPE)
    padded = (*contents.rows, *((),) * (MOST - rows))
    yield from (packed((*row, *(0,) * (MOST - len(row))), (64,) * MOST) for row in padded)


def question(params: JobParams, columns: int) -> tuple[int, int]:
    """A question as two words. Raises Inexpressible."""
    kind, c0, c1, malformed = known(params.filter, columns)
    wrong = 0 if malformed is None else BAD_FILTER + malformed
    if (params.clamp_min, params.clamp_max) == (2, 1) and not wrong:
        wrong = REVERSED
    if params.op == Op.AVG_P and not params.divisor:
        if wrong:
            raise Inexpressible("two faults in one question")
        wrong = NO_DIVISOR
    due = columns if params.op == Op.WEIGHTED_SUM else 0
    if len(params.weights) != due or due > MOST:
        raise Inexpressible(f"{len(params.weights)} weights for {columns} columns")
    weights = (*params.weights, *(0,) * (MOST - due))
    numbers = (params.op, params.target_field, *weights, params.divisor, params.round_bucket, kind, wrong, columns)
    return packed(numbers, FIELDS), packed((params.clamp_min, params.clamp_max, c0, c1), (64,) * 4)


def submission(call: Call, columns: Columns) -> Iterator[Word]:
    """A question on a dataset with its fee; a cap where there is one."""
    dataset_id, params, *amounts = call.arguments
    yield dataset_id
    yield from question(params, columns.get(dataset_id, 1))
    yield from amounts


def opening(call: Call, columns: Columns) -> Iterator[Word]:
    """A direct job for a buyer."""
    dataset_id, buyer, params = call.arguments
    if params.filter in MALFORMED:
        raise Inexpressible("a malformed filter program in a direct job")
    yield from (dataset_id, party(buyer, EVERYONE), *question(params, columns.get(dataset_id, 1)))


def pushed(call: Call, columns: Columns) -> Iterator[Word]:
    """A row and its proof."""
    job_id, row, proof, index = call.arguments
    if not isinstance(row, PackedRow) or not isinstance(proof, RowProof):
        raise Inexpressible("a row that is none of the dataset's")
    if row.dataset_id != proof.dataset_id or proof.index != index:
        raise Inexpressible("the proof of another row")
    flaw = PROOF_FLAWS.index(proof.flaw) + 1 if proof.flaw else 0
    yield from (job_id, row.dataset_id, row.index, index, flaw)


WORDS: dict[str, Callable[[Call, Columns], Iterator[Word]]] = {
    "set_job_manager": receiver,
    "commit_dataset": commitment,
    "delete_dataset": plain,
    "set_dataset_description": description,
    "submit_request": submission,
    "submit_request_with_gas_price": submission,
    "accept_request": plain,
    "reject_request": plain,
    "cancel_request": plain,
    "top_up_allowance": plain,
    "request_payout": plain,
    "reclaim_stalled": plain,
    "set_direct_consent": plain,
    "open_job": opening,
    "push_row": pushed,
    "finalize": plain,
    "close_direct_job": plain,
    "withdraw": plain,
    "withdraw_to": withdrawal,
    "set_payment_threshold": plain,
    "set_default_max_gas_price": plain,
}
"""The handler's words between actor and gas price, without the coin, by action."""


EXACT = Exact(
    protocol="dcm",
    actors=EVERYONE,
    scene=SCENE,
    express=express,
    before=before,
    settle=settled,
    loosen=loosened,
    place=placed,
)
