# Installs what is missing, where that is allowed.

# packages apt learn verify: their names, from the one list.
packages() {
  manager=$1
  shift
  for purpose; do
    sed -n "s/^$manager $purpose //p" cmake/packages.txt
  done | tr '\n' ' ' | sed 's/ $//'
}

install_command() {
  case $(uname -s) in
    Darwin) echo "brew install $(packages brew learn)" && return ;;
  esac
  sudo=
  [ "$(id -u)" = 0 ] || sudo='sudo '
  if command -v apt-get >/dev/null 2>&1; then
    echo "${sudo}apt-get install -y --no-install-recommends $(packages apt "$@")"
  elif command -v dnf >/dev/null 2>&1; then
    echo "${sudo}dnf install -y $(packages dnf "$@")"
  elif command -v pacman >/dev/null 2>&1; then
    echo "${sudo}pacman -S $(packages pacman "$@")"
  fi
}

# May this script install packages itself? With apt, as root or by sudo.
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1
}

# Has the learner agreed to an installation? On a terminal they are asked; without
# one, root counts as having agreed.
agreed() {
  "$yes" && return 0
  if [ -t 0 ] && [ -t 1 ]; then
    say "Install now? [Y/n]" "Installer maintenant ? [O/n]"
    read -r answer || return 1
    case $answer in n* | N*) return 1 ;; esac
    return 0
  fi
  [ "$(id -u)" = 0 ]
}

# install_missing learn [verify]: comes back when all is there, else explains.
install_missing() {
  missing=$(for purpose; do tool_missing "$purpose"; done | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  say "Missing: $missing" "Il manque : $missing" >&2
  how=$(install_command "$@")
  if [ -z "$how" ]; then
    say "Install these with your system's package manager; the names are in cmake/packages.txt." \
      "Installez-les avec le gestionnaire de paquets de votre système ; leurs noms sont dans cmake/packages.txt." >&2
  else
    say "This installs it:" "Pour l'installer :" >&2
    echo "  $how" >&2
  fi
  if may_install && agreed; then
    # An old index may name packages that the server no longer has.
    ${sudo:-} apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive $how >&2 || true
    . companion/setup/tools.sh
    missing=$(for purpose; do tool_missing "$purpose"; done | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    say "Still missing: $missing" "Il manque encore : $missing" >&2
  fi
  case " $missing" in
    *' compiler '* | *' CMake '* | *' Ninja '* | *' clang-format-14 '*) exit 1 ;;
  esac
  # CMake can fetch the libraries, if there is git and a network.
}

# What is here but too old stops later in long messages: say it in one line.
refuse_old() {
  version=$(compiler_version)
  needed=$(oldest "$(compiler_family)")
  at_least "${version:-0}" "$needed" || {
    say "$compiler is $version, the workbook needs $needed or newer: see ./exo doctor" \
      "$compiler est en version $version, il faut $needed ou plus : voir ./exo doctor" >&2
    exit 1
  }
  version=$(version_of cmake)
  needed=$(oldest CMake)
  at_least "${version:-0}" "$needed" || {
    say "CMake is $version, the workbook needs $needed or newer: see ./exo doctor" \
      "CMake est en version $version, il faut $needed ou plus : voir ./exo doctor" >&2
    exit 1
  }
}
