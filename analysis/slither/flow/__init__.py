"""What happens to each ciphertext, from every way into a contract to the end of the call."""

from .events import Event, Happening
from .runs import Run, runs_of
from .values import Kind, Value

__all__ = ["Event", "Happening", "Kind", "Run", "Value", "runs_of"]
