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
# The control groups of graders, of killed ones too, but not of other containers:
# there, process numbers are others.
numbers=$(stat -Lc %i /proc/self/ns/pid 2>/dev/null || true)
groups() { find /sys/fs/cgroup -type d -name "workbook-grade-*-$numbers-*" 2>/dev/null || true; }
groups_before=$(groups)
# row DIR NAME: of exo29, of all, the most there is, and the status.
row() {
  awk -v RS='\r\n' -v name="$2" '
    { gsub(/"([^"]|"")*"/, "quoted"); split($0, field, ",") }
    NR == 1 { last = NF ? split($0, field, ",") - 4 : 0 }
    NR > 1 && field[1] == name {
      print field[2], field[last + 1], field[last + 2], field[last + 3] }' "$1/gradebook.csv"
}
max=$(awk '/^exo/ { sum += $2 } END { print sum }' "$1/exercises/list.txt")

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

run 0 --help
says "./exo grade SUBMISSION"
# The launcher says the same, and builds nothing for it: no compiler, no CMake.
for lang in en fr; do
  run 0 --help --lang "$lang"
  mkdir -p "$scratch/tools"
  for tool in dirname readlink cat printf uname; do
    ln -sf "$(command -v "$tool")" "$scratch/tools/$tool"
  done
  PATH="$scratch/tools" /bin/sh ./exo grade --help --lang "$lang" >"$scratch/launcher" 2>&1 ||
    fail "./exo grade --help: $(cat "$scratch/launcher")"
  cmp "$scratch/said" "$scratch/launcher" || fail "./exo grade --help says something else"
done

# As root, limits alone need a workbook in a folder that others may enter: else
# there is a sentence, and no silent zero.
enterable=true
place=$grader
while [ "$(id -u)" = 0 ] && [ "$place" != / ]; do
  place=$(dirname "$place")
  case $(stat -c %A "$place") in *x | *t) ;; *) enterable=false ;; esac
done

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
[ "$(row "$out" anne)" = "3 3 $max graded" ] || fail "anne: $(row "$out" anne)"
[ "$(row "$out" bob)" = "0 0 $max graded" ] || fail "bob: $(row "$out" bob)"
grep -qE "'nothing' was not declared|undeclared identifier 'nothing'" "$out/bob/summary.md" || fail "no compiler's message"
grep -q 'In plain words' "$out/bob/summary.md" || fail "the error is not explained"
grep -q 'exercises/exo29-hello-async/hello_async.cpp:' "$out/bob/summary.md" ||
  fail "no place of the error"
! grep -rq "$scratch" "$out" || fail "a path of this machine is in a report"

# Other points: nothing is graded anew.
touch "$scratch/then"
printf 'exo29 2 # each\nexo29.step3 0.5\n' >"$scratch/points"
run 0 "$scratch/class/anne" --out "$out" --points "$scratch/points"
[ "$(row "$out" anne)" = "4.5 4.5 $((max + 1)).5 graded" ] || fail "points: $(row "$out" anne)"
[ -z "$(find "$out/anne/files" -newer "$scratch/then")" ] || fail "graded anew"

# One exercise more: the other is not graded anew. What would be read is shown
# to the teacher, and which misunderstandings the class met.
cp exercises/exo30-futures/futures.cpp "$scratch/class/anne"
echo 'static char* own = (char*)"own";' >>"$scratch/class/anne/futures.cpp"
run 0 "$scratch/class/anne" --out "$out" --lang en
[ -z "$(find "$out/anne/files/hello_async.cpp" -newer "$scratch/then")" ] ||
  fail "the other exercise was graded anew"
grep -q 'anne | exo30 | .*char.*reads memory as something else' "$out/review.md" ||
  fail "no cast in the review: $(cat "$out/review.md")"
grep -q 'anne | the reference | exo29 (100 %)' "$out/review.md" ||
  fail "not said to be like the reference: $(cat "$out/review.md")"
head -n 1 "$out/lessons.csv" | grep -q '^lesson,submissions,of,exercises' || fail "no lessons"

