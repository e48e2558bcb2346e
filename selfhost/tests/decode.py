"""Videos as arrays, and how alike two pictures are."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Colorspace


def frames_of(path: Path | str) -> list[npt.NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        return [
            frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()
            for frame in container.decode(video=0)
        ]


def psnr(one: npt.NDArray[np.uint8], two: npt.NDArray[np.uint8]) -> float:
    """In dB; 40 is hard to tell apart."""
    error = np.mean((one.astype(float) - two.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(float(error), 1e-9)))
