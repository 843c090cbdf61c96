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
head -n 1 "$out/lessons.csv" | grep -q '^exercise,lesson,submissions' || fail "no lessons"

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
  cp ../shapes/zipped.zip ../shapes/moodle/rendu.zip)
(cd "$scratch/pack" && git init -q . && git add . && git -c user.name=anne \
  -c user.email=anne@example.org commit -q -m answer)
git clone -q --bare "$scratch/pack" "$shapes/bare.git"
git --git-dir="$shapes/bare.git" symbolic-ref HEAD refs/heads/nobody-pushed-it
run 1 "$shapes"/* --out "$scratch/shaped"
for name in nested down case copy "Zoë O'Neil" crlf bom latin wide split zipped packed \
  moodle bare; do
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
echo "commands: all is well; Ctrl-C was heard within $milliseconds ms"