# A file that has changed is graded anew, and one that is gone is gone.
cp exercises/exo29-hello-async/hello_async.cpp "$scratch/class/anne"
run 0 "$scratch/class/anne" --out "$out" --lang fr
[ "$(row "$out" anne)" = "0 0 $max noté" ] || fail "changed: $(row "$out" anne)"
grep -q 'à vous de l' "$out/anne/summary.md" || fail "no French"
rm "$scratch/class/anne/hello_async.cpp"
cp exercises/exo30-futures/futures.cpp "$scratch/class/anne"
run 0 "$scratch/class/anne" --out "$out" --lang fr
grep -q "n'a pas été rendu" "$out/anne/summary.md" || fail "not said to be missing"
[ ! -e "$out/anne/files/hello_async.cpp" ] || fail "the old file is still there"

# Nothing of a submission is written over.
run 1 "$scratch/class/bob" --out "$scratch/class"
says "choose another --out"
[ "$(ls "$scratch/class/bob")" = exo29-hello-async ] || fail "bob has been changed"

# As students hand in: with whatever name, in whatever place, archive or
# encoding; what is odd is said, and costs nothing.
shapes=$scratch/shapes
solution=solutions/exo29-hello-async/hello_async.cpp
mkdir -p "$shapes/nested/workbook/exercises/exo29-hello-async" "$shapes/down/rendu" \
  "$shapes/case" "$shapes/copy" "$shapes/Zoë O'Neil" "$shapes/crlf" "$shapes/bom" \
  "$shapes/latin" "$shapes/wide" "$shapes/split/exo29-hello-async" "$shapes/moodle" \
  "$shapes/empty" "$shapes/public/solutions/exo29-hello-async" "$scratch/pack"
cp "$solution" "$shapes/nested/workbook/exercises/exo29-hello-async"
cp "$solution" "$shapes/down/rendu"
cp "$solution" "$shapes/case/Hello_Async.cpp"
cp "$solution" "$shapes/copy/hello_async (1).cpp"
cp "$solution" "$shapes/Zoë O'Neil"
sed 's/$/\r/' "$solution" >"$shapes/crlf/hello_async.cpp"
{ printf '\357\273\277' && cat "$solution"; } >"$shapes/bom/hello_async.cpp"
{ printf '// \351crit en fran\347ais\n' && cat "$solution"; } >"$shapes/latin/hello_async.cpp"
{ printf '\377\376' && iconv -f UTF-8 -t UTF-16LE "$solution"; } >"$shapes/wide/hello_async.cpp"
cp "$solution" "$shapes/split/exo29-hello-async"
echo 'int helper();' >"$shapes/split/exo29-hello-async/helper.hpp"
cp "$solution" "$shapes/public/solutions/exo29-hello-async"
cp "$solution" "$scratch/pack"
(cd "$scratch/pack" && cmake -E tar cf ../shapes/zipped.zip --format=zip hello_async.cpp &&
  cmake -E tar czf ../shapes/packed.tar.gz hello_async.cpp &&
  cp ../shapes/zipped.zip ../shapes/moodle/rendu.zip &&
  cp ../shapes/zipped.zip ../shapes/down.zip)
(cd "$scratch/pack" && git init -q . && git add . && git -c user.name=anne \
  -c user.email=anne@example.org commit -q -m answer)
