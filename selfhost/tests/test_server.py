"""What callers meet, through Gradio's own client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from .conftest import ROOT, run_cli
from .decode import frames_of, psnr

# Name, range and default of each input: ToonCrafter's own.
INPUTS = [
    ("image", "Image", None),
    ("prompt", "Textbox", ""),
    ("steps", "Slider", 50),
    ("cfg_scale", "Slider", 7.5),
    ("eta", "Slider", 1.0),
    ("fs", "Slider", 10),
    ("seed", "Slider", 123),
    ("image2", "Image", None),
]
RANGES = {"steps": (1, 60), "cfg_scale": (1, 15), "eta": (0, 1), "fs": (5, 30), "seed": (0, 50_000)}


def draw(client: Client, first: Path | None, last: Path | None, **settings: Any) -> Path:
    given = {"prompt": "", "steps": 50, "cfg_scale": 7.5, "eta": 1, "fs": 10, "seed": 1, **settings}
    answer = client.predict(
        image=handle_file(str(first)) if first else None,
        image2=handle_file(str(last)) if last else None,
        **given,
        api_name="/get_image",
    )
    return Path(answer["video"] if isinstance(answer, dict) else answer)


@pytest.fixture
def client(server: str) -> Client:
    return Client(server, verbose=False)


def test_the_one_endpoint_is_toon_crafters(server: str) -> None:
    info = httpx.get(f"{server}/gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/get_image"]
    endpoint = info["named_endpoints"]["/get_image"]
    found = [
        (each["parameter_name"], each["component"], each["parameter_default"])
        for each in endpoint["parameters"]
    ]
    assert found == INPUTS
    assert [each["component"] for each in endpoint["returns"]] == ["Video"]
    components = httpx.get(f"{server}/config").json()["components"]
    sliders = [each["props"] for each in components if each["type"] == "slider"]
    assert [(each["minimum"], each["maximum"]) for each in sliders] == list(RANGES.values())


def test_its_own_folder_stays_as_it_is(server: str) -> None:
    """A checkout may be read-only, and git has nothing to ignore."""
    assert list((ROOT / "genga_selfhost").rglob("*.pyi")) == []


def test_a_drawing_is_49_frames_between_the_two(
    client: Client, drawings: tuple[Path, Path]
) -> None:
    made = draw(client, *drawings, prompt="../a ball / rolls")
    assert "ball" not in made.name
    with av.open(str(made)) as container:
        video = container.streams.video[0]
        assert (video.width, video.height, video.average_rate, video.frames) == (512, 320, 24, 49)
        assert (video.codec_context.name, video.pix_fmt) == ("h264", "yuv420p")
        context = video.codec_context
        assert (
            context.colorspace,
            context.color_primaries,
            context.color_trc,
            context.color_range,
        ) == (1, 1, 1, 1)
    frames = frames_of(made)
    assert len(frames) == 49
    for frame, path in ((frames[0], drawings[0]), (frames[-1], drawings[1])):
        assert psnr(frame, np.asarray(Image.open(path))) > 38


def test_the_same_drawings_give_the_same_bytes(client: Client, drawings: tuple[Path, Path]) -> None:
    assert draw(client, *drawings).read_bytes() == draw(client, *drawings, seed=9).read_bytes()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"last": None}, "The second drawing is missing"),
        ({"first": "wide"}, "5000 × 20"),
        ({"first": "text"}, "The first drawing can't be read"),
        ({"prompt": "a" * 2_001}, "at most 2000"),
        ({"steps": "many"}, "slider"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    client: Client, drawings: tuple[Path, Path], tmp_path: Path, broken: dict[str, Any], words: str
) -> None:
    Image.new("RGB", (5000, 20)).save(tmp_path / "wide.png")
    (tmp_path / "text.png").write_text("no picture")
    given: dict[str, Any] = {"first": drawings[0], "last": drawings[1], **broken}
    if isinstance(given["first"], str):
        given["first"] = tmp_path / f"{given['first']}.png"
    with pytest.raises(AppError, match=words):
        draw(client, given.pop("first"), given.pop("last"), **given)


def test_numbers_out_of_range_are_not_drawn_with(
    client: Client, drawings: tuple[Path, Path]
) -> None:
    with pytest.raises(AppError, match="60"):
        draw(client, *drawings, steps=61)


def test_others_need_the_login(start: Callable[..., str]) -> None:
    url = start(GENGA_SELFHOST_USER="ann", GENGA_SELFHOST_PASSWORD="secret")
    for path in ("/config", "/gradio_api/info"):
        assert httpx.get(f"{url}{path}").status_code == 401
    assert httpx.post(f"{url}/gradio_api/upload", files={"files": b"x"}).status_code == 401
    with httpx.Client() as browser:
        wrong = browser.post(f"{url}/login", data={"username": "ann", "password": "guess"})
        assert wrong.status_code == 400
        browser.post(f"{url}/login", data={"username": "ann", "password": "secret"})
        assert browser.get(f"{url}/config").status_code == 200


def test_a_huge_upload_is_refused(server: str) -> None:
    answer = httpx.post(f"{server}/gradio_api/upload", files={"files": bytes(21 * 1024 * 1024)})
    assert answer.status_code == 413


def test_listening_beyond_this_machine_needs_a_login() -> None:
    ended = run_cli("--host", "0.0.0.0", GENGA_SELFHOST_USER="", GENGA_SELFHOST_PASSWORD="")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "set GENGA_SELFHOST_USER" in ended.stderr


def test_a_taken_port_is_said(server: str) -> None:
    ended = run_cli("--port", server.rsplit(":", 1)[1])
    assert ended.returncode == 2
    assert "can't be had" in ended.stderr
