"""Builds the pack alone: the modules that only this project can run stay out, and nothing is left in this folder."""

import tempfile

from setuptools import setup
from setuptools.command.build_py import build_py

PACK = {"__init__", "ciphertexts", "detector", "plugin"}
"""Modules beside the folders of detectors that belong to the pack."""


class BuildPack(build_py):
    """The ordinary build, without the modules of this folder that are no part of the pack."""

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """Every module of the sub-packages, and the few of the folder itself that they use."""
        found: list[tuple[str, str, str]] = super().find_package_modules(package, package_dir)
        return [entry for entry in found if package != "lockstep_slither" or entry[1] in PACK]


if __name__ == "__main__":
    elsewhere = tempfile.mkdtemp(prefix="lockstep-slither-")
    setup(
        cmdclass={"build_py": BuildPack},
        options={"build": {"build_base": elsewhere}, "egg_info": {"egg_base": elsewhere}},
    )