git clone -q --bare "$scratch/pack" "$shapes/bare.git"
git --git-dir="$shapes/bare.git" symbolic-ref HEAD refs/heads/nobody-pushed-it
run 1 "$shapes"/* --out "$scratch/shaped"
for name in nested down case copy "Zoë O'Neil" crlf bom latin wide split zipped packed \
  moodle bare down.zip; do
  [ "$(row "$scratch/shaped" "$name")" = "3 3 $max graded" ] ||
    fail "the shape $name: $(row "$scratch/shaped" "$name")"
done
for name in empty public; do
  [ "$(row "$scratch/shaped" "$name")" = "  $max quoted" ] ||
    fail "$name is not said to have nothing: $(row "$scratch/shaped" "$name")"
done
remarked() { grep -qF -- "$2" "$scratch/shaped/$1/summary.md" || fail "$1: no remark \"$2\""; }
remarked case 'Hello_Async.cpp was taken as hello_async.cpp'
remarked copy 'hello_async (1).cpp was taken'
remarked latin 'was read as Latin-1'
remarked wide 'was read as UTF-16'
remarked split 'only hello_async.cpp was taken, and not helper.hpp'
remarked moodle 'read from rendu.zip'

# A whole class, with the school's list: a folder as Moodle names it, one that
# is known by a name, one that nobody knows, and one of whom there is nothing.
people=$scratch/people
mkdir -p "$people/Anne Dupont_1234_assignsubmission_file_" "$people/oneil-zoe" "$people/stranger"
{ echo '#include "hello_async.hpp"'
  echo '#define greet_everyone never_called'
  cat "$solution"
  echo '#undef greet_everyone'
  cat "$(grep -l 'lesson: one-after-another' tests/exo29-hello-async/wrong/*.cpp | head -n 1)"
} >"$people/oneil-zoe/hello_async.cpp"
cp "$solution" "$people/Anne Dupont_1234_assignsubmission_file_"
cp "$people/oneil-zoe/hello_async.cpp" "$people/stranger"
printf '\357\273\277' >"$scratch/worksheet.csv"
printf '%s\r\n' \
  'Identifier,"Full name","ID number","Email address",Grade,"Maximum Grade","Last modified (grade)","Feedback comments"' \
  '"Participant 1234","Anne Dupont",n1,anne@example.org,,20.00,-,' \
  '"Participant 77","Zoë O'\''Neil",n2,zoe@example.org,,20.00,-,' \
  '"Participant 78","Marx, Karl",n3,karl@example.org,,20.00,-,' >>"$scratch/worksheet.csv"
half=$scratch/points
echo 'exo29 0.5' >"$half"
run 0 "$people"/* --only exo29 --roster "$scratch/worksheet.csv" --points "$half" --out "$scratch/listed"
says "not handed in"
says "1/3 "
has() { grep -qF -- "$2" "$scratch/listed/$1" || { cat "$scratch/listed/$1"; fail "$1 lacks: $2"; }; }
has gradebook.csv 'submission,exo29,total,max,status,remarks,student,id'
has gradebook.csv "oneil-zoe,1,1,1.5,graded,,Zoë O'Neil,n2"
has gradebook.csv 'stranger,1,1,1.5,graded,not in the roster,,'
has gradebook.csv '"Marx, Karl",,,1.5,not handed in,,"Marx, Karl",n3'
has moodle.csv 'Participant 1234,Anne Dupont,n1,anne@example.org,20,20.00,-,1.5 / 1.5'
has moodle.csv "Participant 77,Zoë O'Neil,n2,zoe@example.org,13.33,20.00,-,1 / 1.5"
has moodle.csv 'Participant 78,"Marx, Karl",n3,karl@example.org,,20.00,-,'
has canvas.csv 'Student,ID,SIS User ID,SIS Login ID,Section,Workbook'
has canvas.csv '    Points Possible,,,,,1.5'
has canvas.csv 'Anne Dupont,,n1,anne@example.org,,1.5'
# As a spreadsheet in France opens it.
head -c 3 "$scratch/listed/gradebook.fr.csv" | od -An -tx1 | grep -q 'ef bb bf' || fail "no byte order mark"
has gradebook.fr.csv 'rendu;exo29;total;max;état;remarques;étudiant;id'
has gradebook.fr.csv 'Anne Dupont_1234_assignsubmission_file_;1,5;1,5;1,5;noté;;Anne Dupont;n1'
# The lessons that the graded submissions have met.
has lessons.csv 'one-after-another,2,3,exo29'
has index.html '<i>one-after-another</i></td><td><span lang=en>2 of 3</span>'
# For Moodle: a folder for each, as it names them.
(mkdir "$scratch/feedback" && cd "$scratch/feedback" && LC_ALL=C.UTF-8 cmake -E tar xf ../listed/moodle-feedback.zip)
[ -s "$scratch/feedback/Anne Dupont_1234_assignsubmission_file_/feedback.txt" ] ||
  fail "no feedback for Moodle: $(ls "$scratch/feedback")"
[ "$(find "$scratch/feedback" -type f | wc -l)" = 2 ] || fail "feedback for whom Moodle does not know"
# For a pull request.
has oneil-zoe/comment.md '**1 of 1.5 points**'
has oneil-zoe/comment.md '<details><summary>exo29-hello-async, step 3</summary>'
# Again, of Canvas: its own columns come back.
printf '%s\n' 'Student,ID,SIS User ID,SIS Login ID,Section,Homework (12)' \
  '    Points Possible,,,,,3' '"Dupont, Anne",501,s1,adupont,TD 1,' \
  >"$scratch/canvas-gradebook.csv"
run 0 --collect "$scratch"/listed/*/ --only exo29 --points "$half" --roster "$scratch/canvas-gradebook.csv" \
  --title 'Homework (12)' --out "$scratch/listed"
