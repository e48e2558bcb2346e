"""What callers send, checked before anything is drawn: each refusal says what to do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from .engines.engine import HEIGHT, WIDTH, Job, Picture

SMALLEST_SIDE = 16
LARGEST_SIDE = 4096
LONGEST_PROMPT = 2_000
#: Formats by Pillow's own names; every other decoder stays out of reach.
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Range:
    """A setting of ToonCrafter's app, with its range and default."""

    label: str
    low: float
    high: float
    step: float
    default: float


STEPS = Range("Sampling steps", 1, 60, 1, 50)
CFG_SCALE = Range("CFG Scale", 1, 15, 0.5, 7.5)
ETA = Range("ETA", 0, 1, 0.1, 1.0)
# ToonCrafter labels it so, but it is how strongly things move.
FS = Range("FPS", 5, 30, 1, 10)
SEED = Range("Random Seed", 0, 50_000, 1, 123)


def checked_job(
    *,
    image: str | None,
    image2: str | None,
    prompt: str | None,
    steps: float,
    cfg_scale: float,
    eta: float,
    fs: float,
    seed: float,
    output: Path,
) -> Job:
    """A job that every engine can draw.

    Raises gr.Error, which the caller sees.
    """
    return Job(
        first=_picture(image, "first"),
        last=_picture(image2, "second"),
        prompt=_prompt(prompt),
        steps=round(_within(steps, STEPS)),
        cfg_scale=_within(cfg_scale, CFG_SCALE),
        eta=_within(eta, ETA),
        fs=round(_within(fs, FS)),
        seed=round(_within(seed, SEED)),
        output=output,
    )


def refusal(text: str) -> gr.Error:
    """An error for the caller: not for the log, because nothing is wrong here."""
    return gr.Error(text, print_exception=False)


def _prompt(prompt: str | None) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in prompt or "").strip()
    if len(text) > LONGEST_PROMPT:
        raise refusal(
            f"The prompt has {len(text)} characters; at most {LONGEST_PROMPT} are read. Shorten it."
        )
    return text


def _within(value: float, allowed: Range) -> float:
    """The nearest value in the range, as ToonCrafter's own app takes it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refusal(
            f"“{allowed.label}” must be a number from {allowed.low:g} to {allowed.high:g}."
        )
    return min(allowed.high, max(allowed.low, value))


def _picture(path: str | None, which: str) -> Picture:
    """The drawing as RGB at the engines' size: scaled and cut at the centre, as ToonCrafter does."""
    if path is None:
        raise refusal(f"The {which} drawing is missing. Send both.")
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            _check_size(opened.size, which)
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except gr.Error:
        raise
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        raise refusal(f"The {which} drawing can't be read. Send a PNG, JPEG or WebP.") from None
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    fitted = ImageOps.fit(paper.convert("RGB"), (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return np.asarray(fitted, dtype=np.uint8)


def _check_size(size: tuple[int, int], which: str) -> None:
    """Looks at the head of the file only: a picture that is too large is never unpacked."""
    width, height = size
    if min(size) < SMALLEST_SIDE or max(size) > LARGEST_SIDE:
        raise refusal(
            f"The {which} drawing is {width} × {height}. Send one from {SMALLEST_SIDE} to "
            f"{LARGEST_SIDE} pixels wide and high; {WIDTH} × {HEIGHT} is drawn."
        )
