"""The command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import __version__

ENGINES = ("flow", "rife", "tooncrafter", "auto")


@dataclass(frozen=True)
class Options:
    """What the person asked for; nothing of it is checked against the machine yet."""

    host: str
    port: int
    engine: str
    rife_model: Path | None
    rife_gpu: int
    tooncrafter: Path | None
    tooncrafter_checkpoint: Path | None
    allow_anyone: bool
    end_with_stdin: bool
    #: User name and password, or None.
    login: tuple[str, str] | None


class BadOptions(Exception):
    """Says in one sentence what to change."""


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Reads the command line and the login from the environment, where other users of the machine can't see it."""
    parser = argparse.ArgumentParser(prog="genga_selfhost", description="Genga's in-betweener.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (this machine only)")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--engine", choices=ENGINES, default="flow")
    parser.add_argument("--rife-model", type=Path, help="folder with flownet.bin and flownet.param")
    parser.add_argument("--rife-gpu", type=int, default=0, help="number of the GPU; -1 is the CPU")
    parser.add_argument("--tooncrafter", type=Path, help="a checkout of Doubiiu/ToonCrafter")
    parser.add_argument("--tooncrafter-checkpoint", type=Path, help="its model.ckpt")
    parser.add_argument(
        "--allow-anyone", action="store_true", help="listen beyond this machine without a login"
    )
    parser.add_argument(
        "--end-with-stdin", action="store_true", help="end when standard input is closed"
    )
    found = parser.parse_args(arguments)
    if not 0 < found.port < 65_536:
        raise BadOptions(f"There is no port {found.port}: choose one from 1 to 65535.")
    login = _login()
    if (
        login is None
        and not found.allow_anyone
        and found.host not in ("127.0.0.1", "::1", "localhost")
    ):
        raise BadOptions(
            f"Listening on {found.host} lets others in: set GENGA_SELFHOST_USER and "
            "GENGA_SELFHOST_PASSWORD, or say --allow-anyone."
        )
    return Options(**vars(found), login=login)


def _login() -> tuple[str, str] | None:
    user = os.environ.get("GENGA_SELFHOST_USER", "")
    password = os.environ.get("GENGA_SELFHOST_PASSWORD", "")
    if (user == "") != (password == ""):
        raise BadOptions(
            "GENGA_SELFHOST_USER and GENGA_SELFHOST_PASSWORD belong together: set both."
        )
    return (user, password) if user else None
