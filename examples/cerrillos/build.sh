#!/bin/sh
# Builds the book of the example from its acts, and has it proved: rolls of 46,000 people, a cordón and what is around it, a recall.
# README.md says what is in it, what of it is historical, and what to ask the book then.
#
#	examples/cerrillos/build.sh FOLDER [SCALE]
#
# FOLDER must not exist; the acts (acts.jsonl) and the book (book/) are put there. SCALE 0.1 has a tenth of the workplaces and people.
# Keys are made of a public seed and protect nothing. CORDON names the program, otherwise build/cordon.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cordon=${CORDON:-$here/../../build/cordon}
folder=${1:?where to: build.sh FOLDER [SCALE]}

run() {
	printf '$ cordon'
	for word in "$@"; do
		case $word in
		*[!A-Za-z0-9_./:=-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	"$cordon" "$@"
}

mkdir "$folder"
cd "$folder"
python3 "$here/acts.py" --scale "${2:-1}" >acts.jsonl
run init book --title 'Cordón Cerrillos (ejemplo)' --origin cerrillos.example --example-keys cerrillos=p00000 --now 1972-08-01T08:00:00Z
run batch acts.jsonl --example-seed cerrillos
run verify
run rebuild
