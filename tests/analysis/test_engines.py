import pytest

from analysis.engine import Engine
from analysis.engines import ENGINES, UnknownEngine, engines_named
from tests.specimens import ToyEngine

REGISTRY: list[Engine] = [ToyEngine(name="first"), ToyEngine(name="second")]


def test_success_no_name_means_all() -> None:
    assert engines_named([], REGISTRY) == REGISTRY


def test_success_the_order_is_the_registrys() -> None:
    assert engines_named(["second", "first"], REGISTRY) == REGISTRY


def test_success_one_by_name() -> None:
    assert engines_named(["second"], REGISTRY) == REGISTRY[1:]


def test_invalid_name_suggests_a_close_one() -> None:
    with pytest.raises(UnknownEngine, match=r"there is no engine 'secnd'\. Did you mean second\?$"):
        engines_named(["secnd"], REGISTRY)


def test_invalid_name_lists_what_there_is() -> None:
    with pytest.raises(UnknownEngine, match="Choose from first, second"):
        engines_named(["zzz"], REGISTRY)


def test_registered_engines_have_unique_names_and_say_what_they_cost() -> None:
    names = [engine.name for engine in ENGINES]
    assert len(names) == len(set(names))
    assert all(engine.kind and engine.available().cost for engine in ENGINES)
