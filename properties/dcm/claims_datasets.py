"""The triple of every action on datasets and parameters: when it succeeds, what it does, what it may change."""

from __future__ import annotations

from properties.claims import Change, of, of_state, whole
from properties.dcm.claims_requests import is_live
from properties.dcm.lemmas import PLAN
from spec.core import ZERO_ADDRESS, ZERO_WORD, Message, Step, Wei
from spec.dcm.state import MAX_COLUMNS, MAX_DEFAULT_GAS_PRICE, MAX_PAYMENT_THRESHOLD, MAX_ROWS, State

# ---------------------------------------------------------------- wiring

WIRE = PLAN.action("set_job_manager")


@WIRE.succeeds_iff
def owner_wires_once(s: State, m: Message, job_manager: str) -> bool:
    """A manager, and none before."""
    return m.sender == s.registry_owner and job_manager != ZERO_ADDRESS and s.job_manager == ZERO_ADDRESS


@WIRE.effect
def manager_is_wired(step: Step, job_manager: str) -> bool:
    """It is the given one."""
    return step.state.job_manager == job_manager


@WIRE.changes
def wiring(s: State, m: Message, job_manager: str) -> list[Change]:
    """The manager alone."""
    return [of_state("job_manager")]


# ---------------------------------------------------------------- datasets

COMMIT = PLAN.action("commit_dataset", "DCM-SEQ-05")
DELETE = PLAN.action("delete_dataset", "DCM-SEQ-05")
DESCRIBE = PLAN.action("set_dataset_description")


@COMMIT.succeeds_iff
def anybody_commits_under_a_fresh_id(
    s: State,
    m: Message,
    dataset_id: int,
    row_count: int,
    merkle_root: bytes,
    num_columns: int,
    k_anonymity: bytes,
    input_proof: bytes,
    cooldown_sec: int,
) -> bool:
    """Wired, in bounds, an id never used, and a threshold that the host accepts."""
    bounded = 0 < row_count <= MAX_ROWS and 0 < num_columns <= MAX_COLUMNS and merkle_root != ZERO_WORD
    fresh = dataset_id not in s.datasets and s.job_manager != ZERO_ADDRESS
    return bounded and fresh and m.environment.imports("euint32", k_anonymity, input_proof) is not None


@COMMIT.effect
def commitment_is_stored(
    step: Step,
    dataset_id: int,
    row_count: int,
    merkle_root: bytes,
    num_columns: int,
    k_anonymity: bytes,
    input_proof: bytes,
    cooldown_sec: int,
) -> bool:
    """A live dataset of the sender, with the given root and sizes."""
    d = step.state.datasets[dataset_id]
    sizes = d.row_count == row_count and d.num_columns == num_columns and d.cooldown_sec == cooldown_sec
    return sizes and d.owner == step.message.sender and d.merkle_root == merkle_root and d.exists


@COMMIT.changes
def commitment(s: State, m: Message, dataset_id: int, *_terms: object) -> list[Change]:
    """A new dataset and its place on the list."""
    return [whole(s.datasets, dataset_id), whole(s.live_datasets, dataset_id)]


@DELETE.succeeds_iff
def owner_deletes_what_nobody_uses(s: State, m: Message, dataset_id: int) -> bool:
    """Without open requests or direct jobs."""
    if not is_live(s, dataset_id):
        return False
    return m.sender == s.datasets[dataset_id].owner and s.obligations[dataset_id] == 0


@DELETE.effect
def deletion_leaves_a_tombstone(step: Step, dataset_id: int) -> bool:
    """The id stays taken."""
    return dataset_id in step.state.datasets and not step.state.datasets[dataset_id].exists


@DELETE.changes
def deletion(s: State, m: Message, dataset_id: int) -> list[Change]:
    """Existence, description, the place on the list."""
    return [of(s.datasets, dataset_id, "exists", "description"), whole(s.live_datasets, dataset_id)]


@DESCRIBE.succeeds_iff
def owner_describes(s: State, m: Message, dataset_id: int, description: str) -> bool:
    """A live dataset."""
    return is_live(s, dataset_id) and m.sender == s.datasets[dataset_id].owner


@DESCRIBE.effect
def description_is_the_given_one(step: Step, dataset_id: int, description: str) -> bool:
    """It is stored as it is."""
    return step.state.datasets[dataset_id].description == description


@DESCRIBE.changes
def describing(s: State, m: Message, dataset_id: int, description: str) -> list[Change]:
    """The description alone."""
    return [of(s.datasets, dataset_id, "description")]


# ---------------------------------------------------------------- parameters

THRESHOLD = PLAN.action("set_payment_threshold", "DCM-ARI-07")
PRICE = PLAN.action("set_default_max_gas_price", "DCM-ARI-06")


@THRESHOLD.succeeds_iff
def owner_sets_the_threshold(s: State, m: Message, new_threshold: Wei) -> bool:
    """Within its bound."""
    return m.sender == s.manager_owner and new_threshold <= MAX_PAYMENT_THRESHOLD


@THRESHOLD.effect
def threshold_is_the_given_one(step: Step, new_threshold: Wei) -> bool:
    """In wei."""
    return step.state.payment_threshold == new_threshold


@THRESHOLD.changes
def thresholds(s: State, m: Message, new_threshold: Wei) -> list[Change]:
    """The threshold alone."""
    return [of_state("payment_threshold")]


@PRICE.succeeds_iff
def owner_sets_the_price(s: State, m: Message, new_price: Wei) -> bool:
    """Within its bound."""
    return m.sender == s.manager_owner and new_price <= MAX_DEFAULT_GAS_PRICE


@PRICE.effect
def price_is_the_given_one(step: Step, new_price: Wei) -> bool:
    """In wei."""
    return step.state.default_max_gas_price == new_price


@PRICE.changes
def prices(s: State, m: Message, new_price: Wei) -> list[Change]:
    """The default price alone."""
    return [of_state("default_max_gas_price")]
