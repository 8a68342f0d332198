#!/bin/sh
# The main job on real data: Chile's economy of 2013 when the mines all but stop (one part in twenty goes on) and imports are halved.
# Plans it, says why things are short, has the plan proved, and writes a page to open, whose path is the last line printed.
# Works from any folder and any number of times. `./setup.sh demo` builds first, then runs this.
#
#	examples/demo.sh [FOLDER]        where plan and page go; otherwise build/demo
#
# Mines that stop whole stop everything: in this table of twelve branches each branch buys from mining, and imports are one good apart,
# so nothing can take its place. Try it: --stop 02.
set -eu
folder=$(mkdir -p "${1:-$(dirname "$0")/../build/demo}" && cd "${1:-$(dirname "$0")/../build/demo}" && pwd)
cd "$(dirname "$0")/.."
PATH=$PWD/build:$PATH
result=0

step() {
	printf '\n$ cordon'
	for word in "$@"; do
		case $word in
		*[!A-Za-z0-9_./:=-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	cordon "$@" || result=$?
}

step plan examples/chile-2013 --capacity 02=0.05 --capacity 'import:*=0.5' -o "$folder/plan.json"
step plan explain examples/chile-2013 "$folder/plan.json"
step plan verify examples/chile-2013 "$folder/plan.json"
step plan report examples/chile-2013 "$folder/plan.json" -o "$folder/report.html"
printf '\nThe same as a page to open, to mail or to print:\n%s\n' "$folder/report.html"
exit $result
