"""From an engine's name to the engine."""

from __future__ import annotations

import sys

from .engines.engine import Engine, EngineMissing
from .options import Options


def choose_engine(options: Options) -> Engine:
    """Makes the engine that was asked for, or with `auto` the best that runs here.

    Raises EngineMissing.
    """
    if options.engine == "tooncrafter":
        return _tooncrafter(options)
    if options.engine == "rife":
        return _rife(options)
    if options.engine == "auto":
        for make in (_tooncrafter, _rife):
            try:
                return make(options)
            except EngineMissing as missing:
                print(f"genga_selfhost: {missing}", file=sys.stderr)
        print(
            "genga_selfhost: drawing with the engine “flow” instead.", file=sys.stderr, flush=True
        )
    from .engines.flow import FlowEngine

    return FlowEngine()


def _rife(options: Options) -> Engine:
    from .engines.rife import open_rife

    return open_rife(options.rife_model, options.rife_gpu)


def _tooncrafter(options: Options) -> Engine:
    from .engines.tooncrafter import open_tooncrafter

    return open_tooncrafter(options.tooncrafter, options.tooncrafter_checkpoint)
