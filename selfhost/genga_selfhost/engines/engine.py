"""What every engine keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

#: Height × width × 3, red first, 0..255.
Picture = npt.NDArray[np.uint8]

WIDTH = 512
HEIGHT = 320


@dataclass(frozen=True)
class Job:
    """One drawing, checked: both pictures are WIDTH × HEIGHT."""

    first: Picture
    last: Picture
    prompt: str
    steps: int
    cfg_scale: float
    eta: float
    fs: int
    seed: int
    #: An MP4 that isn't there yet, in a folder that nothing else writes to.
    output: Path


class Engine(Protocol):
    """Draws jobs, at most `concurrency` at once."""

    name: str
    #: For the page: what it is, in one sentence.
    summary: str
    concurrency: int

    def draw(self, job: Job) -> Iterator[float]:
        """Draws in steps and says after each how far it is (0..1).

        Between two steps the caller may close the iterator: the job was cancelled then, and the engine stops.
        """
        ...


class EngineMissing(Exception):
    """An engine can't run here: says what is missing, where to get it and where to put it."""
