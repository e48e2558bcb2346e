"""The Gradio app: one endpoint, `/get_image`, called as ToonCrafter's is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import gradio as gr
from gradio.data_classes import ImageData

from .engines.engine import Engine, Job
from .inputs import CFG_SCALE, ETA, FS, SEED, STEPS, Range, checked_job, refusal
from .results import new_result

MAX_WAITING = 32
#: How often Gradio looks for old files, and how old they may be, in seconds.
_CLEANING = (300, 3_600)


def build_app(engine: Engine, work: Path) -> gr.Blocks:
    """The app around an engine. Results are written below `work`."""

    async def get_image(
        image: str | None,
        prompt: str,
        steps: float,
        cfg_scale: float,
        eta: float,
        fs: float,
        seed: float,
        image2: str | None,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio hands it in
    ) -> str:
        output = new_result(work / "results")
        job = await asyncio.to_thread(
            checked_job,
            image=image,
            image2=image2,
            prompt=prompt,
            steps=steps,
            cfg_scale=cfg_scale,
            eta=eta,
            fs=fs,
            seed=seed,
            output=output,
        )
        await _draw(engine, job, progress)
        return str(output)

    app: gr.Blocks
    with gr.Blocks(
        title=f"Genga in-betweener ({engine.name})",
        analytics_enabled=False,
        delete_cache=_CLEANING,
    ) as app:
        gr.Markdown(f"# Genga in-betweener\n{engine.summary}")
        with gr.Row():
            first = _drawing("Input Image1")
            second = _drawing("Input Image2")
        prompt = gr.Textbox(label="Prompts", value="")
        with gr.Row():
            settings = [_slider(each) for each in (STEPS, CFG_SCALE, ETA, FS, SEED)]
        button = gr.Button("Generate", variant="primary")
        video = gr.Video(label="Generated Video", format="mp4", autoplay=True)
        button.click(
            get_image,
            inputs=[first, prompt, *settings, second],
            outputs=[video],
            api_name="get_image",
            concurrency_limit=engine.concurrency,
        )
    app.queue(max_size=MAX_WAITING)
    return app


async def _draw(engine: Engine, job: Job, progress: gr.Progress) -> None:
    """Draws step by step in a thread. A cancelled job ends after the step that it is in, and its place is free then."""
    steps = engine.draw(job)
    running: asyncio.Task[float | None] | None = None
    try:
        while True:
            running = asyncio.create_task(asyncio.to_thread(next, steps, None))
            # Shielded: a thread can't be stopped, and closing what still runs would fail.
            fraction = await asyncio.shield(running)
            if fraction is None:
                return
            progress(fraction, desc="Drawing")
    except asyncio.CancelledError:
        if running is not None:
            await asyncio.wait([running])
        raise
    except gr.Error:
        raise
    except Exception as error:
        raise refusal(
            f"The drawing failed: {type(error).__name__}. The server's log has the rest."
        ) from error
    finally:
        close = getattr(steps, "close", None)
        if close is not None:
            await asyncio.to_thread(close)


def _drawing(label: str) -> gr.Image:
    image = gr.Image(label=label, type="filepath", image_mode=None, sources=["upload", "clipboard"])
    # On the part itself: beside the module of a class made from one of its own, Gradio writes a file of stubs.
    image.preprocess = _path_of  # type: ignore[method-assign]
    return image


def _path_of(payload: ImageData | None) -> str | None:
    """Hands on the file alone: Gradio's own would open it with every decoder that there is, and say in its own words what
    it can't read."""
    return None if payload is None else payload.path


def _slider(setting: Range) -> gr.Slider:
    return gr.Slider(
        label=setting.label,
        minimum=setting.low,
        maximum=setting.high,
        step=setting.step,
        value=setting.default,
    )
