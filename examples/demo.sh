#!/bin/sh
# The main job on real data, as `./setup.sh demo` runs it; works from any folder.
set -eu
cd "$(dirname "$0")/.."
cordon=build/cordon
"$cordon" --version
"$cordon" help
