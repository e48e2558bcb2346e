"""ToonCrafter's inputs on whichever Gradio runs this: `python app.py PORT VIDEO [USER PASSWORD]`.

Ends with its standard input.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr  # noqa: E402 - it reads the environment when it is loaded

PORT, VIDEO, *LOGIN = sys.argv[1:]
SLOW_SECONDS = 60


def get_image(image, prompt, steps, cfg_scale, eta, fs, seed, image2, progress=gr.Progress()):
    if image is None or image2 is None:
        raise gr.Error("Both drawings are needed.")
    if prompt == "fail":
        raise gr.Error("The lamp is not in the picture.")
    for step in range(SLOW_SECONDS * 10 if prompt == "slow" else 2):
        progress((step % 10) / 10, desc="Sampling")
        time.sleep(0.1)
    path = os.path.join(tempfile.mkdtemp(), "out.mp4")
    shutil.copyfile(VIDEO, path)
    return path


def slider(label: str, minimum: float, maximum: float, step: float, value: float) -> gr.Slider:
    return gr.Slider(label=label, minimum=minimum, maximum=maximum, step=step, value=value)


with gr.Blocks(analytics_enabled=False) as app:
    first = gr.Image(label="Input Image1")
    last = gr.Image(label="Input Image2")
    prompt = gr.Text(label="Prompts")
    settings = [
        slider("Sampling steps", 1, 60, 1, 50),
        slider("CFG Scale", 1.0, 15.0, 0.5, 7.5),
        slider("ETA", 0.0, 1.0, 0.1, 1.0),
        slider("FPS", 5, 30, 1, 10),
        slider("Random Seed", 0, 50000, 1, 123),
    ]
    video = gr.Video(label="Generated Video")
    gr.Button("Generate").click(
        get_image, inputs=[first, prompt, *settings, last], outputs=[video], api_name="get_image"
    )

app.queue(max_size=12)
app.launch(
    server_name="127.0.0.1",
    server_port=int(PORT),
    auth=tuple(LOGIN) if LOGIN else None,
    share=False,
    quiet=True,
    show_error=True,
    prevent_thread_lock=True,
)
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
