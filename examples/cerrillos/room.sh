#!/bin/sh
# The book of the example in the first days of January 1973, served: an election, decisions and a choice in progress, a plan to answer with the
# largest mill still locked, the rations of the week drawn. Prints links by which a member, a delegate and the keeper of an outlet sign in, each once.
#
#	examples/cerrillos/room.sh FOLDER [SCALE] [--no-serve]
#
# FOLDER is the one that build.sh was given, after supply.sh and plan.sh; SCALE the same. What is begun in January is put into the book the first
# time; the links are new each time (a key that came by an earlier one is revoked: it is lost with the browser that had it). LISTEN is where it is
# served, otherwise 127.0.0.1:8080. With --no-serve, or without a terminal, it ends before serving.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cordon=${CORDON:-$here/../../build/cordon}
case $cordon in /*) ;; *) cordon=$(pwd)/$cordon ;; esac
listen=${LISTEN:-127.0.0.1:8080}
cd "${1:?the folder of build.sh: room.sh FOLDER}"
shift
scale=1 serve=yes
for word in "$@"; do
	case $word in
	--no-serve) serve=no ;;
	*) scale=$word ;;
	esac
done
now=1973-01-02T10:00:00Z

january() {
	python3 "$here/january.py" "$cordon" "$@"
}

batch() { # NAME: the acts on standard input are kept and taken in
	cat >"january/$1.jsonl"
	"$cordon" batch "january/$1.jsonl" --example-seed cerrillos
}

begin() { # once
	rm -rf january
	mkdir january
	january before | batch before
	"$here/supply.sh" . "$scale" january
	january open | batch open
	"$cordon" economy snapshot -o january/package >january/snapshot.txt
	"$cordon" plan january/package -o january/plan.json --json >january/said.json
	delegate=$(january first)
	"$cordon" plan propose january/package january/plan.json --name enero --example-keys "cerrillos=$delegate" \
		--now 1973-01-02T08:30:00Z >/dev/null
	january answers enero | batch answers
	touch january/done
}

keys() { # PERSON: main keys that hold
	"$cordon" key list "$1" --json | python3 -c '
import json, sys
for key in json.load(sys.stdin)["keys"]:
    if key["use"] == "main" and key["until"] is None:
        print(key["key"])'
}

link() { # ROLE BODY PERSON BY
	role=$1 body=$2 person=$3 sign="--example-keys cerrillos=$4 --now $now"
	for key in $(keys "$person"); do
		"$cordon" key revoke "$key" $sign >/dev/null
	done
	"$cordon" invite --body "$body" --person "$person" --address "http://$listen" --until 1973-01-16T10:00:00Z $sign --json |
		python3 -c '
import json, sys
print("  %-9s%s" % (sys.argv[1], json.load(sys.stdin)["link"]))' "$role"
}

if [ -e january/done ]; then
	"$cordon" rebuild >/dev/null # by this program, whichever made it
else
	begin
fi
printf '\nThe federation is served at http://%s/ (visitor). To sign in, each link once, in a browser of its own:\n' "$listen"
january roles | while read -r role body person by; do
	link "$role" "$body" "$person" "$by"
done
if [ "$serve" = no ] || ! [ -t 1 ]; then
	printf '\nServe it: cordon serve --book %s/book --listen %s --now %s\n' "$(pwd)" "$listen" "$now"
	exit 0
fi
exec "$cordon" serve --listen "$listen" --now "$now"
