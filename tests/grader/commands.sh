#!/bin/sh
# commands.sh ROOT GRADER SCRATCH: what an instructor types, well and badly.
set -eu
root=$1
grader=$2
scratch=$3

fail() {
  echo "commands: $*" >&2
  exit 1
}

# run STATUS WORDS...: the grader ends so; what it said is in $scratch/said.
run() {
  expected=$1
  shift
  status=0
  "$grader" grade "$@" >"$scratch/said" 2>&1 || status=$?
  [ "$status" = "$expected" ] || {
    cat "$scratch/said"
    fail "status $status and not $expected: $*"
  }
}
says() { grep -qF -- "$1" "$scratch/said" || { cat "$scratch/said"; fail "it does not say: $1"; }; }
row() { awk -v RS='\r\n' -F, -v name="$2" '$1 == name' "$1/gradebook.csv"; }

rm -rf "$scratch"
mkdir -p "$scratch/class/anne" "$scratch/class/bob/exo29-hello-async" "$scratch/tmp"
chmod 755 "$scratch"
export TMPDIR="$scratch/tmp" WORKBOOK_LANG=en
cd "$root"
cp solutions/exo29-hello-async/hello_async.cpp "$scratch/class/anne"
# A folder of the exercise is enough; this one is not begun.
cp -R exercises/exo29-hello-async "$scratch/class/bob"
echo 'int answer() { return nothing; }' >>"$scratch/class/bob/exo29-hello-async/hello_async.cpp"
out=$scratch/out

# Badly: one line that says what there is, status 2.
run 2
says "which submission?"
run 2 "$scratch/class/anne" --jobs 0
says "--jobs wants a number"
run 2 "$scratch/class/anne" --nothing
says "there is no option --nothing"
run 2 "$scratch/class/anne" --out
says "--out wants a value"
run 2 "$scratch/class/anne" --lang de
says "en and fr"
echo 'exo99 1' >"$scratch/points"
run 2 "$scratch/class/anne" --points "$scratch/points"
says "line 1"
printf '# half\nexo29 -1\n' >"$scratch/points"
run 2 "$scratch/class/anne" --points "$scratch/points"
says "line 2"

# Well, and one that is no folder: the others are graded.
run 1 "$scratch/class/anne" "$scratch/class/bob" "$scratch/class/carl" --out "$out"
says "carl: not a folder"
[ "$(row "$out" anne)" = anne,3,0,0,0,0,0,0,0,3,30 ] || fail "anne: $(row "$out" anne)"
[ "$(row "$out" bob)" = bob,0,0,0,0,0,0,0,0,0,30 ] || fail "bob: $(row "$out" bob)"
grep -qE "'nothing' was not declared|undeclared identifier 'nothing'" "$out/bob/summary.md" || fail "no compiler's message"
grep -q 'In plain words' "$out/bob/summary.md" || fail "the error is not explained"
grep -q 'exercises/exo29-hello-async/hello_async.cpp:' "$out/bob/summary.md" ||
  fail "no place of the error"
! grep -rq "$scratch" "$out" || fail "a path of this machine is in a report"

# Other points: nothing is graded anew.
touch "$scratch/then"
printf 'exo29 2 # each\nexo29.step3 0.5\n' >"$scratch/points"
run 0 "$scratch/class/anne" --out "$out" --points "$scratch/points"
[ "$(row "$out" anne)" = anne,4.5,0,0,0,0,0,0,0,4.5,31.5 ] || fail "points: $(row "$out" anne)"
[ -z "$(find "$out/anne/files" -newer "$scratch/then")" ] || fail "graded anew"

# A file that has changed is graded anew, and one that is gone is gone.
cp exercises/exo29-hello-async/hello_async.cpp "$scratch/class/anne"
run 0 "$scratch/class/anne" --out "$out" --lang fr
[ "$(row "$out" anne)" = anne,0,0,0,0,0,0,0,0,0,30 ] || fail "changed: $(row "$out" anne)"
grep -q 'à vous de l' "$out/anne/summary.md" || fail "no French"
rm "$scratch/class/anne/hello_async.cpp"
run 0 "$scratch/class/anne" --out "$out" --lang fr
grep -q "n'a pas été rendu" "$out/anne/summary.md" || fail "not said to be missing"
[ ! -e "$out/anne/files/hello_async.cpp" ] || fail "the old file is still there"

# Nothing of a submission is written over.
run 1 "$scratch/class/bob" --out "$scratch/class"
says "choose another --out"
[ "$(ls "$scratch/class/bob")" = exo29-hello-async ] || fail "bob has been changed"

# Two of the same name, put together, and graded without bubblewrap.
mkdir -p "$scratch/a/work" "$scratch/b/work"
cp solutions/exo29-hello-async/hello_async.cpp "$scratch/a/work"
run 0 "$scratch/a/work" "$scratch/b/work/" --out "$scratch/two" --no-bubblewrap
says "limits only"
[ "$(row "$scratch/two" a/work)" = a/work,3,0,0,0,0,0,0,0,3,30 ] || fail "$(cat "$scratch/two/gradebook.csv")"
run 0 --collect "$scratch"/two/*/ --out "$scratch/collected"
cmp "$scratch/two/gradebook.csv" "$scratch/collected/gradebook.csv" || fail "collected badly"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls "$scratch/tmp")"
echo "commands: all is well"
