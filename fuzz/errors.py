"""The base class of user errors, under the name by which this layer and the ones above know it."""

from __future__ import annotations

from properties.errors import UserError

__all__ = ["UserError"]
