"""A real server on a free port, two drawings, and, where asked for, a report for whoever ran the tests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent
READY = "Genga in-betweener is ready: "


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """One line of JSON for each test to the file that GENGA_PYTEST_REPORT names."""
    target = os.environ.get("GENGA_PYTEST_REPORT")
    if target and (report.when == "call" or report.outcome != "passed"):
        line = {"test": report.nodeid, "outcome": report.outcome, "text": report.longreprtext}
        with open(target, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def ball(time: float, size: tuple[int, int] = (512, 320)) -> Image.Image:
    """A face that rolls from left to right (0..1) over a ground line."""
    image = Image.new("RGB", (2 * size[0], 2 * size[1]), "white")
    draw = ImageDraw.Draw(image)
    x, y = 240 + 160 * time, 320 - 40 * time
    draw.line((0, 520, 2 * size[0], 520), fill=(60, 90, 60), width=6)
    draw.ellipse(
        (x - 90, y - 90, x + 90, y + 90), fill=(240, 180, 90), outline=(20, 20, 30), width=6
    )
    for eye in (-30, 30):
        draw.ellipse((x + eye - 10, y - 30, x + eye + 10, y - 10), fill=(20, 20, 30))
    return image.resize(size, Image.Resampling.LANCZOS)


@pytest.fixture(scope="session")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("drawings")
    paths = folder / "first.png", folder / "last.png"
    for time, path in enumerate(paths):
        ball(time).save(path)
    return paths


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run_cli(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program, where it is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "genga_selfhost", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., str]]:
    """Starts servers; all end with the tests."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, **environment: str) -> str:
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "genga_selfhost",
                "--port",
                str(free_port()),
                "--end-with-stdin",
                *arguments,
            ],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(child)
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith(READY), line
        return line.removeprefix(READY).strip()

    yield begin
    for child in running:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def server(start: Callable[..., str]) -> str:
    return start()
