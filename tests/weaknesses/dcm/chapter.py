"""The known weaknesses of dataset marketplaces."""

from __future__ import annotations

from tests.weaknesses.page import Chapter, Weakness

ROWS = (
    Weakness(
        "W-D01",
        "A payment that fails is ignored after the books were cleared, and its coin belongs to nobody.",
        "What can't be pushed becomes a credit, which its payee withdraws to any address.",
        ("DCM-CON-01", "DCM-CON-02"),
    ),
    Weakness(
        "W-D02",
        "The buyer's refund is part of the settlement, so a buyer contract that rejects coin withholds the seller's "
        "fee until it is bribed.",
        "A rejected refund becomes the buyer's credit; the settlement goes on.",
        ("DCM-LIV-01", "DCM-LIV-03"),
    ),
    Weakness(
        "W-D03",
        "A reclaim pays the seller's debt first, so a seller contract that rejects coin locks fee and allowance of "
        "the buyer for good.",
        "A rejected debt becomes the seller's credit; the buyer gets fee and allowance.",
        ("DCM-LIV-01", "DCM-LIV-02"),
    ),
    Weakness(
        "W-D04",
        "Gas is reimbursed at the price of the seller's own transaction, which a block builder can hand back to it.",
        "The request fixes the highest price that is reimbursed.",
        ("DCM-ARI-06",),
    ),
    Weakness(
        "W-D05",
        "Rows don't count as activity, so an active seller is cut off; or nothing else does, and a row a day holds "
        "the money as long as there are rows.",
        "Each row restarts 24 hours, and 30 days after acceptance the buyer can reclaim whatever happened.",
        ("DCM-TIM-01", "DCM-TIM-02"),
    ),
    Weakness(
        "W-D06",
        "The payee is looked up when it is paid: whoever commits a deleted dataset's id again takes over its "
        "requests, and without anybody the pay is burnt.",
        "Seller and root are fixed at submission, a dataset in use can't be deleted, and no id is given twice.",
        ("DCM-ACC-01", "DCM-SEQ-05"),
    ),
    Weakness(
        "W-D07",
        "Anybody settles a job, and the buyer's allowance pays the gas.",
        "Only seller and buyer settle, and only the seller's gas is charged.",
        ("DCM-ARI-06", "DCM-ACC-01"),
    ),
    Weakness(
        "W-D08",
        "The job of a request that was called off goes on at gas price zero, and releases its result for nothing.",
        "Rows and results ask the request first; a job whose request is over is closed.",
        ("DCM-SEQ-01", "DCM-SEQ-04"),
    ),
    Weakness(
        "W-D09",
        "The index of a row is not bounded by the promised number, so that a tree with more leaves takes the job past "
        "its end, where it can't be settled.",
        "No row is accepted behind the last.",
        ("DCM-SEQ-02", "DCM-SEQ-03"),
    ),
    Weakness(
        "W-D10",
        "A dataset promises rows that don't exist or can't be read: the seller charges for the others and stalls.",
        "A row that fails charges nothing, each other costs its gas at the agreed price at most, and a stalled "
        "request returns fee and the rest of the allowance. **The gas of the rows that do exist stays paid.**",
        ("DCM-CON-03", "DCM-TIM-01"),
    ),
    Weakness(
        "W-D11",
        "A filter is not checked until it meets a row, so a seller accepts work that can't be done.",
        "A request is refused unless its filter runs on every row of the dataset's width.",
        ("DCM-ARI-03",),
    ),
    Weakness(
        "W-D12",
        "The overflow check of a weighted sum divides by the weight, and both arms of an encrypted choice are "
        "computed, so that a weight of zero reverts every row.",
        "Columns of weight zero are skipped, and the check compares with a plaintext quotient.",
        ("DCM-LIV-04",),
    ),
    Weakness(
        "W-D13",
        "The overflow flag is released although too few rows were kept; with weights of the buyer's choice it tells "
        "on which side of a threshold a single record is.",
        "With too few rows the flag is false, always.",
        ("DCM-PRI-01",),
    ),
    Weakness(
        "W-D14",
        "A cooldown that is only checked when a job begins is passed by beginning many jobs before the first result.",
        "A job takes the buyer's only place on the dataset. **A place is an address's: who has two has two places.**",
        ("DCM-PRI-03",),
    ),
    Weakness(
        "W-D15",
        "The seller opens and settles a direct job for somebody, whose cooldown then refuses the request that they "
        "paid.",
        "A direct job needs the consent of its buyer.",
        ("DCM-PRI-03",),
    ),
    Weakness(
        "W-D16",
        "Two sums, each over enough rows, differ by one record: whoever chooses filters subtracts.",
        "**Accepted: inherent in filters of the buyer's choice.** The direct question is suppressed, a cooldown "
        "delays the second.",
        ("DCM-PRI-04",),
        elsewhere="tests/dcm/test_differencing.py::test_differencing_two_sums_reveals_one_record_exactly",
    ),
    Weakness(
        "W-D17",
        "The threshold is encrypted: a hidden zero gives out results over no rows, one above the row count sells "
        "results that are suppressed for certain.",
        "Zero counts as one. **The second is not prevented: nobody can compare an encrypted threshold with the rows.**",
        ("DCM-PRI-01", "DCM-LIV-03"),
    ),
    Weakness(
        "W-D18",
        "Rounding after clamping leaves the declared interval, and at the top of the range it wraps to zero.",
        "Rounding saturates, and is clamped again.",
        ("DCM-ARI-05", "DCM-ARI-04"),
    ),
    Weakness(
        "W-D19",
        "A filter's constant above 64 bits is cut, and the filter silently asks something else.",
        "Such a constant is refused with the request.",
        ("DCM-ARI-03",),
    ),
    Weakness(
        "W-D20",
        "A proof may be of any length, so an unbalanced tree commits to several rows in one place, and the seller "
        "chooses among them once it knows the question.",
        "A proof has exactly the length that the row count asks for; leaves and nodes hash apart, and a leaf binds "
        "chain, registry, dataset and index.",
        ("DCM-ARI-01",),
    ),
    Weakness(
        "W-D21",
        "A payout on demand pays with all gas, unguarded, before it clears the debt: who calls back is paid again, "
        "out of the escrow of others.",
        "The debt is cleared first, every function that pays is guarded, and a push has 50,000 gas.",
        ("DCM-CON-02", "DCM-LIV-01"),
    ),
    Weakness(
        "W-D22",
        "A request that is over keeps its amounts in storage, where any later slip pays them a second time.",
        "Whatever ends a request takes all three amounts out of the books.",
        ("DCM-CON-06",),
    ),
    Weakness(
        "W-D23",
        "The width of rows is asked of the registry again for each, so the seller stops a running job by deleting the "
        "dataset.",
        "The width is fixed with the request, and a dataset in use can't be deleted.",
        ("DCM-LIV-02", "DCM-SEQ-05"),
    ),
    Weakness(
        "W-D24",
        "Where the owner may replace the manager, the new one has no permission on older thresholds, and no job on "
        "those datasets can be settled.",
        "The manager is wired once, before the first dataset.",
        ("DCM-PRI-05",),
    ),
    Weakness(
        "W-D25",
        "What a transaction costs outside of the contract, and its last payment, is not reimbursed, so an honest "
        "seller gets a little less than it spends.",
        "The same: the manager charges what it measures, and never more than was used. A seller counts the rest into "
        "the fee that it accepts.",
        ("DCM-CON-03",),
        reason="A matter of price: the difference is known before acceptance, and nobody takes it.",
    ),
    Weakness(
        "W-D26",
        "All jobs begin with the same encrypted zeros, so one permission on such a handle opens the first state of "
        "every other job.",
        "Only fresh results of a selection are ever granted to a user.",
        ("DCM-PRI-02",),
    ),
    Weakness(
        "W-D27",
        "A row pays its seller before its call is over, so the seller pushes the next row inside of it and decides "
        "the order of what is reported.",
        "Rows are guarded, and a push of coin has too little gas for another row.",
        ("DCM-LIV-01", "DCM-SEQ-02"),
    ),
    Weakness(
        "W-D28",
        "An allowance below the gas of acceptance can't be raised while the request waits, so the request is dead.",
        "A waiting request can be topped up, and cancelled.",
        ("DCM-SEQ-01", "DCM-LIV-02"),
    ),
)

CHAPTER = Chapter("dcm", "dcm", "D", "Dataset marketplace", ROWS)
