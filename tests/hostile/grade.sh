#!/bin/sh
# grade.sh ROOT GRADER SCRATCH [OPTION]: grades the hostile class, and looks
# whether anyone got what they had not earned, did any harm, or left anything
# behind. The option is given to the grader: --no-bubblewrap.
set -eu
root=$1
grader=$2
scratch=$3
option=${4:---lang=en}
here=$(cd -- "$(dirname -- "$0")" && pwd)
class=$scratch/class
grades=$scratch/grades

fail() {
  echo "hostile: $*" >&2
  exit 1
}

# A checksum of every file below some folders, to see later whether one changed.
marks() { find "$@" -type f -exec cksum {} + | LC_ALL=C sort; }

# The name and the total of each submission; "-" for one that is not graded.
# A quoted field may hold commas and line ends, so it is replaced by a word.
totals() {
  awk -v RS='\r\n' '
    { gsub(/"([^"]|"")*"/, "quoted"); fields = split($0, field, ",") }
    NR == 1 { total = fields - 3 }
    NR > 1 { print (field[total] == "" ? "-" : field[total]), field[1] }' "$1"
}

rm -rf "$scratch"
mkdir -p "$scratch/tmp"
# Programs that run as another user must be able to enter it.
chmod 755 "$scratch"
export TMPDIR="$scratch/tmp"
export WORKBOOK_SECRET=the-secret-of-the-instructor
sh "$here/make.sh" "$root" "$class"
cd "$root"
marks tests solutions exercises cmake common companion grader >"$scratch/before"

"$grader" "$class"/* "$class"/.[!.]* "$class"/..?* --out "$grades" "$option" --jobs 2 --lang en \
  2>"$scratch/errors" >"$scratch/output" || [ $? = 1 ] || {
  cat "$scratch/errors" "$scratch/output"
  fail "the grader itself failed"
}
head -n 1 "$scratch/errors"

# Each got what it had earned, and no more.
totals "$grades/gradebook.csv" >"$scratch/totals"
while read -r points name; do
  case $name in -* | *[!a-z0-9_-]*) continue ;; esac
  got=$(awk -v name="$name" '$2 == name { print $1 }' "$scratch/totals")
  echo "$name: ${got:-nothing} of $points"
  [ "$got" = "$points" ] || {
    cat "$grades/$name/summary.md"
    fail "$name got $got, and not $points"
  }
done <"$class.earns"
awk '{ print $1 }' "$class.earns" | LC_ALL=C sort >"$scratch/earned"
awk '{ print $1 }' "$scratch/totals" | LC_ALL=C sort >"$scratch/got"
cmp "$scratch/earned" "$scratch/got" || fail "a total is not what was earned"

# Harm: files of ours, files left over, processes left over.
marks tests solutions exercises cmake common companion grader |
  cmp - "$scratch/before" || fail "files of the workbook have changed"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls -A "$scratch/tmp")"
for place in /tmp /var/tmp /run/lock /dev/shm /dev/mqueue; do
  [ ! -e "$place/hostile-left" ] || fail "left over: $place/hostile-left"
done
[ ! -e hostile ] && [ ! -e "$class/hostile" ] || fail "a name was run as a command"
for process in /proc/[0-9]*; do
  user=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "$process/status" 2>/dev/null) || continue
  case $user in 640[0-9][0-9]) fail "left running: $(cat "$process/cmdline")" ;; esac
  case $(readlink "$process/exe" 2>/dev/null) in
    "$scratch"/*) fail "left running: $process" ;;
  esac
done

# An attack that got at something prints HARM.
if grep -rl '^HARM: ' "$grades"/*/summary.md; then fail "harm was done"; fi

[ "$(grep -c 'many.*signs' "$grades/review.md")" -le 25 ] ||
  fail "one submission fills the review"

