#!/bin/sh
# Makes Manticore's own environment, tools/manticore/.venv, from its lock; does nothing when it is there already.
# The lock names files for Linux on x86-64 and Python 3.11, which is where Manticore runs.
set -eu
cd "$(dirname "$0")"

python=../../.venv/bin/python
[ -x "$python" ] || { echo "manticore: the project's environment is missing; run \`make setup\` first." >&2; exit 2; }
stamp=.venv/requirements.lock
if [ -f "$stamp" ] && cmp -s requirements.lock "$stamp"; then exit 0; fi

rm -rf .venv
"$python" -m venv .venv
# One package has no wheel, and builds with the setuptools of the lock instead of one from the network.
build=$(mktemp)
trap 'rm -f "$build"' EXIT
grep -A 1 '^setuptools==' requirements.lock >"$build"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement "$build"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-build-isolation \
    --requirement requirements.lock
.venv/bin/python -c "import manticore.ethereum"
cp requirements.lock "$stamp"
