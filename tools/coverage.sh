#!/bin/sh
# What the tests run and what they do not: a coverage build in build-coverage/, all its suites, a table and an HTML report.
# By hand; needs gcovr beside what `./setup.sh check` installs.
set -eu
cd "$(dirname "$0")/.."
[ -f build-coverage/build.ninja ] || meson setup build-coverage -Db_coverage=true --buildtype=debugoptimized -Dtests=enabled
ninja -C build-coverage
meson test -C build-coverage --suite unit --suite fuzz --suite cases
gcovr --root . --filter src/ --exclude-unreachable-branches --sort-percentage --html-details build-coverage/coverage.html \
	--txt - build-coverage
echo 'build-coverage/coverage.html'
