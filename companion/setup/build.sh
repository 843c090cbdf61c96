# Builds the companion and the grader in build/learn, the learner's build tree.

tree=build/learn

# Nothing is printed if all goes well: the first screen is near.
build_quietly() {
  cmake --build $tree --target "$1" >$tree/companion.log 2>&1
}

# Shows how long it takes, and the last line of the log.
show_time() {
  seconds=0
  while :; do
    printf '\r\033[K%s s  %s' $seconds \
      "$(tail -n 1 $tree/companion.log 2>/dev/null | cut -c 1-60)" >&2
    sleep 1
    seconds=$((seconds + 1))
  done
}

# waiting COMMAND...: runs it; a terminal shows meanwhile that time goes by.
waiting() {
  if [ ! -t 2 ]; then
    "$@"
    return
  fi
  show_time &
  clock=$!
  trap 'kill $clock; trap - INT; kill -INT $$' INT
  ended=0
  "$@" || ended=$?
  kill $clock
  trap - INT
  printf '\r\033[K' >&2
  return $ended
}

configure_quietly() { cmake --preset learn >$tree/companion.log 2>&1; }

configure_and_build() {
  mkdir -p $tree
  waiting configure_quietly && waiting build_quietly "$1"
}

# One sentence here, or pages of it from every tool.
refuse_read_only() {
  for folder in . build $tree .exo; do
    if [ -e $folder ] && [ ! -w $folder ]; then
      say "The folder $PWD${folder#.} may not be written to: copy the workbook to a folder of yours." \
        "On ne peut pas écrire dans le dossier $PWD${folder#.} : copiez le cahier dans un dossier à vous." >&2
      exit 1
    fi
  done
}

# build_program companion: that target, or the reason why it cannot be built.
build_program() {
  refuse_read_only
  if [ -e $tree/build.ninja ] && build_quietly "$1"; then
    return
  fi
  install_missing learn
  refuse_old
  say "Preparing the workbook: the first time takes a minute..." \
    "Préparation du cahier : la première fois prend une minute..." >&2
  configure_and_build "$1" && return
  # A tree that was moved, or half deleted: it holds nothing of the learner's.
  rm -rf "$tree"
  configure_and_build "$1" && return
  cat $tree/companion.log >&2
  say "The workbook could not be prepared; the reason is above. ./exo doctor looks at your tools." \
    "Le cahier n'a pas pu être préparé ; la raison est ci-dessus. ./exo doctor examine vos outils." >&2
  exit 1
}

# prove 31: the proof of one exercise, in the tree where all are proven, and
# what the pages around it say of it. The tree is configured once; after that,
# Ninja sees by itself when CMake must run again. One file that does not compile
# keeps nothing else from being tried.
prove() {
  grep -q "^exo$1-" exercises/list.txt || {
    say "exercises/list.txt has no exo$1" "exercises/list.txt n'a pas d'exo$1" >&2
    exit 2
  }
  # Not so where WORKBOOK_ONLY has left exercises out.
  grep -qs '^WORKBOOK_ONLY:[A-Z]*=$' build/verify/CMakeCache.txt ||
    cmake --preset verify
  built=true
  cmake --build --preset verify --target "prove.$1" -- -k 0 || built=false
  ctest --preset verify -R "^[a-z]*[.]$1([.]|\$)|^(plan|readme)\$" &&
    $built
}
