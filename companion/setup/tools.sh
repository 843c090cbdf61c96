# Which tools and libraries are here, and whether they are recent enough.

compiler=${CXX:-}
if [ -z "$compiler" ]; then
  # The order in which CMake looks.
  for compiler in c++ g++ clang++ ''; do
    if [ -z "$compiler" ] || command -v "$compiler" >/dev/null 2>&1; then
      break
    fi
  done
fi

# version_of PROGRAM: the first number with a dot, or nothing, or "?".
version_of() {
  command -v "$1" >/dev/null 2>&1 || return 0
  found=$("$@" --version 2>/dev/null |
    sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9.]*[0-9]\).*/\1/p' | head -n 1)
  printf '%s\n' "${found:-?}"
}

# at_least 3.25.1 3.25: is the first version not older than the second?
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n -k 3,3n |
    head -n 1)" = "$2" ] || [ "$1" = "$2" ]
}

compiler_family() {
  case $("$compiler" --version 2>/dev/null) in
    *Apple*clang*) echo AppleClang ;;
    *clang*) echo clang ;;
    *) echo g++ ;;
  esac
}

compiler_version() {
  [ -n "$compiler" ] || return 0
  case $(compiler_family) in
    # "g++ (Debian 12.2.0-14) 12.2.0": only this option says it alone.
    g++) "$compiler" -dumpfullversion 2>/dev/null || true ;;
    *) version_of "$compiler" ;;
  esac
}

# oldest Asio: the oldest version that works, from cmake/versions.txt.
oldest() { sed -n "s/^$1 //p" cmake/versions.txt; }

# library_version asio/version.hpp ASIO_VERSION: the value of a macro, "?" if
# the header is there without it, nothing if there is no such header.
library_version() {
  [ -n "$compiler" ] || return 0
  printf '#if __has_include(<%s>)\n#include <%s>\nfound %s\n#endif\n' \
    "$1" "$1" "$2" | "$compiler" -std=c++20 -E -P -x c++ - 2>/dev/null |
    sed -n 's/^found //p' | sed 's/[A-Z_]\{4,\}/?/'
}

has_header() { [ -n "$(library_version "$1" yes)" ]; }

# 102201 is 1.22.1 for Asio; 90100 is 9.1.0 for fmt.
asio_version() {
  number=$(library_version asio/version.hpp ASIO_VERSION)
  [ -n "$number" ] && [ "$number" != '?' ] || return 0
  echo "$((number / 100000)).$((number / 100 % 1000)).$((number % 100))"
}
fmt_version() {
  number=$(library_version fmt/core.h FMT_VERSION)
  [ -n "$number" ] && [ "$number" != '?' ] || return 0
  echo "$((number / 10000)).$((number / 100 % 100)).$((number % 100))"
}
catch_version() {
  for header in catch2/catch_version_macros.hpp catch2/catch.hpp; do
    has_header "$header" || continue
    library_version "$header" \
      'CATCH_VERSION_MAJOR.CATCH_VERSION_MINOR.CATCH_VERSION_PATCH' | tr -d ' '
    return
  done
}

# tool_missing learn|verify|grade: names what is not here at all, a word for each.
tool_missing() {
  case $1 in
    learn)
      [ -n "$compiler" ] || echo compiler
      command -v cmake >/dev/null 2>&1 || echo CMake
      command -v ninja >/dev/null 2>&1 || echo Ninja
      has_header asio.hpp || echo Asio
      has_header catch2/catch.hpp || has_header catch2/catch_test_macros.hpp ||
        echo Catch2
      has_header fmt/core.h || echo fmt
      ;;
    verify)
      command -v clang-format-14 >/dev/null 2>&1 ||
        case $(version_of clang-format) in 14.*) ;; *) echo clang-format-14 ;; esac
      ;;
    grade)
      [ "$(uname -s)" != Linux ] || command -v bwrap >/dev/null 2>&1 ||
        echo bubblewrap
      ;;
  esac
}
