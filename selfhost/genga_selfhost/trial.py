"""Loads all that the server needs, once after it was installed: what this machine can't load is said then, and Python has
compiled it before the first start."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from . import app, serve  # noqa: F401 - the environment comes first
from .engines import flow  # noqa: F401
