#!/bin/sh
# commands.sh COPY: the commands of ./exo, as typed without a terminal.
set -u
. "$(dirname "$0")/expect.sh"
cd "$1" || exit 1
unset LC_ALL LC_MESSAGES NO_COLOR
export LANG=C.UTF-8
file=exercises/exo29-hello-async/hello_async.cpp
reference=solutions/exo29-hello-async/hello_async.cpp

attempt() { "$@"; }

restore() {
  cp build/stubs/hello_async.cpp "$file"
  rm -rf "$file".[0-9]* .exo
}
restore

for language in en fr; do
  export WORKBOOK_LANG=$language
  # words ENGLISH FRENCH: the words of this turn.
  words() { if [ $language = fr ]; then echo "$2"; else echo "$1"; fi; }

  expect 0 "$(words 'not begun' 'pas commencé')" ./exo list
  expect 0 '"state": "untouched"' ./exo list --json
  expect 0 "$(words 'Next: edit' 'La suite')" ./exo
  expect 0 "./exo run 98" sh -c "./exo watch 98 | tr '\n' ' '"
  expect 0 "./exo run 29" sh -c "./exo watch 29 | tr '\n' ' '"
  expect 1 "$(words 'step 1: pause' '(pause)')" ./exo run 29
  # A step that is still to be written has no lesson.
  expect 1 "$(words 'There is no lesson to read' 'pas de leçon à lire')" \
    ./exo lesson 29
  expect 1 "$(words 'does not compile' 'ne compile pas')" \
    sh -c "echo oops >>$file; ./exo run 29"
  # Of the build tool and of CMake, not a word.
  expect 1 "" sh -c "./exo run 29 | grep 'Call Stack\|CMake Error\|ninja'"
  cp build/stubs/hello_async.cpp $file
  expect 1 "./exo hint 29" ./exo solution 29
  expect 0 "$(words 'Hint 1 of 2' 'Indice 1 sur 2')" ./exo hint 29
  expect 0 "$(words 'Hint 2 of 2' 'Indice 2 sur 2')" ./exo hint exo29
  expect 0 "$(words 'Hint 1 of 3' 'Indice 1 sur 3')" ./exo hint hello_async 3
  expect 2 "$(words 'steps 1 to 3' 'étapes 1 à 3')" ./exo hint 29 7
  expect 1 "$(words '0 of 4 steps' '0 sur 4')" ./exo check
  expect 0 "red at 120 ms" ./exo demo 29

  # Right, with one comment of the learner's own.
  { cat $reference; echo '// mine'; } >$file
  expect 0 "$(words 'You can now' 'Vous savez maintenant')" ./exo run 29
  expect 0 "$(words 'step 3: greet_everyone' 'greet_everyone')" \
    ./exo solution 29
  expect 0 "$(words 'step 2: greet' 'greet')" ./exo solution 29 2
  expect 0 '"state": "passed"' ./exo list --json
  expect 0 "$(words 'without' 'sans')" ./exo lesson 29 forgot-co-await
  expect 0 "$(words 'without' 'sans')" ./exo lesson forgot-co-await
  expect 2 "one-after-another" ./exo lesson 29 one-after-anoter
  # Two exercises have a lesson of that name: that of the one at hand is meant.
  lessons=exercises/exo98-parcel/LESSONS$(words .md .fr.md)
  cp "$lessons" build/lessons
  printf '\n<a id="forgot-co-await"></a>**Parcel.**\n' >>"$lessons"
  expect 0 "exo98" ./exo watch 98
  expect 0 "Parcel." ./exo lesson forgot-co-await
  expect 0 "exo29" ./exo watch 29
  expect 0 "$(words 'without' 'sans')" ./exo lesson forgot-co-await
  cp build/lessons "$lessons"
  # Several at once: the second one does not pass.
  expect 1 "$(words 'exo98: step 1' 'la suite est')" ./exo run 29 98

  # What is reached stays in sight, whatever happens to the build tree.
  expect 1 "" sh -c "cp $file build/mine; echo oops >>$file; ./exo run 29"
  expect 0 "$(words '3/3, does not compile' '3/3, ne compile plus')" ./exo list
  cp build/mine $file
  rm -f build/learn/companion/*.xml
  expect 0 "3/3" ./exo list

  # A page and a trace of the run.
  expect 0 ".exo/exo29.html" ./exo picture 29
  expect 0 "" grep -q '</html>' .exo/exo29.html
  expect 0 ".exo/exo29.trace.json" ./exo picture 29 --trace
  expect 0 "" grep -q '"traceEvents"' .exo/exo29.trace.json
  expect 0 "hello_async.cpp.1" ./exo reset 29
  expect 0 "$(words 'is the stub.' 'est l')" ./exo reset 29
  expect 0 "// mine" cat $file.1
  expect 0 "hello_async.cpp.1" ./exo undo 29
  expect 0 "// mine" cat $file
  expect 1 "$(words 'nothing to undo' 'rien à défaire')" ./exo undo 29
  # Older than what was built from the stub, and yet judged by its content.
  expect 0 "hello_async.cpp.1" ./exo reset 29
  expect 1 "" ./exo run 29
  mv $file.1 $file
  expect 0 "$(words 'You can now' 'Vous savez maintenant')" ./exo run 29
  expect 0 "hello_async.cpp.1" ./exo reset 29
  expect 0 "" cmp $file build/stubs/hello_async.cpp
  restore

  # A build tree that is broken is made again.
  rm build/learn/build.ninja
  expect 1 "$(words 'step 1: pause' '(pause)')" ./exo run 29

  # Called wrongly: one line that says what there is.
  expect 2 "watch, list, run" ./exo bogus
  expect 2 "29, 98" ./exo run 77
  expect 2 "29, 98" ./exo watch 77
  expect 2 "$(words 'mean hint' 'dire hint')" ./exo hnit
  expect 2 "$(words 'mean hello_async' 'dire hello_async')" ./exo run helo_async
  expect 1 "$(words 'exo29: step 1' 'la suite est')" ./exo run
  expect 0 "$(words 'Hint 1' 'Indice 1')" ./exo hint
  expect 2 "$(words 'which exercise' 'quel exercice')" ./exo reset
  expect 2 "./exo replay 38 4711" ./exo replay 29
  expect 2 "$(words 'have no seeds' 'pas de graines')" ./exo replay 29 4711
  expect 2 "--poll" ./exo --bogus
  expect 2 "en" ./exo --lang de list
  expect 2 "./exo new 37" ./exo new
  expect 2 "exo29" ./exo new 29 again
  expect 0 "CMake" ./exo doctor
  restore
done

# Without its cache a build tree is lost: it is made from nothing, and what the
# learner has reached is not in it.
WORKBOOK_LANG=en expect 0 "Hint 1 of 2" ./exo hint 29
rm build/learn/CMakeCache.txt
WORKBOOK_LANG=en expect 1 "exo29 step 1: pause" ./exo run 29
WORKBOOK_LANG=en expect 0 "Hint 2 of 2" ./exo hint 29

# Twenty exercises on a screen of 24 lines: each of them has one line.
cp -p exercises/list.txt build/short.txt
cp build/list.txt exercises/list.txt
for language in en fr; do
  expect 0 "$(($(grep -c '^exo' build/list.txt) + 1)) lines" sh -c \
    "echo \$(WORKBOOK_LANG=$language build/learn/companion/exo list | wc -l) lines"
done
cp -p build/short.txt exercises/list.txt

expect 0 "les exercices" ./exo --lang fr help
expect 0 "the exercises" ./exo help --lang=en
expect 0 "network disks" ./exo help --lang=en
expect 0 "[31 [étape]]" ./exo help --lang=fr
expect 0 "DOSSIER" ./exo help --lang=fr
# By a link, from elsewhere.
ln -sf "$PWD/exo" build/link
expect 0 "the exercises" sh -c 'cd / && "$0" help --lang=en' "$PWD/build/link"

# All done: the truth.
cp $reference $file
cat >exercises/exo98-parcel/parcel.cpp <<'END'
#include "parcel.hpp"

asio::awaitable<int> exo98::ask_twice(Ask ask) {
  const int once = co_await ask();
  co_return once + co_await ask();
}
END
WORKBOOK_LANG=en expect 0 "4 of 4 steps" ./exo check
WORKBOOK_LANG=en expect 0 "you have finished the workbook" ./exo
cp build/stubs/parcel.cpp exercises/exo98-parcel/parcel.cpp
restore
unset WORKBOOK_LANG
expect 0 "pas commencé" env LANG=fr_FR.UTF-8 ./exo list
# ASCII where the terminal has nothing else.
expect 0 "[....." env LANG=C ./exo list
expect 0 "hello, async - Beginner" env LANG=C ./exo list

# Learners commit their work: the stub is still to be had from git.
if command -v git >/dev/null 2>&1; then
  git init -q . 2>/dev/null
  commit() {
    git -c user.name=learner -c user.email=learner@example.org \
      -c commit.gpgsign=false commit -qm "$1"
  }
  git add $file && commit stub
  cp $reference $file
  git add $file && commit mine
  mv build/learn/companion/stubs build/learn/companion/stubs.away
  expect 0 "hello_async.cpp.1" ./exo reset 29
  expect 0 "" cmp $file build/stubs/hello_async.cpp
  mv build/learn/companion/stubs.away build/learn/companion/stubs
  rm -rf .git
  restore
fi

echo "$failures failures"
[ $failures -eq 0 ]