has canvas.csv 'Student,ID,SIS User ID,SIS Login ID,Section,Homework (12)'
has canvas.csv '"Dupont, Anne",501,s1,adupont,TD 1,1.5'
echo 'a,b' >"$scratch/nobody.csv"
run 2 "$people"/* --roster "$scratch/nobody.csv"
says "names no column"

# Only one exercise, and the others stay as they were: nothing is graded anew.
run 2 "$people/stranger" --only exo99
says "there is no exercise exo99"
mkdir "$scratch/one"
cp "$solution" exercises/exo30-futures/futures.cpp "$scratch/one"
run 0 "$scratch/one" --only exo29 --only exo30 --out "$scratch/single"
[ "$(head -n 1 "$scratch/single/gradebook.csv" | tr -d '\r')" = "submission,exo29,exo30,total,max,status,remarks" ] ||
  fail "--only: $(cat "$scratch/single/gradebook.csv")"
touch "$scratch/then"
echo '// changed' >>"$scratch/one/hello_async.cpp"
run 0 "$scratch/one" --only exo29 --out "$scratch/single"
run 0 "$scratch/one" --only exo30 --out "$scratch/single"
[ "$(find "$scratch/single/one/files" -newer "$scratch/then" -name '*.cpp')" = "$scratch/single/one/files/hello_async.cpp" ] ||
  fail "one changed file does not regrade one exercise"
run 0 --collect "$scratch"/single/*/ --out "$scratch/together"
[ "$(head -n 2 "$scratch/together/gradebook.csv" | tail -n 1 | cut -d , -f 2,3)" = "3,0" ] ||
  fail "--only has forgotten: $(cat "$scratch/together/gradebook.csv")"
awk -F , -v RS='\r\n' 'NR == 2 && $4 != "" { exit 1 }' "$scratch/together/gradebook.csv" ||
  fail "what was not asked for is zero: $(cat "$scratch/together/gradebook.csv")"

# A submission without the exercise that is graded has no points for it; its
# other files do not count as changes of the workbook.
mkdir -p "$scratch/other/exercises/exo29-hello-async"
cp "$solution" "$scratch/other/exercises/exo29-hello-async"
run 0 "$scratch/other" --only exo30 --out "$scratch/others"
[ "$(tail -n 1 "$scratch/others/gradebook.csv" | cut -d , -f 2,5)" = "0,graded" ] ||
  fail "one file of two: $(cat "$scratch/others/gradebook.csv")"
! grep -q 'hello_async.cpp' "$scratch/others/other/summary.md" || fail "$(cat "$scratch/others/other/summary.md")"

