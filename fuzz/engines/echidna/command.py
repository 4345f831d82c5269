"""How Echidna is started: a binary on PATH, otherwise its docker image without network on a read-only mount."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fuzz.engines.exported import EXPORT

CONFIG = Path(__file__).resolve().parents[1] / "configs" / "echidna.yaml"
IMAGE_VARIABLE = "LOCKSTEP_ECHIDNA_IMAGE"
"""Names the docker image, as docker knows it; `name@sha256:…` pins it by digest. There is no default: which image
is trusted, and where it comes from, is the user's choice."""
PROPERTY_CONTRACT = "EchidnaAdapter"


@dataclass(frozen=True)
class Start:
    """How to start Echidna. image: the docker image, None for a binary. version: as far as it is known."""

    program: str
    image: str | None
    version: str


@cache
def find_start() -> Start | str:
    """How Echidna can be started here, or why it can't. Starts nothing but version and image queries."""
    binary = shutil.which("echidna")
    if binary:
        return Start(binary, None, _said([binary, "--version"]).removeprefix("Echidna ").strip() or "unknown")
    docker = shutil.which("docker")
    if not docker:
        return "there is no `echidna` and no `docker` on PATH"
    image = os.environ.get(IMAGE_VARIABLE, "").strip()
    if not image:
        return (
            f"there is no `echidna` on PATH, and {IMAGE_VARIABLE} names no docker image; "
            f"set it to an image of Echidna 2.3 that docker has, best as `name@sha256:digest`"
        )
    if not _said([docker, "version", "--format", "{{.Server.Version}}"]):
        return "there is no `echidna` on PATH, and no docker engine answers"
    if not _said([docker, "image", "inspect", "--format", "{{.Id}}", image]):
        return f"docker has no image {image}, which {IMAGE_VARIABLE} names; pull it, or name another"
    return Start(docker, image, image.rpartition(":")[2] if ":" in image else "unknown")


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def write_config(target: Path, changes: Mapping[str, object]) -> None:
    """The shipped configuration with a run's own settings after it; YAML reads JSON's words alike."""
    lines = [f"{name}: {_yaml(value)}" for name, value in changes.items()]
    target.write_text(CONFIG.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def command(start: Start, folder: Path, corpus: Path) -> list[str]:
    """The command line: the folder holds export and configuration, the corpus may be written."""
    arguments = [EXPORT, "--contract", PROPERTY_CONTRACT, "--config", "echidna.yaml", "--format", "json"]
    if start.image is None:
        return [start.program, *arguments]
    return [
        *(
            start.program,
            "run",
            "--rm",
            "--pull",
            "never",
            "--network",
            "none",
            "--read-only",
            "--tmpfs",
            "/tmp",
            "--tmpfs",
            "/work",
        ),
        *("--volume", f"{folder}:/given:ro", "--volume", f"{corpus}:/corpus", "--workdir", "/work"),
        *("--entrypoint", "/bin/sh", start.image, "-c", f"cp -r /given/. /work && exec echidna {' '.join(arguments)}"),
    ]
