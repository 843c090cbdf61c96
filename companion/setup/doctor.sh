# ./exo doctor: versions of everything, what is wrong, and what repairs it.
#
# In shell, because a doctor must work when nothing else does.

broken=false

# row NAME VERSION NEEDED
row() {
  if [ -z "$2" ]; then
    broken=true
    verdict=$(say "missing (needs $3 or newer)" "absent (il faut $3 ou plus)")
  elif [ "$2" != '?' ] && ! at_least "$2" "$3"; then
    broken=true
    verdict=$(say "too old (needs $3 or newer)" "trop ancien (il faut $3 ou plus)")
  else
    verdict=ok
  fi
  printf '%-14s %-10s %s\n' "$1" "${2:--}" "$verdict"
}

# optional NAME VERSION PURPOSE_EN PURPOSE_FR
optional() {
  if [ -n "$2" ]; then
    printf '%-14s %-10s ok\n' "$1" "$2"
  else
    printf '%-14s %-10s %s\n' "$1" - "$(say "not here: $3" "absent : $4")"
  fi
}

doctor() {
  row "${compiler:-$(say compiler compilateur)}" "$(compiler_version)" \
    "$(oldest "$(compiler_family)")"
  row CMake "$(version_of cmake)" "$(oldest CMake)"
  row Ninja "$(version_of ninja)" "$(oldest Ninja)"
  row Asio "$(asio_version)" "$(oldest Asio)"
  row Catch2 "$(catch_version)" "$(oldest Catch2)"
  row fmt "$(fmt_version)" "$(oldest fmt)"
  optional git "$(version_of git)" \
    "./exo reset then keeps its own copy of the stubs" \
    "./exo reset se sert alors de sa propre copie des ébauches"
  optional clang-format "$(version_of clang-format-14)" \
    "only authors need it, version 14" \
    "seuls les auteurs en ont besoin, version 14"
  [ "$(uname -s)" != Linux ] || optional bubblewrap "$(version_of bwrap)" \
    "./exo grade protects this machine better with it" \
    "./exo grade protège mieux cette machine avec lui"
  if [ ! -f build/learn/CMakeCache.txt ]; then
    say "build/learn: not there yet; ./exo makes it" \
      "build/learn : pas encore là ; ./exo le crée"
  elif cmake --build build/learn --target companion >/dev/null 2>&1; then
    say "build/learn: ok" "build/learn : ok"
  else
    say "build/learn: broken; ./exo makes it anew" \
      "build/learn : abîmé ; ./exo le refait"
  fi
  "$broken" || return 0
  how=$(install_command learn)
  say "To repair it:" "Pour y remédier :"
  if [ -n "$how" ]; then
    echo "  $how"
  else
    echo "  cmake/packages.txt"
  fi
  say "If your system's packages are too old: a newer system, or the container in .devcontainer/." \
    "Si les paquets de votre système sont trop anciens : un système plus récent, ou le conteneur de .devcontainer/."
  return 1
}
