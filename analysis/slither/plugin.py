"""The entry point that Slither loads the pack through."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

from slither.printers.abstract_printer import AbstractPrinter

from .detector import Detector

FOLDERS = ("fhevm", "escrow")


def make_plugin() -> tuple[list[type[Detector]], list[type[AbstractPrinter]]]:
    """Return every detector of the pack, by id, and no printers."""
    return detectors(), []


def detectors() -> list[type[Detector]]:
    """Return every detector class that a module of one of the folders defines, sorted by id.

    Raises:
        ValueError: Two detectors have one id.
    """
    found: dict[str, type[Detector]] = {}
    for folder in FOLDERS:
        package = import_module(f".{folder}", __package__)
        for module in pkgutil.iter_modules(package.__path__):
            loaded = import_module(f".{folder}.{module.name}", __package__)
            for _, cls in inspect.getmembers(loaded, inspect.isclass):
                if issubclass(cls, Detector) and cls.__module__ == loaded.__name__:
                    if cls.ARGUMENT in found:
                        raise ValueError(f"two detectors have the id {cls.ARGUMENT}; give one of them another")
                    found[cls.ARGUMENT] = cls
    return [found[argument] for argument in sorted(found)]
