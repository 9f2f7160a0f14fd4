#!/usr/bin/env bash
# What the one-file program is made of, as a CycloneDX file: an environment of just that, less what has a stand-in.
set -euo pipefail
out=$1
UV_PROJECT_ENVIRONMENT=build/program uv sync --quiet --no-dev
uv pip uninstall --quiet --python build/program polars polars-runtime-32 numpy
UV_PROJECT_ENVIRONMENT=build/bill uv run --no-dev --group bill \
  cyclonedx-py environment build/program --pyproject pyproject.toml --output-format JSON --output-file "$out"
