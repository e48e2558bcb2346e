"""ToonCrafter itself, from a checkout of its repository: its own code draws, this file only calls it.

Its code looks for its configuration and its checkpoint below the current folder: that becomes the checkout.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from .engine import EngineMissing, Job

CHECKPOINT = Path("checkpoints/tooncrafter_512_interp_v1/model.ckpt")
_MODULE = Path("scripts/gradio/i2v_test_application.py")
_CONFIG = Path("configs/inference_512_v1.0.yaml")
_RESOLUTION = "320_512"


class Image2Video(Protocol):
    """What is used of ToonCrafter's class of this name."""

    result_dir: str

    def get_image(self, image: Any, prompt: str, **settings: Any) -> str: ...


def open_tooncrafter(checkout: Path | None, checkpoint: Path | None) -> ToonCrafterEngine:
    """Loads the model, which takes minutes.

    Raises EngineMissing: what is missing, where to get it, where to put it.
    """
    where = _checked_checkout(checkout)
    weights = _checked_checkpoint(where, checkpoint)
    _check_cuda(where)
    os.chdir(where)
    _put_in_place(where / CHECKPOINT, weights)
    sys.path[:0] = [str(where), str(where / "lvdm")]
    try:
        module = importlib.import_module("scripts.gradio.i2v_test_application")
        model: Image2Video = module.Image2Video(tempfile.gettempdir(), resolution=_RESOLUTION)
    except ImportError as error:
        raise EngineMissing(
            f"ToonCrafter's code needs the Python package “{error.name}”. Install what {where / 'requirements.txt'} lists "
            "into this Python; its old pins may have to be loosened."
        ) from error
    return ToonCrafterEngine(model)


def _checked_checkout(checkout: Path | None) -> Path:
    get = (
        "Get it with `git clone https://github.com/Doubiiu/ToonCrafter` and name its folder with --tooncrafter "
        "/path/to/ToonCrafter."
    )
    if checkout is None:
        raise EngineMissing(f"The engine “tooncrafter” needs a checkout of ToonCrafter. {get}")
    where = checkout.expanduser().resolve()
    for part in (_MODULE, _CONFIG):
        if not (where / part).is_file():
            raise EngineMissing(f"{where} is no checkout of ToonCrafter: {part} is missing. {get}")
    return where


def _checked_checkpoint(checkout: Path, checkpoint: Path | None) -> Path:
    weights = (checkpoint.expanduser().resolve() if checkpoint else checkout / CHECKPOINT).resolve()
    if not weights.is_file() or weights.stat().st_size == 0:
        raise EngineMissing(
            f"ToonCrafter's checkpoint is not at {weights}. Get model.ckpt (ToonCrafter 512) from "
            f"huggingface.co/Doubiiu/ToonCrafter, put it at {checkout / CHECKPOINT}, or name it with "
            "--tooncrafter-checkpoint /path/to/model.ckpt."
        )
    return weights


def _put_in_place(place: Path, weights: Path) -> None:
    """ToonCrafter would fetch its checkpoint from the network where none lies in its place."""
    if place.resolve() == weights:
        return
    if place.exists():
        raise EngineMissing(
            f"There is another checkpoint at {place}, and ToonCrafter would load that. Take it away, or leave out "
            "--tooncrafter-checkpoint."
        )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(weights)
    except OSError as error:
        raise EngineMissing(
            f"{place} can't be linked to {weights} ({error}). Copy it there."
        ) from error


def _check_cuda(checkout: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        raise EngineMissing(
            "The engine “tooncrafter” needs PyTorch with CUDA. Install torch and torchvision as pytorch.org says for your "
            f"driver, and what {checkout / 'requirements.txt'} lists, into the Python that runs this."
        )
    import torch

    if not torch.cuda.is_available():
        raise EngineMissing(
            "The engine “tooncrafter” needs an NVIDIA GPU with about 24 GB, and PyTorch finds none. Check the driver with "
            "`nvidia-smi` and that this PyTorch was built for CUDA, or use another engine."
        )


class ToonCrafterEngine:
    """16 frames at 8 per second, as ToonCrafter gives them; its video is handed on as it is."""

    name = "tooncrafter"
    summary = "ToonCrafter: a diffusion model for cartoons. It can't be stopped midway and doesn't say how far it is."
    # Its results are named by the prompt, and its seed is the whole process's.
    concurrency = 1

    def __init__(self, model: Image2Video) -> None:
        self._model = model

    def draw(self, job: Job) -> Iterator[float]:
        yield 0.0
        with tempfile.TemporaryDirectory(dir=job.output.parent) as alone:
            self._model.result_dir = alone
            made = self._model.get_image(
                job.first,
                job.prompt,
                steps=job.steps,
                cfg_scale=job.cfg_scale,
                eta=job.eta,
                fs=job.fs,
                seed=job.seed,
                image2=job.last,
            )
            shutil.move(made, job.output)
        yield 1.0
