"""The engine `flow`, by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from genga_selfhost.engines.engine import Job
from genga_selfhost.engines.flow import FlowEngine

from .conftest import ball
from .decode import frames_of, psnr


def job(output: Path) -> Job:
    return Job(
        first=np.asarray(ball(0)),
        last=np.asarray(ball(1)),
        prompt="",
        steps=50,
        cfg_scale=7.5,
        eta=1,
        fs=10,
        seed=1,
        output=output,
    )


def test_what_moves_is_drawn_on_its_way(tmp_path: Path) -> None:
    shares = list(FlowEngine().draw(job(tmp_path / "film.mp4")))
    assert shares == sorted(shares)
    assert (len(shares), shares[-1]) == (49, 1)
    frames = frames_of(tmp_path / "film.mp4")
    dissolved = ((np.asarray(ball(0)).astype(float) + np.asarray(ball(1))) / 2).astype(np.uint8)
    halfway = np.asarray(ball(0.5))
    assert psnr(frames[24], halfway) > psnr(dissolved, halfway) + 10


def test_two_unlike_drawings_dissolve(tmp_path: Path) -> None:
    task = job(tmp_path / "film.mp4")
    noise = np.random.default_rng(1).integers(0, 256, task.last.shape, dtype=np.uint8)
    unlike = Job(**{**vars(task), "last": noise})
    assert sum(1 for _ in FlowEngine().draw(unlike)) == 49


def test_a_job_that_is_called_off_leaves_no_file(tmp_path: Path) -> None:
    steps = FlowEngine().draw(job(tmp_path / "film.mp4"))
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