# A deadline: the last commit before it, or a day late; no commit, no points.
due=$scratch/due/anne
mkdir -p "$due" "$scratch/due/bob" "$scratch/due/carl"
commit() { # DATE FILE
  cp "$2" "$due/hello_async.cpp"
  git -C "$due" add .
  GIT_COMMITTER_DATE="$1" GIT_AUTHOR_DATE="$1" git -C "$due" -c user.name=anne \
    -c user.email=anne@example.org commit -q -m answer
}
git init -q "$due"
commit '2026-03-01T12:00:00Z' exercises/exo29-hello-async/hello_async.cpp
commit '2026-03-03T12:00:00Z' "$solution"
git clone -q --bare "$due" "$scratch/due/bob/repository.git"
cp "$solution" "$scratch/due/carl"
until_() { run "$1" "$scratch"/due/* --only exo29 --out "$scratch/dated" --before "$2" --late-days "$3"; }
dated() {
  awk -F , -v RS='\r\n' -v name="$1" '$1 == name { print $2 "|" $5 "|" $NF }' "$scratch/dated/gradebook.csv"
}
until_ 0 2026-03-02T00:00Z 0
[ "$(dated anne)" = "0|graded|0" ] || fail "a deadline: $(cat "$scratch/dated/gradebook.csv")"
[ "$(dated bob)" = "0|graded|0" ] || fail "a deadline, bare: $(cat "$scratch/dated/gradebook.csv")"
[ "$(dated carl)" = "3|graded|" ] || fail "without commits: $(cat "$scratch/dated/gradebook.csv")"
grep -q '1 later commits were not looked at' "$scratch/dated/anne/summary.md" || fail "no word of later commits"
grep -q 'nobody can tell when' "$scratch/dated/carl/summary.md" || fail "no word of no commits"
until_ 0 '2026-03-02T00:00Z' 2
[ "$(dated anne)" = "3|graded|2" ] || fail "late days: $(cat "$scratch/dated/gradebook.csv")"
until_ 1 2026-02-01 0
[ "$(dated anne)" = "|not graded: no commit before the deadline|" ] ||
  fail "too late: $(cat "$scratch/dated/gradebook.csv")"
run 2 "$due" --before tomorrow
says "tomorrow is no date"
run 2 "$due" --late-days 1
says "--late-days needs --before"

# What PrairieLearn and Gradescope read, also of what could not be graded.
grep -q '^{"gradable": false, "format_errors": \["no commit' "$scratch/dated/anne/prairielearn.json" ||
  fail "$(cat "$scratch/dated/anne/prairielearn.json")"
grep -q '"output": "Not graded: no commit' "$scratch/dated/anne/results.json" ||
  fail "$(cat "$scratch/dated/anne/results.json")"
grep -q '^{"gradable": true, "score": 1, ' "$scratch/dated/carl/prairielearn.json" ||
  fail "$(cat "$scratch/dated/carl/prairielearn.json")"

# Ctrl-C, by the clock, and again at once: it stops, keeps what is graded, says
# of the rest that it is not graded, and leaves nothing behind.
mkdir -p "$scratch/many"
for number in 1 2 3 4 5 6; do
  mkdir "$scratch/many/$number"
  cp "$solution" "$scratch/many/$number"
done
sed 's/co_await timer.*;/for (;;) {}/' "$solution" >"$scratch/many/6/hello_async.cpp"
"$grader" grade "$scratch/many"/* --jobs 2 --out "$scratch/stopped" >"$scratch/said" 2>&1 &
process=$!
until grep -q '^2/6' "$scratch/said"; do
  kill -0 "$process" || { cat "$scratch/said"; fail "it ended before Ctrl-C"; }
  sleep 0.05
done
pressed=$(date +%s%N)
kill -INT "$process"
sleep 0.01
kill -INT "$process" || true
status=0
wait "$process" || status=$?
milliseconds=$((($(date +%s%N) - pressed) / 1000000))
[ "$status" = 130 ] || fail "interrupted, it ended with $status"
# It takes a tenth of a second; the rest is for a machine under load.
[ "$milliseconds" -lt 4000 ] || fail "it stopped after $milliseconds ms"
[ "$(row "$scratch/stopped" 1)" = "3 3 $max graded" ] ||
  fail "what was graded is lost: $(cat "$scratch/stopped/gradebook.csv")"
[ "$(row "$scratch/stopped" 6)" = "  $max not graded: interrupted" ] ||
  fail "what was not graded has points: $(row "$scratch/stopped" 6)"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls "$scratch/tmp")"
for folder in /proc/[0-9]*; do
  case $(readlink "$folder/exe" 2>/dev/null) in
    "$scratch"/* | */workbook-grade-*) fail "left running: $folder" ;;
  esac
done
touch "$scratch/then"
run 0 "$scratch/many/1" "$scratch/many/2" --out "$scratch/stopped"
[ -z "$(find "$scratch/stopped" -path '*/files/*' -newer "$scratch/then")" ] ||
  fail "graded anew after Ctrl-C"

