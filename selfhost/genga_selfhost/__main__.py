"""`python -m genga_selfhost`: reads the options, makes the engine, serves until it is told to end."""

from __future__ import annotations

import os
import sys

# Before Gradio is loaded: it reads these then.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def main() -> int:
    """Gives the exit code: 2 for what the person can put right."""
    from .choose import choose_engine
    from .engines.engine import EngineMissing
    from .options import BadOptions, read_options
    from .serve import serve

    try:
        options = read_options()
        engine = choose_engine(options)
        serve(engine, options)
    except (BadOptions, EngineMissing) as problem:
        print(f"genga_selfhost: {problem}", file=sys.stderr, flush=True)
        return 2
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # A connection that someone left open, or a library's thread, must not keep the process.
    os._exit(code)
