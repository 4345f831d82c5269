"""Faults written into a function while a test looks for them."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any


@contextmanager
def mutated(function: Callable[..., Any], before: str, after: str) -> Iterator[None]:
    """The function with one piece of its source replaced; everyone who holds the function sees the fault."""
    target = inspect.unwrap(function)
    assert isinstance(target, FunctionType)
    source = textwrap.dedent(inspect.getsource(target))
    assert source.count(before) == 1, f"{before!r} is not one piece of {target.__name__}"
    body = source[source.index("def ") :].replace(before, after)
    compiled = compile(f"from __future__ import annotations\n{body}", "<mutant>", "exec")
    original = target.__code__
    target.__code__ = next(c for c in compiled.co_consts if isinstance(c, CodeType) and c.co_name == target.__name__)
    try:
        yield
    finally:
        target.__code__ = original
