"""Motion between two drawings, by dense optical flow in both directions.

Nothing is learned, so nothing has to be fetched: this is what runs everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .engine import Picture

Field = npt.NDArray[np.float32]

#: Where the way there and the way back differ by more than this, the motion is not believed. In pixels.
_TOLERANCE = 1.5
#: How far around a pixel its neighbours' motion counts, and how much of what is fully believed is kept. Measured on moving
#: line drawings: wider smears separate motions into each other, none leaves bubbles on straight lines.
_STEADY_RADIUS = 8
_STEADY_KEPT = 0.9


@dataclass(frozen=True)
class Motion:
    """Where each pixel of one drawing goes in the other: height × width × 2 in pixels, and how far it is believed (0..1)."""

    flow: Field
    trust: Field


def measure_motion(first: Picture, last: Picture) -> tuple[Motion, Motion]:
    """The motion from the first drawing to the last, and from the last to the first."""
    one, two = _feature(first), _feature(last)
    there, back = _flow(one, two), _flow(two, one)
    trusts = _trust(there, back, first, last), _trust(back, there, last, first)
    there, back = _steady(there, trusts[0]), _steady(back, trusts[1])
    return (
        Motion(there, _trust(there, back, first, last)),
        Motion(back, _trust(back, there, last, first)),
    )


def _feature(picture: Picture) -> npt.NDArray[np.uint8]:
    """What the flow is measured on. Flat areas of a line drawing say nothing of where they go, so each pixel also says how
    near the next line is: then the flow has a slope to follow everywhere."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    around = cv2.GaussianBlur(grey, (0, 0), 8)
    is_line = (around - grey > 14) | (
        cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1), cv2.CV_32F) > 14
    )
    distance = cv2.distanceTransform((~is_line).astype(np.uint8), cv2.DIST_L2, 3)
    nearness = 255 * np.exp(-distance / 12)
    mixed = 0.55 * grey + 0.45 * (255 - nearness)
    return np.clip(cv2.GaussianBlur(mixed, (0, 0), 0.8), 0, 255).astype(np.uint8)


def _flow(one: npt.NDArray[np.uint8], two: npt.NDArray[np.uint8]) -> Field:
    # Not in OpenCV's type stubs.
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)  # type: ignore[attr-defined]
    dis.setFinestScale(0)
    dis.setVariationalRefinementIterations(8)
    return np.asarray(dis.calc(one, two, None), dtype=np.float32)


def _steady(flow: Field, trust: Field) -> Field:
    """Along a straight line nothing tells how far it slid: there, the motion of what is believed around it counts."""
    weight = (trust**2 + 0.001)[..., None]
    wide = (
        cv2.GaussianBlur(flow * weight, (0, 0), _STEADY_RADIUS)
        / cv2.GaussianBlur(weight, (0, 0), _STEADY_RADIUS)[..., None]
    )
    kept = trust[..., None] ** 2 * _STEADY_KEPT
    return np.asarray(flow * kept + wide * (1 - kept), dtype=np.float32)


def _trust(there: Field, back: Field, here: Picture, other: Picture) -> Field:
    """Believed is what comes back to where it began and looks alike at both ends."""
    returned = sample(back, there)
    error = np.linalg.norm(there + returned, axis=2)
    size = np.linalg.norm(there, axis=2)
    consistent = np.exp(-((error / (_TOLERANCE + 0.05 * size)) ** 2))
    unlike = np.abs(sample(other.astype(np.float32), there) - here.astype(np.float32)).mean(axis=2)
    alike = np.exp(-((cv2.GaussianBlur(unlike, (0, 0), 2) / 40) ** 2))
    return np.asarray(cv2.GaussianBlur((consistent * alike).astype(np.float32), (0, 0), 1.5))


def sample(values: Field, offset: Field) -> Field:
    """The values at each pixel moved by its offset; past the edge, those of the edge."""
    height, width = offset.shape[:2]
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    return np.asarray(
        cv2.remap(
            values,
            columns + offset[..., 0],
            rows + offset[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )
