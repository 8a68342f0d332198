#!/bin/sh
# Proves the README on a fresh machine: makes a bare Debian 12 root with debootstrap, copies the committed tree into it and runs both
# commands of the README there, as root, with nothing of this machine but its kernel and its way to the package archives.
#
#	packaging/fresh-machine.sh [FOLDER]
#
# By hand and as root; needs debootstrap, git and about 4 GB in FOLDER (a new temporary folder when none is given). The archive is the
# one this machine's own apt uses. Everything made is removed at the end. Exit status: 0 when both commands succeeded.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)

fail() {
	echo "fresh-machine.sh: $*" >&2
	exit 2
}

[ "$(id -u)" -eq 0 ] || fail 'must be run as root'
for tool in debootstrap git chroot; do
	command -v $tool >/dev/null 2>&1 || fail "$tool is not installed"
done
# shellcheck disable=SC2016 # apt expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
[ -n "$mirror" ] || fail "this machine's apt knows no Debian 12 archive"

if [ $# -gt 0 ]; then
	mkdir -p "$1"
	folder=$(mktemp -d "$1/cordon-fresh-XXXXXX")
else
	folder=$(mktemp -d "${TMPDIR:-/tmp}/cordon-fresh-XXXXXX")
fi
root=$folder/debian

# shellcheck disable=SC2317 # called by the trap
clean_up() {
	for mounted in proc dev/shm; do
		if mountpoint -q "$root/$mounted"; then
			umount "$root/$mounted" || umount -l "$root/$mounted"
		fi
	done
	rm -rf --one-file-system "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

in_root() {
	chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
		DEBIAN_FRONTEND=noninteractive ${authorities:+NODE_EXTRA_CA_CERTS="$authorities"} "$@"
}

# This machine's way to the archives: names, proxies, and the authorities that npm must trust.
lend_network() {
	cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
	apt-config dump | grep -i '^Acquire::.*proxy' >"$root/etc/apt/apt.conf.d/99way-out" || true
	authorities=
	if [ -n "${NODE_EXTRA_CA_CERTS-}" ] && [ -r "$NODE_EXTRA_CA_CERTS" ]; then
		authorities=/opt/authorities.pem
		cp -L "$NODE_EXTRA_CA_CERTS" "$root$authorities"
	fi
	if command -v npm >/dev/null 2>&1; then
		printf 'registry=%s\n' "$(npm config get registry)" >"$root/root/.npmrc"
	fi
}

timed() {
	started=$(date +%s)
	status=0
	in_root sh -c "cd /cordon && $1" </dev/null || status=$?
	echo "== $1: exit status $status, $(($(date +%s) - started)) s"
	return $status
}

echo "== a bare Debian 12 in $root"
debootstrap --variant=minbase bookworm "$root" "$mirror"
lend_network
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
mkdir "$root/cordon"
git -C "$top" archive HEAD | tar -x -C "$root/cordon"

result=0
timed './setup.sh demo' || result=1
timed './setup.sh demo' || result=1 # what it takes once the packages are there and built
timed './setup.sh check' || result=1
[ $result -eq 0 ] && echo '== both commands succeed on a fresh machine'
exit $result
