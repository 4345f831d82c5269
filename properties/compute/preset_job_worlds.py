"""The worlds of prompt jobs, of the breaker, of scores, votes and accounts in each configuration, and their bounds.

What never meets is searched in worlds of its own: a job in every detail, its proof, several jobs with little detail,
and whatever looks at jobs, each with a job that goes on meanwhile.
"""

from __future__ import annotations

from properties.compute import preset_accounts, preset_breaker, preset_jobs, preset_motions, preset_reputation
from properties.compute.preset_accounts import KeySize, StreamSize
from properties.compute.preset_breaker import STOPPED, BreakerSize
from properties.compute.preset_job_calls import JobSize
from properties.compute.preset_motions import MotionSize
from properties.compute.preset_reputation import ScoreSize
from spec.compute.escrow_settings import MAX_FEE_BPS
from spec.compute.selectors import CLAIM_JOB, POST_JOB
from spec.compute.state import NATIVE

COIN = (NATIVE,)
HOST = ("host",)
HOSTS = ("host", "rival_host")
RENTER = ("contract_depositor",)
REFUSING = ("contract_depositor", "contract_host")
SCOPES = ((CLAIM_JOB,), (POST_JOB,))

TINY_BOUND = (
    "by itself, one prompt job in coin or in a token that may be stuck, of a host and a renter who may refuse coin, "
    "with a dispute; by itself, one job with a proof, which the host judges too, and one challenge; by itself, one job "
    "whose host earns a bonus; by themselves, the breaker's levels with one function that is paused, and an emergency, "
    "each with a job that ends at once or not at all, when one failure and one more hasty payment are too much; by "
    "itself, one job that is rated, and whose host's score decays once; by themselves, one proposal about the escrow's "
    "fee with two voters of whom one gives FAB and votes to the other, and one about its arbiter, which the owner "
    "takes off the list; by themselves, a key of a renter, a key of a host, and one stream"
)
TINY_WORLDS = (
    preset_jobs.world(JobSize("jobs", refusing=REFUSING, stuck=True, disputes=True, back=True, sparse=False)),
    preset_jobs.world(JobSize("proofs", assets=COIN, proved=True, judged=True, challenges=1, sparse=False)),
    preset_jobs.world(JobSize("bonus", assets=COIN, bonus=True)),
    preset_breaker.world(
        BreakerSize(JobSize("breaker", hosts=HOST, assets=COIN, back=True, left=False), functions=STOPPED[1:])
    ),
    preset_breaker.world(
        BreakerSize(JobSize("emergencies", hosts=HOST, assets=COIN, left=False), levels=False, emergencies=True)
    ),
    preset_reputation.world(
        ScoreSize(JobSize("scores", hosts=HOST, assets=COIN, left=False), (5,), slashes=(), decays=1, elsewhere=False)
    ),
    preset_motions.world(MotionSize(JobSize("motions", jobs=0, hosts=(), assets=COIN), arbiters=False, moved=True)),
    preset_motions.world(MotionSize(JobSize("arbiters", jobs=0, hosts=(), assets=COIN), fees=(), delisted=True)),
    preset_accounts.keys(
        KeySize(JobSize("a renter's key", hosts=(), assets=COIN, refusing=RENTER), RENTER, batches=True)
    ),
    preset_accounts.keys(KeySize(JobSize("a host's key", hosts=HOST, assets=COIN, back=True), HOST, batches=True)),
    preset_accounts.streams(StreamSize("streams")),
)

