# Builds the companion and the grader in build/learn, the learner's build tree.

tree=build/learn

# Nothing is printed if all goes well: the first screen is near.
build_quietly() {
  cmake --build $tree --target "$1" >$tree/companion.log 2>&1
}

configure_and_build() {
  mkdir -p $tree
  say "Preparing the workbook: the first time takes a minute..." \
    "Préparation du cahier : la première fois prend une minute..." >&2
  cmake --preset learn >$tree/companion.log 2>&1 && build_quietly "$1"
}

# build_program companion: that target, or the reason why it cannot be built.
build_program() {
  if [ -e $tree/build.ninja ] && build_quietly "$1"; then
    return
  fi
  install_missing learn
  refuse_old
  configure_and_build "$1" && return
  # A tree that was moved, or half deleted: it holds nothing of the learner's.
  rm -rf "$tree"
  configure_and_build "$1" && return
  cat $tree/companion.log >&2
  say "The workbook could not be prepared; the reason is above. ./exo doctor looks at your tools." \
    "Le cahier n'a pas pu être préparé ; la raison est ci-dessus. ./exo doctor examine vos outils." >&2
  exit 1
}

# prove 31: the proof of one exercise, in the tree where all are proven. It is
# configured once; after that, Ninja sees by itself when CMake must run again.
prove() {
  grep -q "^exo$1-" exercises/list.txt || {
    say "exercises/list.txt has no exo$1" "exercises/list.txt n'a pas d'exo$1" >&2
    exit 2
  }
  [ -e build/verify/build.ninja ] || cmake --preset verify
  cmake --build --preset verify --target "prove.$1"
  exec ctest --preset verify -R "^[a-z]*[.]$1([.]|\$)"
}
