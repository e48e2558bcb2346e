"""Where results lie: each in a file of its own, none for long."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

#: Gradio copies a result into its cache as soon as it is drawn, and callers fetch it at once.
KEPT_SECONDS = 600


def new_result(directory: Path) -> Path:
    """A path for one result, named by nothing that a caller sent. Old results are deleted first."""
    directory.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - KEPT_SECONDS
    for path in directory.glob("*.mp4"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue
    return directory / f"{uuid.uuid4().hex}.mp4"
