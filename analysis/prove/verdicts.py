"""From findings to one verdict for each property, with everything that the proof rests on.

Induction shows all invariants together: each proof may assume the others, so a property is proved only if every
invariant that its proofs used, and those that theirs used, is proved too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, VACUOUS, Batch, Finding, gravest
from analysis.prove.goals import DEMAND, KEPT, REFUSAL, STEP, TRIPLE, Theory
from analysis.prove.obligations import ARITHMETIC, CONTRACT, FALSIFIABLE, FOLLOWS, INITIAL, PATHS, WITNESS
from analysis.prove.tasks import Task
from properties.catalogue import Property, Scope

CLAIMS = (INITIAL, KEPT, STEP, REFUSAL, FOLLOWS, FALSIFIABLE)
"""Kinds of obligations whose subject starts with the id of a property."""
BITS = "bit-vectors"


@dataclass
class Verdict:
    """What the proofs say of one property.

    uses: names of what its own proofs assumed and needed. rests_on: the same with what the proofs of those needed.
    """

    property: str
    verdict: str
    why: str
    findings: list[Finding] = field(default_factory=list)
    uses: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()


class Report:
    """All findings of a run, and what they add up to."""

    def __init__(self, theory: Theory, batches: dict[Task, Batch]) -> None:
        self._theory = theory
        own = {task: batch for task, batch in batches.items() if task.kind != "plant"}
        self.findings = [finding for batch in own.values() for finding in batch.findings]
        self.planted = [f for task, batch in batches.items() if task.kind == "plant" for f in batch.findings]
        self._spoke = {subject for batch in own.values() for subject in batch.spoke}
        self._by_subject: dict[str, list[Finding]] = {}
        for finding in self.findings:
            self._by_subject.setdefault(finding.subject, []).append(finding)
        self._paths = {finding.place: finding for finding in self.findings if finding.kind == PATHS}

    # ------------------------------------------------------------ properties

    def verdict(self, prop: Property) -> Verdict:
        """The verdict on one property."""
        own = list(self._own(prop))
        rests_on = self._closure(own)
        problems = [(finding.verdict, self._said(finding)) for finding in own if finding.verdict != PROVED]
        problems += self._silent(prop)
        problems += [
            (UNKNOWN, f"it rests on {name}, which is not proved") for name in rests_on if not self._holds(name)
        ]
        problems += self._beyond(prop)
        worst = gravest([verdict for verdict, _ in problems])
        why = next((reason for verdict, reason in problems if verdict == worst), "")
        if not own:
            worst, why = UNKNOWN, "no clause of it is about states or steps, which is what induction reaches"
        restated = tuple(how for (owner, _), how in self._theory.plan.restated.items() if owner == prop.id)
        uses = sorted({name for finding in own for name in finding.used if _is_assumption(name)})
        return Verdict(prop.id, worst, why, own, tuple(uses), tuple(rests_on), restated)

    def _own(self, prop: Property) -> Iterator[Finding]:
        supporting = {claims.action for claims in self._theory.plan.actions.values() if prop.id in claims.supports}
        contracts = {c.name for c in self._theory.plan.contracts.values() if prop.id in c.supports}
        for finding in self.findings:
            named = finding.subject.startswith(f"{prop.id}: ")
            if (
                (named and finding.kind in CLAIMS)
                or (named and finding.kind == ARITHMETIC and finding.place != BITS)
                or (finding.kind in TRIPLE and finding.place in supporting)
                or (finding.kind == CONTRACT and finding.subject in contracts)
            ):
                yield finding

    def _closure(self, own: Iterable[Finding]) -> list[str]:
        """Everything that was used, directly or by what was used; invariants, contracts, guarantees."""
        found: dict[str, None] = {}
        waiting = list(own)
        seen: set[str] = set()
        while waiting:
            finding = waiting.pop(0)
            if finding.name in seen:
                continue
            seen.add(finding.name)
            if finding.place in self._paths and finding.kind != WITNESS:
                waiting.append(self._paths[finding.place])
            for name in finding.used:
                if _is_assumption(name) and name not in found:
                    found[name] = None
                    waiting += self._proofs_of(name)
        return sorted(found)

    def _proofs_of(self, name: str) -> list[Finding]:
        if name.startswith("contract: "):
            subject = name.removeprefix("contract: ")
            return [f for f in self._by_subject.get(subject, []) if f.kind in (CONTRACT, DEMAND)]
        return [f for f in self._by_subject.get(name, []) if f.kind in (INITIAL, KEPT)]

    def _holds(self, name: str) -> bool:
        if name.startswith("environment: "):
            return True
        proofs = self._proofs_of(name)
        return bool(proofs) and all(finding.verdict == PROVED for finding in proofs)

    def _silent(self, prop: Property) -> Iterator[tuple[str, str]]:
        """Clauses over steps that no successful or refused call ever met."""
        for clause in prop.clauses:
            subject = f"{prop.id}: {clause.name}"
            met = subject in self._spoke
            proofs = [f for f in self._by_subject.get(subject, []) if f.kind in (STEP, REFUSAL)]
            if proofs and not met and all(finding.verdict == PROVED for finding in proofs):
                yield VACUOUS, f"no call ever meets a case of {clause.name!r}"

    def _beyond(self, prop: Property) -> Iterator[tuple[str, str]]:
        """Clauses over whole runs, unless a proved claim says the same step by step."""
        replaced = {
            name for claim in self._theory.plan.arithmetic if claim.property == prop.id for name in claim.replaces
        }
        for clause in prop.clauses:
            said = clause.name in replaced or (prop.id, clause.name) in self._theory.plan.restated
            if clause.scope in (Scope.TRACE, Scope.END) and not said:
                yield UNKNOWN, f"{clause.name!r} is about whole runs, which induction over steps does not reach"

    @staticmethod
    def _said(finding: Finding) -> str:
        return f"{finding.subject} ({finding.kind}, {finding.place}): {finding.why}"

    # ------------------------------------------------------------ what belongs to no property

    def errors(self) -> Iterator[str]:
        """What fails the run although no property says it: panics, impossible actions, lemmas and triples."""
        for finding in self.findings:
            ours = finding.subject.startswith("lemma: ") or finding.kind in (*TRIPLE, PATHS, WITNESS, CONTRACT, DEMAND)
            if ours and finding.verdict in (REFUTED, VACUOUS, UNKNOWN):
                yield f"{finding.name} is {finding.verdict}: {finding.why}"

    def idle(self) -> list[str]:
        """Lemmas and guarantees that no proof of anything else needed."""
        used = {name for finding in self.findings for name in finding.used if finding.subject != name}
        names = [i.name for i in self._theory.invariants if i.owner == "lemma"]
        names += [f"environment: {axiom.name}" for axiom in self._theory.plan.environment]
        return [name for name in names if name not in used]


def _is_assumption(name: str) -> bool:
    return name != "required" and ": " in name
