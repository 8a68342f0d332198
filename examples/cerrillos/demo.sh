#!/bin/sh
# The whole example, from the first roll to the room: build.sh, supply.sh and plan.sh the first time (some two minutes), then room.sh.
#
#	examples/cerrillos/demo.sh FOLDER [SCALE] [--no-serve]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?where to: demo.sh FOLDER}
shift
case ${1:-} in
'' | --*) scale=1 ;;
*) scale=$1 && shift ;;
esac

if ! [ -e "$folder" ]; then
	printf '\nA federation is built from its acts, once: its rolls, four weeks of supply, a round of planning.\n'
	mkdir -p "$(dirname "$folder")"
	rm -rf "$folder.begun" # of a run that was stopped
	"$here/build.sh" "$folder.begun" "$scale"
	"$here/supply.sh" "$folder.begun" "$scale" >"$folder.begun/supply.txt" && tail -n 3 "$folder.begun/supply.txt"
	"$here/plan.sh" "$folder.begun"
	mv "$folder.begun" "$folder"
fi
exec "$here/room.sh" "$folder" "$scale" "$@"
