#!/bin/sh
# hosts.sh ROOT GRADER SCRATCH: the grader where a class runs: the scripts for
# Gradescope and PrairieLearn, in folders laid out as theirs, and the steps of
# grade.yml.
set -eu
root=$1
grader=$2
scratch=$3
hosts=$root/grader/hosts

fail() {
  echo "hosts: $*" >&2
  exit 1
}

# workbook_at FOLDER: one whose grader is built already.
workbook_at() {
  mkdir -p "$1"
  for entry in "$root"/*; do
    case ${entry##*/} in build | exo) ;; *) ln -s "$entry" "$1" ;; esac
  done
  printf '#!/bin/sh\ncd -- "%s" && exec "%s" "$@"\n' "$1" "$grader" >"$1/exo"
  chmod +x "$1/exo"
}

rm -rf "$scratch"
mkdir -p "$scratch/tmp"
chmod 755 "$scratch"
export TMPDIR="$scratch/tmp" WORKBOOK_LANG=en
solution=$root/solutions/exo29-hello-async/hello_async.cpp
stub=$root/exercises/exo29-hello-async/hello_async.cpp

# Gradescope: /autograder/source is the zip, /autograder/submission a student's.
autograder=$scratch/autograder
mkdir -p "$autograder/submission"
workbook_at "$autograder/source/workbook"
printf '%s\n' --only exo29 >"$autograder/source/options"
cp "$hosts/gradescope/run_autograder" "$autograder"
gradescope() {
  rm -rf "$autograder/results"
  AUTOGRADER=$autograder "$autograder/run_autograder" >"$scratch/said" 2>&1 || {
    cat "$scratch/said"
    fail "run_autograder"
  }
  grep -qF -- "$1" "$autograder/results/results.json" || {
    cat "$autograder/results/results.json"
    fail "Gradescope is not told: $1"
  }
}
gradescope '{"score": 0, "output": "Not graded: no learner'
cp "$solution" "$autograder/submission"
gradescope '{"score": 3, '

# The zip: the two scripts on top, and a workbook without solutions.
"$hosts/gradescope/make_zip.sh" "$scratch/autograder.zip" --only exo31 --lang fr
mkdir "$scratch/zip"
(cd "$scratch/zip" && cmake -E tar xf ../autograder.zip)
for file in setup.sh run_autograder workbook/exo workbook/grader/main.cpp \
  workbook/tests/exo31-join/test.cpp workbook/cmake/packages.txt; do
  [ -f "$scratch/zip/$file" ] || fail "not in the zip: $file"
done
for file in workbook/solutions workbook/build workbook/tests/exo31-join/right; do
  [ ! -e "$scratch/zip/$file" ] || fail "in the zip: $file"
done
for file in run_autograder workbook/exo; do
  [ -x "$scratch/zip/$file" ] || fail "cannot be run from the zip: $file"
done
[ "$(tr '\n' ' ' <"$scratch/zip/options")" = "--only exo31 --lang fr " ] || fail "the options of the zip"

# PrairieLearn: /grade/student is a student's, /grade/results what it reads.
mkdir -p "$scratch/grade/student"
cp "$solution" "$scratch/grade/student"
workbook_at "$scratch/image"
GRADE_FOLDER=$scratch/grade "$scratch/image/grader/hosts/prairielearn.sh" --only exo29 \
  >"$scratch/said" 2>&1 || {
  cat "$scratch/said"
  fail "prairielearn.sh"
}
grep -q '^{"gradable": true, "score": 1, ' "$scratch/grade/results/results.json" ||
  fail "PrairieLearn reads: $(cat "$scratch/grade/results/results.json")"

[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls "$scratch/tmp")"
if ! command -v jq >/dev/null 2>&1; then
  echo "hosts: all is well; without jq, nothing was seen of grade.yml"
  exit 0
fi

# grade.yml: each of its steps, as it stands there. step NAME: its commands.
step() {
  awk -v name="$1" '
    block && !/^          / && NF { block = 0 }
    /^ *- / && !block { inside = index($0, name) }
    block { sub(/^          /, ""); print; next }
    inside && /^ *run: \|$/ { block = 1; next }
    inside && sub(/^ *run: /, "") { print }
  ' "$root/.github/workflows/grade.yml" >"$scratch/step"
  [ -s "$scratch/step" ] || fail "grade.yml has no step $1"
}
actions=$scratch/actions
mkdir -p "$actions" "$scratch/server/anne" "$scratch/server/bob"
for name in anne bob; do
  repository=$scratch/server/$name/workbook
  git init -q -b main "$repository"
  [ "$name" = bob ] || stub=$solution
  cp "$stub" "$repository/hello_async.cpp"
  git -C "$repository" add .
  git -C "$repository" -c user.name=a -c user.email=a@example.org commit -q -m answer
  stub=$root/exercises/exo29-hello-async/hello_async.cpp
done
export SUBMISSIONS='["anne/workbook", "bob/workbook", "carl/workbook"]' BATCH=2 REF=main
export OPTIONS='--only exo29' GITHUB_SERVER_URL="file://$scratch/server"
export GITHUB_OUTPUT="$scratch/output" GITHUB_STEP_SUMMARY="$scratch/summary"
step 'id: cut'
(cd "$actions" && bash -e "$scratch/step")
grep -qxF 'batches=[["anne/workbook","bob/workbook"],["carl/workbook"]]' "$scratch/output" ||
  fail "the batches: $(cat "$scratch/output")"
all=$SUBMISSIONS
workbook_at "$actions/workbook"
for batch in '["anne/workbook","carl/workbook"]' '["bob/workbook"]'; do
  rm -rf "$actions/class" "$actions/grades"
  SUBMISSIONS=$batch
  step 'name: The submissions'
  (cd "$actions" && bash -e "$scratch/step" 2>>"$scratch/errors")
  step 'name: Grade'
  (cd "$actions/workbook" && bash -e "$scratch/step" >"$scratch/said" 2>&1) || {
    cat "$scratch/said"
    fail "the step that grades"
  }
  # What the artifacts hold, together.
  mkdir -p "$actions/workbook/results"
  cp -R "$actions/grades/." "$actions/workbook/results"
done
grep -q 'carl/workbook could not be fetched' "$scratch/errors" || fail "nothing is said of carl"
book=$actions/workbook/results/gradebook.csv
collect() { # ROW...
  step 'name: Collect'
  (cd "$actions/workbook" && bash -e "$scratch/step" >"$scratch/said" 2>&1) || {
    cat "$scratch/said"
    fail "the step that collects"
  }
  for row; do
    grep -qF -- "$row" "$book" || fail "not in the gradebook: $row: $(cat "$book")"
  done
}
SUBMISSIONS=$all
collect anne.workbook,3,3,3,graded, bob.workbook,0,0,3,graded, 'carl.workbook,,,3,"not graded: '
# A job that broke has left nothing, or half of it.
rm -rf "$actions/workbook/results/carl.workbook"
: >"$actions/workbook/results/bob.workbook/junit.xml"
collect anne.workbook,3,3,3,graded, 'bob.workbook,,,3,not graded: ' 'carl.workbook,,,3,no results,'
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls "$scratch/tmp")"
echo "hosts: all is well"
