"""What can happen in a state: every attempted call with every answer of the environment, and the passing of time.

A transition is run by the specification's own function, and judged, once for everything that it and its claims read.
What it changed is kept as an effect, which turns the vector of any state where it applies into the vector after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analysis.explore.claims import FAULTS, Claims, Failure
from analysis.explore.footprint import Footprints, Item, Learned
from analysis.explore.layout import PRESENCE, Layout, Value, Vector
from analysis.explore.nature import Answer, Nature, Surroundings, alternatives, code_of
from analysis.explore.watched import BeyondBound, Watch, Written
from properties.preset import Preset
from spec.core import Actions, Message, Step, perform

Rewritten = Callable[["Effect", int, Value, Value], None]
CRASHED = "specification"
"""Stands in a failure for the id of a property when the specification itself raised what is no revert."""


class Write:
    """What an effect does to one slot; what becomes of each number is computed once."""

    __slots__ = ("after", "places", "slot")

    def __init__(self, slot: int, places: Written) -> None:
        self.slot, self.places = slot, places
        self.after: dict[int, int] = {}

    def value(self, before: Value) -> Value:
        """The slot's value after the effect."""
        if isinstance(self.places, tuple):
            return self.places
        held = list(before)
        for place, value in self.places.items():
            held[place] = value
        return tuple(held)


class Effect:
    """One way a call can go, or a passing of time.

    code: the move in a path. item: number of the attempt or of the moment's record. answers: of the environment.
    ok: whether the call succeeded; a refused one is an effect only where a claim about it fails. failures: clauses that
    fail wherever this effect occurs. wait: seconds that pass, 0 for a call.
    """

    __slots__ = ("answers", "code", "failures", "item", "ok", "wait", "writes")

    def __init__(self, item: int, answers: Sequence[Answer], ok: bool, wait: int = 0) -> None:
        self.item, self.answers, self.ok, self.wait = item, tuple(answers), ok, wait
        self.code = code_of(item, self.answers)
        self.writes: tuple[Write, ...] = ()
        self.failures: tuple[Failure, ...] = ()


