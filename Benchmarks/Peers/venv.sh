#!/usr/bin/env bash
# Installs the engines that the engine benchmark compares with, from PyPI into .build/engine-peers, and prints their
# versions, one `name version` a line:
#   Benchmarks/Peers/venv.sh
# SNAKEMAKE_VERSION, LUIGI_VERSION, REDUN_VERSION and HYPERQUEUE_VERSION choose versions; else the latest the first time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
venv="$PWD/.build/engine-peers"
wanted=(
  "snakemake${SNAKEMAKE_VERSION:+==$SNAKEMAKE_VERSION}" "luigi${LUIGI_VERSION:+==$LUIGI_VERSION}"
  "redun${REDUN_VERSION:+==$REDUN_VERSION}" "hyperqueue${HYPERQUEUE_VERSION:+==$HYPERQUEUE_VERSION}"
)
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv" || {
    echo "python3 has no venv. Run this and start again: sudo apt-get install python3-venv" >&2
    exit 1
  }
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check "${wanted[@]}" >&2
"$venv/bin/python" - <<'PYTHON'
import importlib.metadata
import platform

for name in ("snakemake", "luigi", "redun", "hyperqueue"):
    print(name, importlib.metadata.version(name))
print("python", platform.python_version())
PYTHON
