"""Calls to the registry: wiring, commitment, deletion, description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from properties.binding import Call, Chooser
from properties.dcm.actors import EVERYONE, OWNER, SELLERS, actor_at
from properties.dcm.recipes import ROW_FLAWS, Account, Contents, Encrypted, Root

COLUMN_TYPES = {"euint8": 8, "euint32": 32, "euint64": 64}
INPUT_FLAWS = (
    "signed for another user",
    "signed for another contract",
    "one bit of the signature flipped",
    "the last 33 bytes of the proof cut off",
)
FEW = 3
"""Datasets after which a run rather does something with them."""
COOLDOWNS = (1, 60, 3_600, 86_400, 2_592_000, 2**32 - 1)


def set_job_manager(chooser: Chooser, run: Any) -> Call:
    """The owner wires the manager; somebody else, the zero address or a second time is refused."""
    actor = OWNER if chooser.chance("wire: by owner", 80) else chooser.pick("wire: actor", EVERYONE)
    manager = "JobManager" if chooser.chance("wire: manager", 85) else "nobody"
    return Call(actor, "set_job_manager", (Account(manager),))


def commit_dataset(chooser: Chooser, run: Any) -> Call | None:
    """A seller commits a small dataset, now and then a wide or a flawed one; seldom more than a few in a run."""
    if len(run.state.datasets) >= FEW and not chooser.chance("commit: one more", 25):
        return None
    seller = chooser.pick("commit: seller", SELLERS)
    dataset_id = next_id(chooser, run)
    contents = draw_contents(chooser, seller)
    arguments: dict[str, Any] = {
        "row_count": len(contents.rows),
        "root": Root(dataset_id, contents),
        "columns": len(contents.types),
        "flaw": "",
        "cooldown": chooser.pick("commit: cooldown", COOLDOWNS) if chooser.chance("commit: cools down", 50) else 0,
    }
    if chooser.chance("commit: flawed", 20):
        spoil_commitment(chooser, arguments)
    k = chooser.integer("commit: k", 0, 2**32 - 1, (0, 1, 2, 3))
    threshold = ("euint32", k, "DatasetRegistry", seller)
    return Call(
        seller,
        "commit_dataset",
        (
            dataset_id,
            arguments["row_count"],
            arguments["root"],
            arguments["columns"],
            Encrypted(*threshold, part="handle", flaw=arguments["flaw"]),
            Encrypted(*threshold, part="proof", flaw=arguments["flaw"]),
            arguments["cooldown"],
        ),
    )


def spoil_commitment(chooser: Chooser, arguments: dict[str, Any]) -> None:
    """Breaks one part of a commitment."""
    spoiled: dict[str, Callable[[], Any]] = {
        "no rows": lambda: arguments.update(row_count=0),
        "too many rows": lambda: arguments.update(row_count=chooser.integer("commit: rows", 2**32, 2**256 - 1)),
        "most rows": lambda: arguments.update(row_count=2**32 - 1),
        "no root": lambda: arguments.update(root=bytes(32)),
        "no columns": lambda: arguments.update(columns=0),
        "too many columns": lambda: arguments.update(columns=chooser.integer("commit: columns", 33, 2**256 - 1)),
        "other columns": lambda: arguments.update(columns=chooser.integer("commit: columns", 1, 32)),
        "flawed threshold": lambda: arguments.update(flaw=chooser.pick("commit: input flaw", INPUT_FLAWS)),
    }
    spoiled[chooser.pick("commit: spoiled", tuple(spoiled))]()


def draw_contents(chooser: Chooser, seller: str) -> Contents:
    """One to three rows of one to three columns; sometimes one row of many columns; sometimes a row with a flaw."""
    wide = chooser.chance("contents: wide", 7)
    columns = chooser.integer("contents: wide columns", 16, 32) if wide else chooser.integer("contents: columns", 1, 3)
    count = 1 if wide else chooser.integer("contents: rows", 1, 3)
    types = tuple(chooser.pick("contents: type", tuple(COLUMN_TYPES)) for _ in range(columns))
    rows = tuple(tuple(draw_value(chooser, COLUMN_TYPES[name]) for name in types) for _ in range(count))
    flaws: tuple[str, ...] = ()
    if chooser.chance("contents: flawed", 20):
        broken = chooser.integer("contents: flawed row", 0, count - 1)
        flaw = chooser.pick("contents: flaw", ROW_FLAWS)
        flaws = tuple(flaw if index == broken else "" for index in range(count))
    return Contents(types, rows, seller, flaws)


def draw_value(chooser: Chooser, bits: int) -> int:
    """A plaintext; two of its upper half carry."""
    return chooser.integer("contents: value", 0, 2**bits - 1, (0, 1, 2 ** (bits - 1), 2**bits - 1))


def next_id(chooser: Chooser, run: Any) -> int:
    """A fresh id, or now and then one that is or was taken."""
    taken = tuple(run.state.datasets)
    if taken and chooser.chance("commit: taken id", 15):
        deleted = tuple(i for i in taken if not run.state.datasets[i].exists)
        return chooser.pick("commit: which id", deleted or taken)
    return len(taken) + 1


def delete_dataset(chooser: Chooser, run: Any) -> Call | None:
    """The owner of a dataset deletes it; refused while something refers to it, or to others."""
    dataset_id = some_dataset(chooser, run)
    unused = tuple(i for i in run.state.live_datasets if run.state.obligations[i] == 0)
    described = tuple(i for i in unused if run.state.datasets[i].description)
    if described and chooser.chance("delete: described", 50):
        dataset_id = chooser.pick("delete: which described", described)
    elif unused and chooser.chance("delete: unused", 60):
        dataset_id = chooser.pick("delete: which", unused)
    if dataset_id is None:
        return None
    return Call(owner_or_other(chooser, run, dataset_id), "delete_dataset", (dataset_id,))


def set_dataset_description(chooser: Chooser, run: Any) -> Call | None:
    """The owner of a dataset describes it."""
    dataset_id = some_dataset(chooser, run)
    if dataset_id is None:
        return None
    text = chooser.pick("describe: text", ("", "ages and wages", "ø" * 40))
    return Call(owner_or_other(chooser, run, dataset_id), "set_dataset_description", (dataset_id, text))


def some_dataset(chooser: Chooser, run: Any) -> int | None:
    """Mostly a live dataset, sometimes a deleted one or an id never used; None while there is none."""
    live = tuple(run.state.live_datasets)
    if live and chooser.chance("dataset: live", 90):
        return chooser.pick("dataset: which", live)
    known = tuple(run.state.datasets)
    deleted = tuple(i for i in known if not run.state.datasets[i].exists)
    if deleted and chooser.chance("dataset: deleted", 50):
        return chooser.pick("dataset: which deleted", deleted)
    return chooser.pick("dataset: any", (*known, len(known) + 1)) if known else None


def owner_or_other(chooser: Chooser, run: Any, dataset_id: int) -> str:
    """The owner of a dataset, or now and then anybody."""
    if dataset_id in run.state.datasets and chooser.chance("dataset: by owner", 85):
        return actor_at(run, run.state.datasets[dataset_id].owner)
    return chooser.pick("dataset: actor", EVERYONE)
