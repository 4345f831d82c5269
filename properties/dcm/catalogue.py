"""The catalogue of the dataset marketplace; its properties are declared lifecycle by lifecycle."""

from __future__ import annotations

from properties.catalogue import Catalogue

DCM_PROPERTIES = Catalogue("dcm")
