#!/bin/sh
# Four weeks of supply in the book that build.sh made: 12,000 households of the JAPs, the lorries standing still, an outlet cut off, a
# delivery short, oil that goes another way. README.md tells what happens and what to ask then.
#
#	examples/cerrillos/supply.sh FOLDER [SCALE] [january]
#
# FOLDER is the one that build.sh was given, SCALE the same. Proofs are put into FOLDER/proofs, logs of devices into FOLDER/logs.
# With `january` it goes on after those weeks: in that of 1 January 1973 rations are made, and by Monday evening only one JAP's outlets have told what was drawn.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cordon=${CORDON:-$here/../../build/cordon}
case $cordon in /*) ;; *) cordon=$(pwd)/$cordon ;; esac
folder=${1:?the folder of build.sh: supply.sh FOLDER [SCALE]}
scale=${2:-1}
cd "$folder"

supply() {
	python3 "$here/supply.py" "$@" --scale "$scale"
}

batch() { # NAME: the acts on standard input are kept and taken in
	cat >"acts/$1.jsonl"
	"$cordon" batch "acts/$1.jsonl" --example-seed cerrillos
}

at() { # DAYS HOUR from Monday, 30 October 1972
	date -u -d "1972-10-30 +$1 days $2:00" +%Y-%m-%dT%H:%M:%SZ
}

secretary() { # JAP
	sed -n "s/.*\"body_open\".*\"body\":\"$1\".*\"secretary\":\"\([a-z0-9]*\)\".*/\1/p" acts.jsonl
}

enter() { # WEEK DAY JAP: the logs of its outlets
	"$cordon" supply enter book logs/"$1-$3"-*.jsonl --body "$3" --example-keys "cerrillos=$(secretary "$3")" --now "$(at "$2" 18)"
}

rations() { # WEEK DAY SUFFIX JAP...: rations and their proofs, each checked from the file alone; then carried and drawn
	week=$1 day=$2 suffix=$3
	shift 3
	for jap in "$@"; do
		proof=proofs/$week-$jap$suffix.jsonl
		"$cordon" supply allocate book --body "$jap" --cycle "$week" --seed "sorteo de la semana $week" \
			--seed-from "la pizarra de cada almacén" --now "$(at "$day" 07)" -o "$proof" >/dev/null
		"$cordon" supply verify "$proof"
	done
	for step in publish carry; do
		for jap in "$@"; do
			supply "$step" "$week" "$jap" "proofs/$week-$jap$suffix.jsonl" ${suffix:+"proofs/$week-$jap.jsonl"}
		done | batch "$step-$week$suffix"
	done
	for jap in "$@"; do
		supply counter "$week" "$jap" "proofs/$week-$jap$suffix.jsonl" ${suffix:+"proofs/$week-$jap.jsonl"}
	done
}

japs=$(grep -o '"body":"jap-[0-9]*","kind"' acts.jsonl | cut -d'"' -f4)
if [ "${3:-}" = january ]; then
	supply come 10 | batch come-10
	rations 10 63 '' $japs
	enter 10 63 jap-02
	exit 0
fi
mkdir acts logs proofs
supply register | batch register
for week in 1 2 3 4; do
	first=$((week * 7 - 7))
	supply come "$week" | batch "come-$week"
	rations "$week" "$first" '' $japs
	if [ "$week" = 3 ]; then
		enter 3 $((first + 2)) jap-02
		supply late | batch late
		rations 3 $((first + 3)) -b jap-02
	fi
	for jap in $japs; do
		enter "$week" $((first + 6)) "$jap"
	done
	for jap in $japs; do
		supply counts "$week" "$jap"
	done | batch "counts-$week"
done
"$cordon" verify
