#!/bin/sh
# Writes the pinned lists anew from pyproject.toml: `pip install uv`, then run this, read the difference, run the tests.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-annotate "$@"; }
lock pyproject.toml --output-file requirements/run.txt
lock --group rife --constraints requirements/run.txt --output-file requirements/rife.txt
lock --group tests --constraints requirements/run.txt --output-file requirements/tests.txt
