"""The catalogue of the compute marketplace; its properties are declared lifecycle by lifecycle."""

from __future__ import annotations

from properties.catalogue import Catalogue

COMPUTE_PROPERTIES = Catalogue("compute")
