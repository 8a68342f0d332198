#!/bin/sh
# From a bare Debian 12 to a running Cordón. Needs only sh and apt; installs what is missing and nothing else, as root or through
# sudo; shows every command it runs; may be run any number of times.
#
#	./setup.sh build            installs what the build needs and builds into build/
#	./setup.sh demo [--no-serve] the same, then plans a real economy under a shock: terminal output and a page to open; and serves a federation
#	                            (examples/cerrillos; some two minutes the first time) with links to sign in. With --no-serve, or where there is
#	                            no terminal, it ends before serving
#	./setup.sh check [SUITE...] the same, then installs what the tests need and runs them (all suites, or those named)
set -eu
cd "$(dirname "$0")"

build_packages='gcc libc6-dev meson ninja-build pkg-config python3 gettext scdoc libjansson-dev libsodium-dev zlib1g-dev libcsv-dev
	libglpk-dev libutf8proc-dev libgmp-dev libyaml-dev libsqlite3-dev libqrencode-dev libmicrohttpd-dev'
check_packages='g++ libcmocka-dev glpk-utils binutils python3-cryptography python3-jsonschema'
ui_packages='chromium'

run() {
	printf '+ %s\n' "$*"
	"$@"
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		run env DEBIAN_FRONTEND=noninteractive "$@"
	elif command -v sudo >/dev/null 2>&1; then
		run sudo env DEBIAN_FRONTEND=noninteractive "$@"
	else
		echo "setup.sh: neither root nor sudo; as root, run: $*" >&2
		exit 1
	fi
}

is_installed() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_missing() {
	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "setup.sh: not a Debian system; these must be there under their names here: $*" >&2
		return
	fi
	missing=
	for package in "$@"; do
		is_installed "$package" || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	# shellcheck disable=SC2086 # a list of words
	if ! apt-cache show --no-all-versions $missing >/dev/null 2>&1; then
		as_root apt-get update
	fi
	# shellcheck disable=SC2086
	if ! as_root apt-get install -y --no-install-recommends $missing; then
		as_root apt-get update # the lists were too old
		as_root apt-get install -y --no-install-recommends $missing
	fi
}

# Node 18 or newer with npm, from wherever it comes; else Debian's.
has_node() {
	command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

# install_npm FOLDER: what the folder's lock file names, when it is not there. Succeeds when something was installed.
install_npm() {
	if cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then
		return 1
	fi
	has_node || install_missing nodejs npm
	run npm ci --prefix "$1" || exit 1
	cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# pages FOLDER...: what the program's pages are built with; build folders that are there already are told.
pages() {
	install_npm ui || return 0
	for folder in "$@"; do
		[ ! -f "$folder/build.ninja" ] || run meson setup --reconfigure "$folder"
	done
}

# configure FOLDER OPTION...: sets up a build folder, or changes the options of one that is there.
configure() {
	folder=$1
	shift
	if [ ! -f "$folder/build.ninja" ]; then
		run meson setup "$folder" "$@"
	elif [ $# -gt 0 ] && [ "$(cat "$folder/.setup" 2>/dev/null)" != "$*" ]; then
		run meson setup --reconfigure "$folder" "$@"
	fi
	[ $# -eq 0 ] || printf '%s' "$*" >"$folder/.setup"
}

# build [TARGET]: everything, or one target.
build() {
	# shellcheck disable=SC2086
	install_missing $build_packages
	pages build
	configure build
	run ninja -C build "$@"
}

demo() {
	build cordon
	run sh examples/demo.sh
	run sh examples/cerrillos/demo.sh build/demo/cerrillos "$@"
}

check() {
	# shellcheck disable=SC2086
	install_missing $build_packages $check_packages
	if [ -f tests/ui/package.json ]; then
		# shellcheck disable=SC2086
		install_missing $ui_packages
		install_npm tests/ui || true
	fi
	pages build build-asan
	configure build -Dwerror=true -Dtests=enabled
	# gcc warns falsely under the sanitizers: warnings are judged in the first build
	configure build-asan -Dwerror=false -Dtests=enabled --buildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false
	run ninja -C build
	run python3 tests/run.py "$@"
}

case "${1-}" in
build)
	if [ $# -gt 1 ]; then
		echo "setup.sh: build takes no arguments" >&2
		exit 2
	fi
	build
	;;
demo)
	shift
	if [ $# -gt 0 ] && [ "$*" != --no-serve ]; then
		echo "setup.sh: demo takes --no-serve alone" >&2
		exit 2
	fi
	demo "$@"
	;;
check)
	shift
	check "$@"
	;;
*)
	sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0"
	exit 2
	;;
esac
