"""The engine that needs no model: motion by optical flow, carried through time, dissolved where no motion is believed.

The same drawings give the same pixels; prompt, seed and the model's settings change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ..video import write_video
from .engine import Job, Picture
from .flow_field import Field, Motion, measure_motion, sample

FRAMES = 49
FRAMES_PER_SECOND = 24

#: Below this weight nothing moved through a pixel: its motion is guessed from around it.
_BARELY = 1e-3


class FlowEngine:
    """49 frames at 24 per second, the first and last of which are the two drawings."""

    name = "flow"
    summary = "Optical flow: no model and no GPU. Good for small, clear motions; it dissolves what it can't follow."
    # OpenCV fills the cores with one job.
    concurrency = 1

    def draw(self, job: Job) -> Iterator[float]:
        return write_video(job.output, self._frames(job), FRAMES, FRAMES_PER_SECOND)

    def _frames(self, job: Job) -> Iterator[Picture]:
        yield job.first
        there, back = measure_motion(job.first, job.last)
        for index in range(1, FRAMES - 1):
            yield between(job.first, job.last, there, back, index / (FRAMES - 1))
        yield job.last


def between(first: Picture, last: Picture, there: Motion, back: Motion, time: float) -> Picture:
    """The drawing at a time (0..1) between two."""
    moved_there = _carry(there, time)
    moved_back = _carry(back, 1 - time)
    weight = moved_there[..., 2] + moved_back[..., 2]
    # One flow for this instant, from the first drawing to the last: both sides say theirs, as far as they are believed.
    flow = (moved_there[..., :2] - moved_back[..., :2]) / np.maximum(weight, _BARELY)[..., None]
    flow, belief = _fill(flow.astype(np.float32), np.minimum(weight, 1).astype(np.float32))
    # What isn't believed stays where it is and dissolves: that reads as "not drawn yet", a torn line as a mistake.
    flow *= belief[..., None]
    from_first = sample(first.astype(np.float32), -time * flow)
    from_last = sample(last.astype(np.float32), (1 - time) * flow)
    seen_in_first = (1 - time) * (0.05 + moved_there[..., 2])
    seen_in_last = time * (0.05 + moved_back[..., 2])
    share = (seen_in_last / (seen_in_first + seen_in_last))[..., None]
    mixed = from_first * (1 - share) + from_last * share
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def _carry(motion: Motion, time: float) -> Field:
    """The motion where it is at a time: flow × trust in two layers, trust in the third. Motion is smooth, so whole pixels
    and a little blur are enough; the drawings themselves are never spread, which would thin their lines."""
    height, width = motion.trust.shape
    rows, columns = np.indices((height, width), dtype=np.float32)
    x = np.rint(columns + time * motion.flow[..., 0]).astype(np.int32)
    y = np.rint(rows + time * motion.flow[..., 1]).astype(np.int32)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    place = (y * width + x)[inside]
    layers = (motion.flow[..., 0] * motion.trust, motion.flow[..., 1] * motion.trust, motion.trust)
    carried = [np.bincount(place, layer[inside], height * width) for layer in layers]
    spread = np.stack(carried, axis=1).reshape(height, width, 3).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(spread, (0, 0), 0.7), dtype=np.float32)


def _fill(flow: Field, weight: Field) -> tuple[Field, Field]:
    """Small gaps get the motion around them; wide ones stay unbelieved."""
    known = cv2.GaussianBlur(weight, (0, 0), 4)
    around = (
        cv2.GaussianBlur(flow * weight[..., None], (0, 0), 4)
        / np.maximum(known, _BARELY)[..., None]
    )
    own = weight[..., None]
    return (flow * own + around * (1 - own)).astype(np.float32), np.minimum(
        1, np.maximum(weight, 2 * known)
    )
