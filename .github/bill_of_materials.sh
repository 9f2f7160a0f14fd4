#!/usr/bin/env bash
# What the one-file program is made of, as a CycloneDX file: an environment of just that, less what has a stand-in.
set -euo pipefail
out=$1
UV_PROJECT_ENVIRONMENT=build/program uv sync --quiet --no-dev
uv pip uninstall --quiet --python build/program polars polars-runtime-32 numpy
UV_PROJECT_ENVIRONMENT=build/bill uv run --no-dev --group bill \
  cyclonedx-py environment build/program --pyproject pyproject.toml --output-format JSON --output-file "$out"
# The version is not in pyproject.toml, and the bill has to name it.
python - "$out" <<'END'
import json
import sys
from pathlib import Path

from riskguard import __version__

bill = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
bill["metadata"]["component"]["version"] = __version__
Path(sys.argv[1]).write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
END