# The reports show no secret, no file of the system, and nothing that acts.
if grep -rl 'the-secret-of-the-instructor' "$grades"; then fail "a secret is out"; fi
# Without bubblewrap, a submission can read what every user can.
if grep -q 'Protection: bubblewrap' "$grades/exit_zero/summary.md" &&
  grep -rlE '(root|daemon):[x*]:[0-9]|^stolen: ' "$grades"; then
  fail "a system file is out"
fi
if grep -rl "$(printf '\033')" "$grades" --include='*.md' --include='*.json' \
  --include='*.xml' --include='*.html' --include='*.csv'; then
  fail "codes for a terminal"
fi
if grep -il '<script' "$grades"/*.html "$grades"/*.md; then fail "a script"; fi
# In Markdown, only inside a block of code, which the text has not closed.
awk '/^```/ {
       match($0, /^`+/)
       if (!fence) fence = RLENGTH
       else if (RLENGTH >= fence && $0 ~ /^`+$/) fence = 0
     }
     FNR == 1 { fence = 0 }
     !fence && tolower($0) ~ /<script/ { print FILENAME ": " $0; bad = 1 }
     END { exit bad }' "$grades"/*/summary.md || fail "a script"
grep -q '^"'"'"'=1+1\|^'"'"'=1+1' "$grades/gradebook.csv" || fail "a formula in the gradebook"
for line in 'tests/support/main.cpp' 'CMakeLists.txt'; do
  grep -q "$line" "$grades/changed-workbook/summary.md" ||
    fail "it does not say that $line was changed and ignored"
done

grep -q '^link-to-another,.*it is a link, to' "$grades/gradebook.csv" ||
  fail "a submission is a link, and nobody says so"

cmake -DGRADES="$grades" -DSTEPS="$(sed -n 's/ solutions$//p' "$class.earns")" \
  -P "$here/reports.cmake" || fail "a report is not as published"

# Graded again, nothing is graded anew: what is kept is not written again.
touch "$scratch/then"
cp "$grades/gradebook.csv" "$scratch/gradebook.csv"
"$grader" "$class"/* "$class"/.[!.]* "$class"/..?* --out "$grades" "$option" --lang en >/dev/null 2>&1 ||
  [ $? = 1 ] || fail "the second time"
[ -z "$(find "$grades" -name '*.cpp' -newer "$scratch/then")" ] ||
  fail "graded twice: $(find "$grades" -name '*.cpp' -newer "$scratch/then")"
cmp "$grades/gradebook.csv" "$scratch/gradebook.csv" || fail "other grades"

# In another order, with other jobs, interrupted on the way: the same grades.
# (Some messages tell how long something took, and so are not the same.)
verdicts() {
  for result in "$1"/*/junit.xml; do
    echo "$(basename "$(dirname "$result")")"
    sed -n 's/.*<testcase \([^>]*>[^>]*>\).*/\1/p' "$result"
  done
}
set --
for name in solutions "honest, too" exo29-nursery exit_zero escape_codes \
  ends_after_the_first_step changed-workbook; do
  set -- "$class/$name" "$@"
done
timeout -s INT 4 "$grader" "$@" --out "$scratch/others" "$option" --jobs 3 --lang en \
  >/dev/null 2>&1 || [ $? = 124 ] || [ $? = 130 ] || fail "interrupted badly"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over when interrupted"
"$grader" "$@" --out "$scratch/others" "$option" --jobs 3 --lang en >/dev/null 2>&1 ||
  fail "resumed badly"
mkdir "$scratch/same"
for result in "$scratch"/others/*/; do
  cp -R "$grades/$(basename "$result")" "$scratch/same"
done
verdicts "$scratch/others" >"$scratch/verdicts"
verdicts "$scratch/same" | cmp - "$scratch/verdicts" || fail "other grades"
# A submission has one verdict for each step, and one for each compilation.
verdicts=$(awk '/^exo/ { sum += $2 + 1 } END { print sum }' "$root/exercises/list.txt")
[ "$(grep -c '^classname=' "$scratch/verdicts")" = $((7 * verdicts)) ] || fail "no verdicts"
echo "hostile: $(wc -l <"$class.earns") submissions, nothing that was not earned"