class Moves:
    """All moves of a preset. Numbers of items: first the attempts, then one for each record that has moments."""

    def __init__(self, actions: Actions, preset: Preset, layout: Layout, watch: Watch, claims: Claims) -> None:
        self.layout, self.preset, self.claims = layout, preset, claims
        self.attempts = preset.attempts
        self.timed = [(name, key) for name in preset.moments for key in preset.universe[name]]
        self.nature = Nature()
        self.cut: set[int] = set()
        self.learned = 0
        self.rewritten: Rewritten = lambda effect, slot, before, after: None
        self._actions, self._watch = actions, watch
        self._actor_at = {address: name for name, address in preset.addresses.items()}
        self._ageing = Ageing(preset, layout)
        self._footprints = Footprints(len(self.attempts) + len(self.timed), self._run, layout.values)

    def effects(self, vector: Vector) -> list[Effect]:
        """Everything that can happen in a state, refused calls only where a claim about them fails."""
        return [effect for effects in self._footprints.results(vector) for effect in effects]

    def forget(self) -> None:
        """Drops what was learned."""
        self._footprints.forget()

    def single(self, number: int, given: Sequence[int], code: bytes, vector: Vector) -> Effect:
        """The effect with this code in a state where it can happen."""
        if number >= len(self.attempts):
            _, _, _, effects = self._moments((number, ()), vector)
            return next(effect for effect in effects if effect.code == code)
        step, failure = self.perform(number, given, vector)
        effect = self._effect(number, self.nature.answers, step, failure, keep=True)
        assert effect is not None and effect.code == code
        return effect

    def apply(self, effect: Effect, vector: Vector) -> Vector:
        """The state after an effect."""
        if effect.wait:
            return self._ageing.older(vector, effect.wait)
        held = list(vector)
        for write in effect.writes:
            before = held[write.slot]
            after = write.after.get(before)
            if after is None:
                after = self._rewrite(effect, write, before)
            held[write.slot] = after
        return tuple(held)

    def _rewrite(self, effect: Effect, write: Write, before: int) -> int:
        table = self.layout.slots[write.slot].table
        value = self._ageing.settled(self.layout.slots[write.slot].name, write.value(table.values[before]))
        after = write.after[before] = table.number(value)
        self.rewritten(effect, write.slot, table.values[before], value)
        return after

    def _run(self, items: Sequence[Item], vector: Vector) -> Iterator[Learned]:
        for item in items:
            self.learned += 1
            if item[0] < len(self.attempts):
                yield from self._call(item, vector)
            else:
                yield self._moments(item, vector)

    # ------------------------------------------------------------ calls

    def _call(self, item: Item, vector: Vector) -> Iterator[Learned]:
        number, given = item
        pending = [given]
        while pending:
            given = pending.pop()
            step, failure = self.perform(number, given, vector)
            reads, answers = self._watch.reads, self.nature.answers
            pending += alternatives(given, answers)
            effect = self._effect(number, answers, step, failure)
            yield item, reads, answers, (effect,) if effect else None

    def perform(self, number: int, given: Sequence[int], vector: Vector) -> tuple[Step | None, Failure | None]:
        """Runs an attempt on a watched state: the step; None if it leaves the bound, or crashes with a failure."""
        attempt = self.attempts[number]
        self.nature.start(given)
        self._watch.forget(self.nature.answers)
        state = self._watch.state(vector)
        preset = self.preset
        told = (preset.gas, preset.refusing, self._actor_at, preset.imports, preset.stuck_tokens)
        surroundings = Surroundings(self.nature, *told)
        message = Message(
            *(preset.addresses[attempt.actor], attempt.value, preset.now, attempt.gas_price),
            environment=surroundings,
            block=preset.now,
        )
        action = self._actions[attempt.action]
        try:
            outcome = perform(action, state, message, attempt.arguments)
            if outcome.ok and preset.within and not preset.within(state, attempt):
                raise BeyondBound
        except BeyondBound:
            self.cut.add(number)
            return None, None
        except FAULTS as fault:
            return None, Failure(CRASHED, f"{attempt.action} raised {type(fault).__name__}: {fault}", "")
        finally:
            self.nature.seal()
        return Step(state, action, message, attempt.arguments, outcome), None

    def _effect(
        self,
        number: int,
        answers: Sequence[Answer],
        step: Step | None,
        failure: Failure | None,
        keep: bool = False,
    ) -> Effect | None:
        if step is None:
            if failure is None:
                return None
            crashed = Effect(number, answers, ok=False)
            crashed.failures = (failure,)
            return crashed
        effect = Effect(number, answers, step.outcome.ok)
        written = self._watch.written(step.outcome.changes)
        effect.writes = tuple(Write(slot, now) for slot, now in written.items())
        records = [(self.layout.slots[slot].name, self.layout.slots[slot].key) for slot in written]
        judged = [self.claims.judge_step(claim, step) for claim in self.claims.of_step(step, records)]
        effect.failures = tuple(failure for failure in judged if failure)
        return effect if effect.ok or effect.failures or keep else None

    # ------------------------------------------------------------ time

    def _moments(self, item: Item, vector: Vector) -> Learned:
        name, key = self.timed[item[0] - len(self.attempts)]
        self._watch.forget()
        state = self._watch.state(vector)
        store, now = getattr(state, name), self.preset.now
        held = store[key] if name in self.layout.ledgers or key in store else None
        moments = [] if held is None else self.preset.moments[name](state, key, held, now)
        effects = []
        for place, moment in enumerate(sorted({moment for moment in moments if moment > now})):
            answers = (Answer("moment", 4, place % 4), Answer("moment", 4, place // 4))
            effects.append(Effect(item[0], answers, ok=True, wait=moment - now))
        return item, self._watch.reads, (), tuple(effects) or None


class Ageing:
    """The passing of time: the clock stands still and everything that was dated becomes older, up to its oldest age.

    A record that is over has that age at once.
    """

    def __init__(self, preset: Preset, layout: Layout) -> None:
        self._now, self._layout, self._timeless = preset.now, layout, preset.timeless
        self._dated = preset.dated
        names = {name for name, _ in preset.ages}
        self._slots = [slot for slot in layout.slots if slot.name in names or slot.name in preset.dated]
        self._places = {name: self._places_of(preset, name) for name in names}
        self._older: dict[tuple[int, str], dict[int, int]] = {}

    def _places_of(self, preset: Preset, name: str) -> list[tuple[int, int]]:
        """Place and oldest age of each dated field of a slot's value."""
        fields = {field: age for (held, field), age in preset.ages.items() if held == name}
        if "" in fields:
            return [(PRESENCE, fields[""])]
        places = self._layout.places(self._layout.classes[name])
        return [(places[field], age) for field, age in fields.items()]

    def older(self, vector: Vector, wait: int) -> Vector:
        """The state `wait` seconds later."""
        held = list(vector)
        for slot in self._slots:
            known = self._older.setdefault((wait, slot.name), {})
            before = held[slot.index]
            if before not in known:
                known[before] = self._aged(slot.name, before, wait)
            held[slot.index] = known[before]
        return tuple(held)

    def settled(self, name: str, value: Value) -> Value:
        """A value as it is kept: a record that is over without its times."""
        over = self._timeless.get(name)
        if over is None or not value[PRESENCE] or not over(self._layout.thaw_record(name, value)):
            return value
        held = list(value)
        for place, oldest in self._places.get(name, ()):
            held[place] = self._now - oldest if held[place] else 0
        return tuple(held)

    def _aged(self, name: str, before: int, wait: int) -> int:
        table = self._layout.tables[name]
        held = list(table.values[before])
        if name in self._dated:
            held[PRESENCE] = self._dated[name](held[PRESENCE], wait)
        for place, oldest in self._places.get(name, ()):
            if place < len(held) and held[place]:
                held[place] = max(held[place] - wait, self._now - oldest)
        return table.number(tuple(held))
