#!/usr/bin/env bash
# Makes the zip that Gradescope takes as an autograder:
#
#   grader/hosts/gradescope/make_zip.sh OUT.zip [OPTION of ./exo grade...]
#
# make_zip.sh exo31.zip --only exo31 --lang fr makes one that grades exo31 alone.
# The solutions are not in it.
set -euo pipefail
case ${1:--} in -*)
  sed -n 's/^# \{0,1\}//; 2,7p' "$0" >&2
  exit 2
  ;;
esac
out=$(realpath -- "$1")
shift
cd -- "$(dirname -- "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/workbook"
for entry in *; do
  case $entry in
    build | solutions | grades | *.zip) ;;
    *) cp -R -- "$entry" "$work/workbook" ;;
  esac
done
rm -rf "$work"/workbook/tests/*/right "$work"/workbook/tests/*/wrong
cp grader/hosts/gradescope/setup.sh grader/hosts/gradescope/run_autograder "$work"
: >"$work/options"
[ $# = 0 ] || printf '%s\n' "$@" >"$work/options"
rm -f -- "$out"
(cd "$work" && cmake -E tar cf "$out" --format=zip -- *)
