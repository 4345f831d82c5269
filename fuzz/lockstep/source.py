"""Where sessions come from: a protocol by name, with the project's own contracts or a changed copy of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fuzz.build import PROJECT_ROOT, Artifacts, Settings, compile_sources
from fuzz.build.sources import closure, unit_name
from fuzz.errors import UserError
from fuzz.lockstep.session import Session
from properties.protocols import load


class PatchMissed(UserError):
    """A planted fault no longer fits the contract it was written for."""


@dataclass(frozen=True)
class Patch:
    """One change of a source: `find` occurs exactly once in the file and becomes `replace`."""

    file: str
    find: str
    replace: str

    def applied(self, text: str) -> str:
        """The changed text. Raises PatchMissed unless `find` occurs exactly once."""
        count = text.count(self.find)
        if count != 1:
            raise PatchMissed(
                f"the patch of {self.file} does not apply", f"{self.find!r} occurs {count} times", "adapt the patch"
            )
        return text.replace(self.find, self.replace)


@dataclass(frozen=True)
class SessionSource:
    """A recipe for sessions that processes can share: protocol name and patches."""

    protocol: str
    patches: tuple[Patch, ...] = ()

    def warm(self) -> None:
        """Compiles everything once, so that workers find it in the cache."""
        self.boot(0)  # boots too: hosts, cast and lens come from the cache as well

    def boot(self, seed: int) -> Session:
        """A fresh session."""
        return Session(load(self.protocol), seed=seed, artifacts=self.artifacts() if self.patches else None)

    def artifacts(self) -> Artifacts:
        """The patched contracts, compiled; what no patch reaches is compiled once for all."""
        overlay: dict[str, str] = {}
        for patch in self.patches:
            path = PROJECT_ROOT / patch.file
            overlay[patch.file] = patch.applied(overlay.get(patch.file) or path.read_text())
        sources = [Path(source) for source in load(self.protocol).binding.sources]
        whole = compile_sources(sources, settings=Settings())
        reached = [source for source in sources if overlay.keys() & closure([unit_name(source)], overlay).keys()]
        if not reached:
            return whole
        fresh = compile_sources(reached, settings=Settings(), overlay=overlay)
        units = {unit_name(source) for source in reached}
        return Artifacts([*fresh.all(), *(artifact for artifact in whole.all() if artifact.source not in units)])
