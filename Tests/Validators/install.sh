#!/usr/bin/env bash
# Installs the public validators that tests ask (PyPI) into .build/validators. Where PyPI cannot be reached it says so
# and succeeds: the tests that need a validator are then skipped by name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

venv=.build/validators
wanted=Tests/Validators/requirements.txt
cmp -s "$wanted" "$venv/installed.txt" && exit 0
mkdir -p .build
rm -rf "$venv"
if python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"; then
  cp "$wanted" "$venv/installed.txt"
else
  echo "The validators of $wanted could not be installed; tests that need them will be skipped." >&2
fi
