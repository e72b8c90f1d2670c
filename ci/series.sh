#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A patch series in CI: its mails, what it does to userspace, and, unless KPW_BOOT=no, guests with and without it.
#
#   ci/series.sh SERIES TREE [OUT]
#
# SERIES  mbox, mail, folder of patches, or PATH@A..B
# TREE    debian:6.12, PATH or PATH@REV: what it applies to
# OUT     folder for the results, by default kpw-results: check.* and compare.*; with KPW_BOOT=no only check.*
#
# KPW_MACHINE  QEMU machine of the guests     KPW_TESTS    selftests to run in them
# KPW_MODULES  modules to swap                KPW_FORMATS  junit, sarif, gitlab, ... by default junit and sarif
# KPW_TOPIC    a topic whose templates make the series: its patches/ are then held against them
#
# The exit status is the highest of the steps (docs/exit-codes.md). Each step runs, whatever became of the one before.
set -u
[ $# -ge 2 ] && [ $# -le 3 ] || { sed -n '3,17s/^# \{0,1\}//p' "$0" >&2; exit 2; }
series=$1
tree=$2
out=${3:-kpw-results}
here=$(cd "$(dirname "$0")/.." && pwd) || exit 3
mkdir -p "$out" || exit 3
worst=0

step() {
	name=$1
	shift
	for format in ${KPW_FORMATS:-junit sarif}; do
		set -- "$@" --output "$format=$out/$name.$format"
	done
	[ -z "${GITHUB_ACTIONS:-}" ] || set -- "$@" --output "github=$out/$name.annotations"
	echo "== $name" >&2
	node "$here/bin/kpw.mjs" "$@" --output "markdown=$out/$name.md"
	status=$?
	[ -z "${GITHUB_ACTIONS:-}" ] || [ ! -f "$out/$name.annotations" ] || cat "$out/$name.annotations"
	[ "$status" -le "$worst" ] || worst=$status
}

if [ -n "${KPW_TOPIC:-}" ]; then
	echo "== generate" >&2
	node "$here/bin/kpw.mjs" generate --check --topic "$KPW_TOPIC"
	status=$?
	[ "$status" -le "$worst" ] || worst=$status
fi
case $series in
*@*..*) step check check "$series" ;;
*) step check check --mbox "$series" --tree "$tree" ;;
esac
if [ "${KPW_BOOT:-yes}" != no ]; then
	set -- compare --tree "$tree" "series=$series" --out "$out/runs"
	[ -z "${KPW_MACHINE:-}" ] || set -- "$@" --machine "$KPW_MACHINE"
	[ -z "${KPW_MODULES:-}" ] || set -- "$@" --modules $KPW_MODULES
	[ -z "${KPW_TESTS:-}" ] || set -- "$@" --tests $KPW_TESTS
	step compare "$@"
fi
exit "$worst"
