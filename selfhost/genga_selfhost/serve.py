"""Listens, says when it is ready, and ends in order."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from .engines.engine import Engine
from .options import BadOptions, Options

_MAX_UPLOAD = "20mb"
#: Gradio asks its own server whether it runs: not through a proxy.
_OWN_NAMES = "localhost,127.0.0.1,::1"


def serve(engine: Engine, options: Options) -> None:
    """Serves until SIGINT, SIGTERM or, where asked for, the end of standard input.

    Raises BadOptions when the port can't be had.
    """
    with tempfile.TemporaryDirectory(prefix="genga-selfhost-") as work:
        os.environ["GRADIO_TEMP_DIR"] = work
        os.environ["NO_PROXY"] = f"{os.environ.get('NO_PROXY', '')},{_OWN_NAMES}".lstrip(",")
        if engine.name != "tooncrafter":
            # ToonCrafter's own code may have to fetch its text encoder; nothing else here asks anyone for anything.
            os.environ["HF_HUB_OFFLINE"] = "1"
        import gradio as gr

        from .app import build_app

        app = build_app(engine, Path(work))
        ended = _end_signals(options)
        try:
            app.launch(
                server_name=options.host,
                server_port=options.port,
                auth=options.login,
                max_file_size=_MAX_UPLOAD,
                show_error=True,
                share=False,
                ssr_mode=False,
                mcp_server=False,
                enable_monitoring=False,
                quiet=True,
                prevent_thread_lock=True,
                # The page's fonts are the system's: Gradio's own theme would fetch them from Google.
                theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
            )
        except OSError as error:
            raise BadOptions(
                f"Port {options.port} on {options.host} can't be had ({error}). Choose another with --port."
            ) from error
        host = f"[{options.host}]" if ":" in options.host else options.host
        print(f"Genga in-betweener is ready: http://{host}:{options.port}", flush=True)
        ended.wait()
        app.close(verbose=False)


def _end_signals(options: Options) -> threading.Event:
    ended = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: ended.set())
    if options.end_with_stdin:

        def watch() -> None:
            while os.read(sys.stdin.fileno(), 4096):
                pass
            ended.set()

        threading.Thread(target=watch, daemon=True).start()
    return ended
