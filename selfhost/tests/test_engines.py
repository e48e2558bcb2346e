"""Engines that need more than what is here: each missing part is said, with where to get it and where it belongs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from genga_selfhost.engines.engine import EngineMissing, Job
from genga_selfhost.engines.rife import open_rife
from genga_selfhost.engines.tooncrafter import CHECKPOINT, open_tooncrafter

from .conftest import run_cli

# Stands in for what can't be had here, 24 GB of GPU memory and the checkpoint, and writes down how it is called.
FAKE_MODULE = """
import os
class Image2Video:
    def __init__(self, result_dir, gpu_num=1, resolution="256_256"):
        assert os.path.exists("checkpoints/tooncrafter_512_interp_v1/model.ckpt")
        self.made_for = resolution
    def get_image(self, image, prompt, steps=50, cfg_scale=7.5, eta=1.0, fs=3, seed=123, image2=None):
        self.call = (image.shape, prompt, steps, cfg_scale, eta, fs, seed, image2.shape)
        path = os.path.join(self.result_dir, f"{prompt[:40]}.mp4")
        with open(path, "wb") as file:
            file.write(b"video")
        return path
"""


def test_rife_says_where_its_weights_are_to_be_had(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=r"nihui/rife-ncnn-vulkan.*--rife-model"):
        open_rife(None, -1)
    model = tmp_path / "rife-v4.6"
    model.mkdir()
    (model / "flownet.param").write_text("7767517")
    (model / "flownet.bin").touch()
    with pytest.raises(EngineMissing, match=r"no flownet\.bin in .*rife-v4\.6"):
        open_rife(model, -1)


def test_rife_takes_only_models_that_draw_at_any_time(tmp_path: Path) -> None:
    for name in ("flownet.param", "flownet.bin"):
        (tmp_path / name).write_text("x")
    with pytest.raises(EngineMissing, match="fourth generation"):
        open_rife(tmp_path, -1)


def test_the_server_ends_where_an_engine_is_missing() -> None:
    ended = run_cli("--engine", "rife")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--rife-model" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_auto_says_what_is_missing_and_draws_by_flow(
    start, capfd: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    assert start("--engine", "auto").startswith("http://127.0.0.1:")
    said = capfd.readouterr().err
    assert "--rife-model" in said
    assert "--tooncrafter" in said
    assert "“flow” instead" in said


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like ToonCrafter's repository, and what its loading changes put back afterwards."""
    monkeypatch.chdir(os.getcwd())
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in [each for each in sys.modules if each.split(".")[0] in ("scripts", "torch")]:
        monkeypatch.delitem(sys.modules, name)
    where = tmp_path / "ToonCrafter"
    (where / "scripts/gradio").mkdir(parents=True)
    (where / "scripts/gradio/i2v_test_application.py").write_text(FAKE_MODULE)
    (where / "configs").mkdir()
    (where / "configs/inference_512_v1.0.yaml").touch()
    return where


def add_torch(folder: Path, has_cuda: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "torch").mkdir(parents=True)
    (folder / "torch/__init__.py").write_text(
        f"class cuda:\n    is_available = staticmethod(lambda: {has_cuda})\n"
    )
    monkeypatch.syspath_prepend(str(folder))


def test_toon_crafter_says_each_part_that_is_missing(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        EngineMissing, match=r"git clone https://github\.com/Doubiiu/ToonCrafter.*--tooncrafter"
    ):
        open_tooncrafter(None, None)
    with pytest.raises(EngineMissing, match="is no checkout of ToonCrafter"):
        open_tooncrafter(tmp_path, None)
    with pytest.raises(EngineMissing, match=r"huggingface\.co/Doubiiu/ToonCrafter.*model\.ckpt"):
        open_tooncrafter(checkout, None)
    weights = tmp_path / "elsewhere.ckpt"
    weights.write_text("weights")
    with pytest.raises(EngineMissing, match=r"PyTorch with CUDA.*requirements\.txt"):
        open_tooncrafter(checkout, weights)
    add_torch(tmp_path / "packages", False, monkeypatch)
    with pytest.raises(EngineMissing, match="24 GB"):
        open_tooncrafter(checkout, weights)


def test_toon_crafter_is_called_as_its_own_app_calls_it(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_torch(tmp_path / "packages", True, monkeypatch)
    weights = tmp_path / "elsewhere.ckpt"
    weights.write_text("weights")
    engine = open_tooncrafter(checkout, weights)
    assert (checkout / CHECKPOINT).resolve() == weights
    picture = np.zeros((320, 512, 3), np.uint8)
    output = tmp_path / "results" / "one.mp4"
    output.parent.mkdir()
    task = Job(picture, picture, "a ball", 25, 7.5, 0.5, 6, 42, output)
    assert list(engine.draw(task)) == [0.0, 1.0]
    model = engine._model
    assert model.made_for == "320_512"  # type: ignore[attr-defined]
    assert model.call == ((320, 512, 3), "a ball", 25, 7.5, 0.5, 6, 42, (320, 512, 3))  # type: ignore[attr-defined]
    assert [each.name for each in output.parent.iterdir()] == ["one.mp4"]