# Two of the same name, put together, and graded without bubblewrap.
mkdir -p "$scratch/a/work" "$scratch/b/work"
cp solutions/exo29-hello-async/hello_async.cpp "$scratch/a/work"
cp exercises/exo29-hello-async/hello_async.cpp "$scratch/b/work"
limits=--no-bubblewrap
$enterable || {
  run 1 "$scratch/a/work" --out "$scratch/two" --no-bubblewrap
  says "a folder that everyone may read"
  limits=--lang=en
}
run 0 "$scratch/a/work" "$scratch/b/work/" --out "$scratch/two" "$limits"
! $enterable || says "limits only"
[ "$(row "$scratch/two" a/work)" = "3 3 $max graded" ] || fail "$(cat "$scratch/two/gradebook.csv")"

# Two graders at once do not get in each other's way.
"$grader" grade "$scratch/a/work" --out "$scratch/first" "$limits" >/dev/null 2>&1 &
first=$!
run 0 "$scratch/a/work" --out "$scratch/second" "$limits"
wait "$first" || fail "a second grader ended the first"
for graded in "$scratch/first" "$scratch/second"; do
  [ "$(row "$graded" work)" = "3 3 $max graded" ] ||
    fail "two graders at once: $(cat "$graded/gradebook.csv")"
done

# Where TMPDIR is root's alone, as mktemp -d makes it: no silent zero.
mkdir -p "$scratch/closed"
chmod 700 "$scratch/closed"
TMPDIR="$scratch/closed" run 0 "$scratch/a/work" --out "$scratch/inside" "$limits"
[ "$(row "$scratch/inside" work)" = "3 3 $max graded" ] ||
  fail "a closed TMPDIR: $(cat "$scratch/inside/gradebook.csv")"
[ -z "$(ls -A "$scratch/closed")" ] || fail "left over: $(ls "$scratch/closed")"

# Nor where the grader was built for root alone, under umask 077.
chmod go= "$(dirname "$grader")/confine" "$(dirname "$grader")/examine"
run 0 "$scratch/a/work" --out "$scratch/inside" "$limits"
[ "$(row "$scratch/inside" work)" = "3 3 $max graded" ] ||
  fail "built under umask 077: $(cat "$scratch/inside/gradebook.csv")"

# From several machines.
run 0 --collect "$scratch"/two/*/ --out "$scratch/collected"
cmp "$scratch/two/gradebook.csv" "$scratch/collected/gradebook.csv" || fail "collected badly"
# Nobody is lost: neither who was not graded, nor whose results are damaged.
mkdir "$scratch/shaped/damaged"
head -c 1000 "$scratch/shaped/nested/junit.xml" >"$scratch/shaped/damaged/junit.xml"
run 1 --collect "$scratch"/shaped/*/ --out "$scratch/collected"
[ "$(row "$scratch/collected" nested)" = "3 3 $max graded" ] || fail "collected badly"
[ "$(row "$scratch/collected" empty)" = "  $max quoted" ] || fail "who was not graded is lost"
row "$scratch/collected" damaged | grep -q "^  $max \(not graded\|quoted\)" || fail "damaged results are lost"
grep -q 'href="nested/summary.md"' "$scratch/collected/index.html" || fail "a link leads nowhere"
[ -z "$(ls -A "$scratch/tmp")" ] || fail "left over: $(ls "$scratch/tmp")"
# Nor a control group, where there are some.
for group in $(groups); do
  number=${group##*/workbook-grade-}
  case $groups_before in *"$group"*) continue ;; esac
  [ -d "/proc/${number%%-*}" ] || fail "left over: $group"
done

# A grader that is killed leaves its group behind, and the next one removes it:
# only where the first had one.
"$grader" grade "$scratch/many/1" --out "$scratch/killed" >/dev/null 2>&1 &
killed=$!
for _ in $(seq 200); do
  left=$(groups | grep "/workbook-grade-$killed-" || true)
  [ -z "$left" ] && [ -d "/proc/$killed" ] || break
  sleep 0.05
done
kill -KILL "$killed" 2>/dev/null || true
wait "$killed" || true
run 0 "$scratch/a/work" --out "$scratch/killed" "$limits"
for group in $left; do
  [ ! -d "$group" ] || fail "the group of a killed grader is still there: $group"
done
echo "commands: all is well; Ctrl-C was heard within $milliseconds ms"
