"""The known weaknesses of compute marketplaces that are paid by the session."""

from __future__ import annotations

from tests.weaknesses.page import Chapter, Weakness

ROWS = (
    Weakness(
        "W-S01",
        "The host alone says how much it has worked: it can claim 2,000 tokens a second, worked or not, until the "
        "deposit is gone.",
        "**Accepted: the documented design has no receipt of the depositor's.** Rate and deposit bound it, and the "
        "depositor can leave at any time for the price of one interval.",
        ("SES-ARI-02", "SES-TIM-02"),
        elsewhere="tests/compute/test_unconsumed_usage.py::test_a_host_that_does_nothing_takes_the_whole_deposit",
    ),
    Weakness(
        "W-S02",
        "Anybody may have a proof verified and marked as used: an observer does it first, and the host's claim fails.",
        "Only the marketplace consumes a proof, and only for the host of the session.",
        ("SES-ACC-02", "SES-LIV-01"),
    ),
    Weakness(
        "W-S03",
        "What a host signs names neither session nor marketplace nor chain, so one proof is paid in several.",
        "It names all three, the number of the proof and both totals.",
        ("SES-SEQ-02",),
    ),
    Weakness(
        "W-S04",
        "The refund is part of the settlement, so a depositor that rejects coin, or that a token refuses, locks the "
        "host's pay and the fee.",
        "A refused refund becomes the depositor's credit, in coin and in every token; the session ends.",
        ("SES-LIV-03", "SES-LIV-02"),
    ),
    Weakness(
        "W-S05",
        "The dispute window counts from the session's start, so later claims are completed in the second they are "
        "made.",
        "It counts from the last claim. What can be done within it is to slash the host: there is no dispute on chain.",
        ("SES-TIM-02",),
    ),
    Weakness(
        "W-S06",
        "Work is accepted after the session's end, until somebody times it out.",
        "No claim succeeds after the last second.",
        ("SES-TIM-01",),
    ),
    Weakness(
        "W-S07",
        "A pause stops proofs but not the clock: right after it the host is timed out for having been silent.",
        "Seconds of a pause don't count as idle.",
        ("SES-TIM-03",),
    ),
    Weakness(
        "W-S08",
        "A depositor leaves just before a proof lands, and has the work for nothing.",
        "Leaving at once costs the price of one interval. **Leaving after a dispute window without a claim costs "
        "nothing: a host that wants the interval has to claim more often than that.**",
        ("SES-CON-07",),
    ),
    Weakness(
        "W-S09",
        "Where no proof system is set, claims are not verified at all.",
        "It is fixed at deployment, which fails without one.",
        ("SES-SEQ-02",),
    ),
    Weakness(
        "W-S10",
        "A session paid from an earlier deposit skips the checks of model and price, and buys work for next to "
        "nothing.",
        "All three ways to open a session pass the same checks.",
        ("SES-ARI-03",),
    ),
    Weakness(
        "W-S11",
        "A host takes its stake away while its sessions are live, and nothing is left to slash.",
        "The stake stays until all sessions are over and seven days after that, and can be slashed until then.",
        ("SES-TIM-04",),
    ),
    Weakness(
        "W-S12",
        "A host that was slashed below the minimum stake goes on taking sessions.",
        "A new session asks for the full stake.",
        ("SES-ARI-04", "SES-ARI-03"),
    ),
    Weakness(
        "W-S13",
        "A host that registers a model twice leaves that model's list twice, the second time in place of another host.",
        "A model named twice is refused.",
        ("SES-SEQ-03",),
    ),
    Weakness(
        "W-S14",
        "A token that keeps a fee on transfers is booked at its nominal amount; the last to withdraw finds too little.",
        "What is booked is by how much the balance grew.",
        ("SES-CON-03",),
    ),
    Weakness(
        "W-S15",
        "A fee of all the pay, or a session without work, leaves the host nothing, and to book nothing reverts: "
        "neither side gets out.",
        "The fee is at most 30 %, for good, and where there is nothing to book nothing is booked.",
        ("SES-LIV-02",),
    ),
    Weakness(
        "W-S16",
        "Prices are for 1,000 tokens: who divides first gets 999 tokens for nothing, session after session.",
        "It is divided last, so that a session costs its host less than one unit of the asset by rounding.",
        ("SES-ARI-01", "SES-CON-01"),
    ),
    Weakness(
        "W-S17",
        "A view sums over all sessions a user ever had, and a session keeps all proofs in a list: both grow until "
        "they can't be read.",
        "No function loops over what others can make longer; lists are read in pages, of a proof only its hash is "
        "kept.",
        ("SES-LIV-03",),
        reason="There is no such view and no such list.",
    ),
    Weakness(
        "W-S18",
        "Earnings are booked without the money, so that a faulty marketplace makes the ledger owe more than it holds.",
        "A booking must carry exactly its coin; tokens are pulled and measured.",
        ("SES-CON-04",),
    ),
    Weakness(
        "W-S19",
        "Taking a token off the list reaches into what users have deposited.",
        "Only new money of that token is refused; every way out stays open.",
        ("SES-ACC-02", "SES-LIV-03"),
    ),
    Weakness(
        "W-S20",
        "Votes can leave a proposal that nobody executed, which can then still be executed by their number.",
        "From the second in which votes can leave, the proposal has lapsed.",
        ("SES-GOV-02",),
    ),
    Weakness(
        "W-S21",
        "A second proposal of a model inherits the votes and the late votes of the first.",
        "Votes are kept by the number of the proposal, and each begins with none.",
        ("SES-GOV-02", "SES-GOV-03"),
    ),
    Weakness(
        "W-S22",
        "A model's id is the hash of two names joined by a slash, so that two models share one and the first squats "
        "it.",
        "Both names are hashed with their lengths.",
        ("SES-ARI-05",),
    ),
    Weakness(
        "W-S23",
        "Late votes move a vote's end: a whale moves it again and again.",
        "At most three times, so a vote is over after six days. **Late votes below 10,000 FAB in all move nothing.**",
        ("SES-GOV-03",),
    ),
    Weakness(
        "W-S24",
        "A slash takes half at most and the next has to wait a day, in which the host leaves with the rest.",
        "A slash restarts the seven days for which the stake stays.",
        ("SES-TIM-04",),
    ),
    Weakness(
        "W-S25",
        "One key replaces the code of the contracts, and with it the owner of all the money in them.",
        "No contract can be replaced. Owner and treasury reach the accrued fees and nothing else.",
        ("SES-ACC-02",),
        reason="There is no proxy and nothing to upgrade.",
    ),
)

CHAPTER = Chapter("compute", "compute", "S", "Compute marketplace: sessions", ROWS)