CI_BOUND = (
    "by themselves, one prompt job "
    "in coin or in a token that may be stuck, of a host and a renter who may refuse coin, and of two hosts who are "
    "alike, given back and disputed; by themselves, two jobs of one host in either asset, disputed, and of two "
    "renters, posted and paid together; by themselves, one job with a proof, which the host judges too, one challenge "
    "and a dispute, and one of two hosts who are alike with two challenges; by itself, two jobs whose host earns a "
    "bonus; by themselves, the breaker's levels with paused functions and a job, with a pause for an hour and a job, "
    "and with two jobs, and emergencies with a job, of which no delivery is left alone, when one failure and one more "
    "hasty payment are too much; by themselves, one job that is rated, whose host's score is slashed once and decays "
    "twice, and one of which a reporter tells, too; by themselves, one proposal about the escrow's fee or arbiter with "
    "two voters, of whom one gives FAB and votes to the other, which the owner takes off the list, with a job that is "
    "disputed, and about two fees with a job, a block each second; by themselves, keys with one function each of a "
    "renter and of a host; by themselves, one stream that is drawn in tenths, and two of one payer, in halves"
)
CI_WORLDS = (
    preset_jobs.world(
        JobSize("one job", refusing=REFUSING, stuck=True, disputes=True, back=True, sparse=False, exact=True)
    ),
    preset_jobs.world(
        JobSize("two hosts of a job", hosts=HOSTS, alike=True, refusing=RENTER, stuck=True, disputes=True, back=True)
    ),
    preset_jobs.world(JobSize("two jobs", jobs=2, hosts=HOST, refusing=RENTER, disputes=True)),
    preset_jobs.world(
        JobSize("batches", jobs=2, hosts=HOST, assets=COIN, renters=(*RENTER, "depositor"), batches=True)
    ),
    preset_jobs.world(
        JobSize(
            "a proof",
            assets=COIN,
            proved=True,
            judged=True,
            challenges=1,
            disputes=True,
            sparse=False,
            exact=True,
        )
    ),
    preset_jobs.world(
        JobSize("two challenges", hosts=HOSTS, alike=True, assets=COIN, proved=True, challenges=2, back=True)
    ),
    preset_jobs.world(JobSize("bonuses", jobs=2, assets=COIN, bonus=True)),
    preset_breaker.world(
        BreakerSize(JobSize("breaker", hosts=HOST, assets=COIN, back=True, left=False), functions=STOPPED, exact=True)
    ),
    preset_breaker.world(
        BreakerSize(JobSize("an hour", hosts=HOST, assets=COIN, back=True, left=False), hours=True, exact=True)
    ),
    preset_breaker.world(BreakerSize(JobSize("breaker and two jobs", jobs=2, hosts=HOST, assets=COIN, left=False))),
    preset_breaker.world(
        BreakerSize(
            JobSize("emergencies", hosts=HOST, assets=COIN, back=True, left=False),
            levels=False,
            emergencies=True,
            exact=True,
        )
    ),
    preset_reputation.world(
        ScoreSize(JobSize("scores", hosts=HOST, assets=COIN, left=False), ratings=(5, 4, 1), elsewhere=False)
    ),
    preset_reputation.world(
        ScoreSize(JobSize("reports", hosts=HOST, assets=COIN, back=True, left=False), slashes=(), decays=1)
    ),
    preset_motions.world(MotionSize(JobSize("votes moved", jobs=0, hosts=(), assets=COIN), moved=True)),
    preset_motions.world(MotionSize(JobSize("votes alone", jobs=0, hosts=(), assets=COIN), delisted=True, exact=True)),
    preset_motions.world(
        MotionSize(JobSize("votes and a dispute", hosts=HOST, assets=COIN, disputes=True, left=False), fees=())
    ),
    preset_motions.world(
        MotionSize(
            JobSize("votes and a job", hosts=HOST, assets=COIN, left=False),
            fees=(0, MAX_FEE_BPS + 1),
            arbiters=False,
        )
    ),
    preset_accounts.keys(
        KeySize(
            JobSize("a renter's keys", hosts=(), assets=COIN, refusing=RENTER),
            RENTER,
            scopes=SCOPES,
            charges=True,
            batches=True,
            exact=True,
        )
    ),
    preset_accounts.keys(
        KeySize(
            JobSize("a host's keys", hosts=HOST, assets=COIN, back=True),
            HOST,
            scopes=SCOPES,
            charges=True,
            batches=True,
            exact=True,
        )
    ),
    preset_accounts.streams(StreamSize("a stream in tenths", parts=10)),
    preset_accounts.streams(StreamSize("streams", streams=2)),
)

DEEP_BOUND = (
    "by themselves, two prompt jobs in coin of two hosts who are alike, given back and disputed, two with proofs and "
    "two challenges, and one with a proof of two hosts with two challenges and a dispute; by itself, the breaker with "
    "a pause for an hour, levels and two jobs; by itself, one job that is rated and reported on, with slashes and "
    "decay; by itself, two proposals of the governance; by themselves, two streams of one payer, drawn in thirds; "
    f"{CI_BOUND}"
)
DEEP_WORLDS = (
    preset_jobs.world(
        JobSize(
            "two jobs of two hosts",
            jobs=2,
            hosts=HOSTS,
            alike=True,
            assets=COIN,
            refusing=RENTER,
            disputes=True,
            back=True,
        )
    ),
    preset_jobs.world(JobSize("two proofs", jobs=2, assets=COIN, proved=True, challenges=2)),
    preset_jobs.world(
        JobSize(
            "two challenges and a dispute",
            hosts=HOSTS,
            alike=True,
            assets=COIN,
            proved=True,
            challenges=2,
            back=True,
            disputes=True,
        )
    ),
    preset_breaker.world(
        BreakerSize(JobSize("an hour and two jobs", jobs=2, hosts=HOST, assets=COIN, left=False), hours=True)
    ),
    preset_reputation.world(
        ScoreSize(JobSize("scores and slashes", hosts=HOST, assets=COIN, back=True, left=False), exact=True)
    ),
    preset_motions.world(MotionSize(JobSize("two motions", jobs=0, hosts=(), assets=COIN), motions=2)),
    preset_accounts.streams(StreamSize("streams in thirds", streams=2, parts=3)),
    *CI_WORLDS,
)
