#!/bin/sh
# `forge fmt --check` over our contracts, or a word that it was not done where forge has no binary.
set -eu
cd "$(dirname "$0")/.."
forge=$(find node_modules/@foundry-rs -path '*/bin/forge' -type f 2>/dev/null | head -n 1)
if [ -z "$forge" ]; then
    echo "forge has no npm binary for this machine: the Solidity format was not checked." >&2
    exit 0
fi
"$forge" fmt "$@" contracts properties/solidity
