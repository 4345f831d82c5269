"""The known weaknesses of compute marketplaces that are paid by the job, and of what stands around them."""

from __future__ import annotations

from tests.weaknesses.page import Chapter, Weakness

ROWS = (
    Weakness(
        "W-L01",
        "A job that is paid can be released again, by its renter or by others, each time out of the money of all jobs.",
        "A job ends once: its status and its record in the escrow are both final, and the record's amount is gone.",
        ("JOB-CON-01",),
    ),
    Weakness(
        "W-L02",
        "A job paid in tokens is released in coin, unit for unit.",
        "A record pays in the asset that it holds.",
        ("JOB-CON-01", "JOB-CON-02"),
    ),
    Weakness(
        "W-L03",
        "The host alone releases its payment, because the escrow lets it, and takes the marketplace for the renter.",
        "The record names the renter. The host alone releases nothing; it needs the renter, a verifier or the arbiter.",
        ("JOB-ACC-02",),
    ),
    Weakness(
        "W-L04",
        "The escrow also pays without a record, as often as it is asked; and a fee is sent to the arbiter and counted "
        "for the treasury.",
        "There is no such function: money leaves by its record, and the fee is counted once and fetched from there.",
        ("JOB-CON-02", "JOB-CON-01"),
    ),
    Weakness(
        "W-L05",
        "Whoever likes posts and claims jobs in anybody's name.",
        "For another only the account integration acts, and that for its caller or by a session key. Nodes register "
        "themselves.",
        ("JOB-ACC-01",),
    ),
    Weakness(
        "W-L06",
        "A renter makes a host claim and has it fail, again and again: 20 points of its reputation each time.",
        "Claims are the host's own, and so is giving up.",
        ("JOB-ACC-01", "JOB-ACC-03"),
    ),
    Weakness(
        "W-L07",
        "A job can be claimed after its deadline, when nobody can deliver it any more, and its money waits a month.",
        "Nobody claims after the deadline, and from the next second on anybody returns the money.",
        ("JOB-SEQ-01",),
    ),
    Weakness(
        "W-L08",
        "A job that was abandoned and refunded stays open, and is released as well.",
        "Refunded is final. **A host whom nobody pays for a month has to dispute before it is over, or goes unpaid.**",
        ("JOB-CON-01", "JOB-SEQ-01"),
    ),
    Weakness(
        "W-L09",
        "Coin above the payment stays in the marketplace, where it belongs to nobody.",
        "What is sent must be the payment, or the sum of a batch.",
        ("JOB-CON-05",),
    ),
    Weakness(
        "W-L10",
        "The first or any caller names governance, treasury or other parts, and with them the judge.",
        "The owner names them; what the contracts need of each other is named once. **The owner can name itself the "
        "arbiter, also of a dispute of its own.**",
        ("JOB-ACC-05",),
    ),
    Weakness(
        "W-L11",
        "What a token answers is not looked at: a transfer that it refused counts as paid.",
        "A transfer counts if the token answers true, or nothing and has code. Otherwise the payee has a credit.",
        ("JOB-CON-02",),
    ),
    Weakness(
        "W-L12",
        "Refunds are sent with the gas of a plain transfer, or the call fails: a smart wallet is never refunded.",
        "50,000 gas, and a credit where that is not enough; withdrawing it has all gas.",
        ("JOB-SEQ-01", "JOB-CON-01"),
    ),
    Weakness(
        "W-L13",
        "The registry of stakes in coin closes for good at ten registrations, never gives a stake back, and keeps what "
        "it slashed.",
        "There is one registry, in FAB, without a limit of hosts. Stakes come back after unbonding; what is slashed "
        "goes to the treasury or to a challenger.",
        ("SES-CON-05", "SES-TIM-04"),
    ),
    Weakness(
        "W-L14",
        "The owner can take everything: all stakes, all payments.",
        "There is no such function. Owner and treasury reach fees and slashed stakes.",
        ("SES-ACC-02", "SES-CON-05", "JOB-CON-02"),
    ),
    Weakness(
        "W-L15",
        "A disputed payment waits for the arbiter, for ever if need be.",
        "After 14 days anybody returns it to the renter. **So a renter whom no arbiter answers has delivered work for "
        "nothing: a dispute costs no bond, and silence counts for the renter.**",
        ("JOB-TIM-01",),
    ),
    Weakness(
        "W-L16",
        "A proof is challenged when it has been paid already; silent verifiers give the challenger's stake to the "
        "host; a second challenge pushes the first aside.",
        "Nobody is paid for a proof before three days without a challenge are over. One challenge waits at a time, and "
        "without a ruling its stake goes back. **Then the host is paid, whatever the proof was worth.**",
        ("JOB-SEQ-02", "JOB-TIM-02", "JOB-CON-03"),
    ),
    Weakness(
        "W-L17",
        "Hosts rent themselves, and a job counts several times: reputation for nothing.",
        "A host can't claim its own job, and a job has one outcome for a host. **With a second account it can, for one "
        "wei a job; a bonus is never more than the fee, so no money comes of it.**",
        ("JOB-ACC-03", "JOB-ARI-01"),
    ),
    Weakness(
        "W-L18",
        "Beside the votes stand older ones, without stake, quorum or delay.",
        "There is one way: 10,000 FAB to propose, a tenth of all FAB to decide, two days until it counts.",
        ("JOB-GOV-01",),
    ),
    Weakness(
        "W-L19",
        "Votes are counted by what somebody holds at the moment, so FAB votes, moves on and votes again.",
        "What counts is the delegation at the block in which the vote began. The supply is fixed.",
        ("JOB-GOV-02",),
    ),
    Weakness(
        "W-L20",
        "What was decided once is executed at any later time, and may call any contract.",
        "It expires 14 days after its delay, and calls listed setters with one number. **Until it is executed its "
        "proposer can cancel it.**",
        ("JOB-GOV-01",),
    ),
    Weakness(
        "W-L21",
        "The emergency role pauses as often as it likes, can also lift pauses, and a misspelt action passes for done.",
        "It pauses for seven days, once in thirty, and can't lift anything. What is not known is refused.",
        ("JOB-GOV-03",),
    ),
    Weakness(
        "W-L22",
        "The guardian lowers the breaker's level, and with it lifts the owner's pause before its hour is over.",
        "There is one pause. Only the owner loosens, and not within an hour of the last tightening.",
        ("JOB-SEQ-03",),
    ),
    Weakness(
        "W-L23",
        "Posting and claiming go on during a pause, and the code that pauses by itself is never reached.",
        "A pause stops whatever begins something, and failures do trip it.",
        ("JOB-SEQ-03",),
    ),
    Weakness(
        "W-L24",
        "The account integration takes the transaction's origin for the wallet, and a batch acts with the "
        "integration's own name and money, that of streams included.",
        "It knows only its caller. A batch posts and claims for that caller, with the coin that came along.",
        ("JOB-ACC-01", "JOB-CON-04"),
    ),
    Weakness(
        "W-L25",
        "A session key lasts as long as it says and has no budget: whoever steals it takes all.",
        "30 days at most, listed functions only, and a budget. **A key for claims claims any job, as long as nobody "
        "revokes it.**",
        ("JOB-ACC-04",),
    ),
    Weakness(
        "W-L26",
        "Ending a stream pays its recipient first, so a recipient who rejects coin locks the payer's rest.",
        "The payer has the rest back at once; what has vested waits for its recipient.",
        ("JOB-CON-04",),
    ),
    Weakness(
        "W-L27",
        "A number of seconds is easily mistaken for a date, and one job has two keys in two contracts.",
        "A job takes less than a year, so a date is refused. The escrow's key is the job's number.",
        ("JOB-SEQ-01",),
    ),
    Weakness(
        "W-L28",
        "A signature is accepted in both of its forms, and nonsense as that of address zero.",
        "65 bytes, the lower of both forms, and a signer who is not zero.",
        ("SES-SEQ-02",),
    ),
)

CHAPTER = Chapter("jobs", "compute", "L", "Compute marketplace: prompt jobs, escrow and governance", ROWS)
