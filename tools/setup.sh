#!/bin/sh
# Finds a fitting Python and Node.js, or says in one sentence what is missing; the rest is bootstrap.py.
set -eu
cd "$(dirname "$0")/.."

refuse() {
    echo "setup: $1" >&2
    exit 2
}

version_of_python() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

found=""
seen=""
for candidate in "${PYTHON:-}" python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    version=$(version_of_python "$candidate")
    [ -n "$version" ] || continue
    seen="${seen:-$candidate is $version}"
    if [ "$version" = "3.11" ]; then
        found=$candidate
        break
    fi
done
[ -n "$found" ] || refuse "Python 3.11 is needed and was not found (${seen:-there is no Python on PATH}); install it, or name it with PYTHON=/path/to/python3.11."

command -v node >/dev/null 2>&1 || refuse "Node.js 20 or later is needed and there is no node on PATH; install it."
node_version=$(node --version)
node_major=$(echo "$node_version" | sed 's/^v\([0-9]*\).*/\1/')
[ "$node_major" -ge 20 ] 2>/dev/null || refuse "Node.js 20 or later is needed and node here is $node_version; install a newer one."
command -v npm >/dev/null 2>&1 || refuse "npm is needed and is not on PATH; install it, it usually comes with Node.js."

exec "$found" tools/bootstrap.py
