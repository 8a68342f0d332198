#!/bin/sh
# A round of planning in the book that build.sh made, all of it through acts: what each can do and needs, what comes first, a plan, 250
# answers, a second round; a mill is locked out, the assembly chooses how to go on. README.md tells what happens and what to ask then.
#
#	examples/cerrillos/plan.sh FOLDER
#
# FOLDER is the one that build.sh was given (supply.sh may have gone on in it). Packages, plans and what is made of them are put into
# FOLDER/planning; the story is printed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cordon=${CORDON:-$here/../../build/cordon}
case $cordon in /*) ;; *) cordon=$(pwd)/$cordon ;; esac
cd "${1:?the folder of build.sh: plan.sh FOLDER}"
mkdir planning
p=planning

december() { # DAY HOUR
	printf '1972-12-%02dT%02d:00:00Z' "$1" "$2"
}

batch() { # NAME: the acts on standard input are kept and taken in
	cat >"$p/$1.acts.jsonl"
	"$cordon" batch "$p/$1.acts.jsonl" --example-seed cerrillos
}

economy() {
	python3 "$here/economy.py" "$@"
}

tell() {
	python3 "$here/tell.py" "$@"
}

snapshot() { # NAME
	"$cordon" economy snapshot -o "$p/$1" >"$p/$1.snapshot.txt"
}

plan() { # NAME [OLD]: the plan for the snapshot of that name, near the plan OLD; its proof, what it asks of each
	name=$1 near=
	if [ $# = 2 ]; then
		near="--near $p/$2.json --near-package $p/$2"
	fi
	"$cordon" plan "$p/$name" $near -o "$p/$name.json" --json >"$p/$name.said.json"
	"$cordon" plan verify "$p/$name" "$p/$name.json" $near --json >"$p/$name.verify.json"
	"$cordon" plan tasks "$p/$name" "$p/$name.json" --json >"$p/$name.tasks.json"
	tell plan "$name"
}

changes() { # NAME OLD PACKAGE NEW: what differs from a plan of the book
	name=$1
	shift
	"$cordon" plan changes "$@" --json >"$p/$name.changes.json"
	tell changes "$name"
}

propose() { # NAME FILE DAY HOUR OPTION...
	name=$1 file=$2 when=$(december "$3" "$4")
	shift 4
	"$cordon" plan propose "$p/$name" "$file" --name "$name" --example-keys "cerrillos=$delegate" --now "$when" "$@" >/dev/null
	"$cordon" plan check "$name" --json >"$p/$name.check.json"
}

accept() { # NAME DAY: all who are asked accept
	"$cordon" plan answers "$1" --json >"$p/$1.asked.json"
	tell asked "$1"
	economy accept "$1" --day "$2" | batch "answers-$1"
}

round() { # NAME DAY: its end, and who said what
	economy close "$1" --day "$2" | batch "close-$1"
	"$cordon" plan answers "$1" --json >"$p/$1.answers.json"
	tell answers "$1"
}

printf '\n4 December: the assembly decides what is counted and what comes first; workplaces and districts say what they can do and need\n'
"$cordon" seats asamblea-popular --at "$(december 4 10)" --json >seats.json
delegate=$(python3 -c 'import json; print(next(s["person"] for s in json.load(open("seats.json"))["seats"] if "person" in s))')
economy declare | batch declare
"$cordon" decisions asamblea-popular --json >"$p/decisions.json"
tell decisions

printf '\n6 December: the first plan\n'
snapshot uno
plan uno
"$cordon" plan explain "$p/uno" "$p/uno.json" fideos
propose uno "$p/uno.json" 6 12
economy answers uno "$p/uno.tasks.json" | batch answers-uno
round uno 4

printf '\n9 December: the second, under what was refused and countered\n'
snapshot dos
plan dos uno
changes dos uno "$p/dos" "$p/dos.json"
propose dos "$p/dos.json" 9 12 --after uno
accept dos 7
round dos 7

printf '\n15 December: the largest mill is locked out\n'
printf 'Viernes, 7:00. Candado nuevo en el portón, los dueños no abren. Dos firmas. (Ilustrativo.)\n' >"$p/candado.txt"
economy lockout "$p/dos.tasks.json" "$p/candado.txt" | batch lockout
snapshot tres
plan tres dos
changes tres dos "$p/tres" "$p/tres.json"
"$cordon" plan alternatives "$p/tres" "$p/tres.json" --within 1% -n 3 -o "$p/others" --json >"$p/others.json"
tell alternatives
economy choose sin-molino "$p/tres" "$p/tres.json" "$p/others/"*.json | batch choose
"$cordon" choice sin-molino --ballots "$p/sin-molino.blt" --report "$p/sin-molino.report.json" --json >"$p/sin-molino.json"
"$cordon" count verify "$p/sin-molino.blt" "$p/sin-molino.report.json"
tell choice sin-molino
chosen=$(python3 -c 'import json; print(json.load(open("planning/sin-molino.json"))["winner"])')
changes chosen dos "$p/tres" "$p/others/$chosen.json"
propose tres "$p/others/$chosen.json" 15 16 --after dos --chosen sin-molino
accept tres 12
round tres 12

printf '\n29 December: what was done; the next day yards, hours and foreign currency are counted for January\n'
"$cordon" plan tasks "$p/tres" "$p/others/$chosen.json" --json >"$p/chosen.tasks.json"
economy reports tres "$p/chosen.tasks.json" "$p/others/$chosen.json" | batch reports
"$cordon" plan done tres --json >"$p/tres.done.json"
tell done tres
snapshot cuatro
tell stocks cuatro
plan cuatro
"$cordon" verify
