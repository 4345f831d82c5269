"""Guidance is deterministic, favours what led to rare behaviour, and gives nothing up."""

from __future__ import annotations

from collections import Counter

from fuzz.drivers.guidance import FLOOR, GuidedChooser

WORDS = ("alpha", "beta", "gamma")


def choices(seed: int, rare: str = "", count: int = 600) -> list[str]:
    """Picks, where one word leads to something new every time and the others always to the same."""
    chooser = GuidedChooser(seed, (86_400,))
    picked = []
    for step in range(count):
        word = chooser.pick("word", WORDS)
        chooser.learn(step if word == rare else "ordinary")
        picked.append(word)
    return picked


def test_success_same_seed_and_feedback_make_the_same_choices() -> None:
    assert choices(1, "beta") == choices(1, "beta")
    assert choices(1, "beta") != choices(2, "beta")


def test_success_feedback_changes_the_choices() -> None:
    assert choices(1, "beta") != choices(1, "alpha")


def test_success_rare_behaviour_is_favoured_and_the_rest_not_given_up() -> None:
    counts = Counter(choices(1, "beta"))
    assert counts["beta"] > 3 * counts["alpha"]
    assert min(counts.values()) >= 600 * FLOOR / 4


def test_success_without_feedback_words_are_drawn_evenly() -> None:
    chooser = GuidedChooser(1, ())
    counts = Counter(chooser.pick("word", WORDS) for _ in range(900))
    assert all(230 < counts[word] < 370 for word in WORDS)


def test_success_credit_belongs_to_the_label() -> None:
    chooser = GuidedChooser(1, ())
    for step in range(300):
        chooser.learn(step if chooser.pick("here", WORDS) == "beta" else "ordinary")
    elsewhere = Counter(chooser.pick("there", WORDS) for _ in range(900))
    assert all(230 < elsewhere[word] < 370 for word in WORDS)


def test_success_single_options_and_things_that_are_no_words() -> None:
    chooser = GuidedChooser(1, ())
    assert chooser.pick("only", [("a", 1)]) == ("a", 1)
    drawn = {chooser.pick("pair", [("a", 1), ("b", 2)]) for _ in range(40)}
    assert drawn == {("a", 1), ("b", 2)}


def test_success_chances_are_about_what_they_say() -> None:
    chooser = GuidedChooser(1, ())
    assert [chooser.chance("never", 0), chooser.chance("always", 100)] == [False, True]
    assert 220 < sum(chooser.chance("quarter", 25) for _ in range(1000)) < 280


def test_success_integers_stay_in_the_range() -> None:
    chooser = GuidedChooser(1, (86_400,))
    numbers = [chooser.integer("n", 10, 20, (15,)) for _ in range(200)]
    assert set(numbers) <= set(range(10, 21))
    assert {10, 15, 20} <= set(numbers)


def test_success_directed_choosers_take_what_is_wanted_more_often_and_give_nothing_up() -> None:
    actions = tuple(f"action {number}" for number in range(20))
    plain, directed = GuidedChooser(1, ()), GuidedChooser(1, (), wanted=("action 7", "elsewhere"))
    drawn = [[chooser.pick("action", actions) for _ in range(400)] for chooser in (plain, directed)]
    assert [one.count("action 7") > 150 for one in drawn] == [False, True]
    assert set(drawn[1]) == set(actions)
    assert directed.pick("other", ("a", "b")) in ("a", "b")
