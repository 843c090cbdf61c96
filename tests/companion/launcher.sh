#!/bin/sh
# launcher.sh COPY: what ./exo says on a machine where something is missing.
#
# The machine is a folder of links, as the only place to look for programs.
set -u
. "$(dirname "$0")/expect.sh"
cd "$1" || exit 1
bin=$PWD/build/bin

machine_without() {
  rm -rf "$bin"
  mkdir -p "$bin"
  for tool in sh cat sed sort head tr uname id mkdir rm dirname grep env \
    c++ g++ cmake ninja git; do
    case " $* " in *" $tool "*) continue ;; esac
    path=$(command -v $tool) && ln -s "$path" "$bin/$tool"
  done
}

attempt() { (unset CXX; PATH=$bin; "$@"); }

machine_without c++ g++
expect 1 'compiler' env WORKBOOK_LANG=en sh ./exo doctor
expect 1 'absent' env WORKBOOK_LANG=fr sh ./exo doctor
mv build/learn/companion/exo build/learn/companion/exo.away
expect 1 'Missing: compiler' env WORKBOOK_LANG=en sh ./exo list
machine_without ninja
expect 1 'Il manque : Ninja' env WORKBOOK_LANG=fr sh ./exo list
mv build/learn/companion/exo.away build/learn/companion/exo

# An installer that is asked for what the one list says, and does nothing.
machine_without ninja
printf '#!/bin/sh\necho "installer: $*"\n' >"$bin/apt-get"
printf '#!/bin/sh\nexec "$@"\n' >"$bin/sudo"
chmod +x "$bin/apt-get" "$bin/sudo"
mv build/learn/companion/exo build/learn/companion/exo.away
expect 1 'installer: install -y --no-install-recommends g++ cmake ninja-build' \
  env WORKBOOK_LANG=en sh ./exo list --yes
mv build/learn/companion/exo.away build/learn/companion/exo

# A folder that one may not write to, as somebody who is not root. They must be
# able to enter it, which is not so wherever root works: hence a copy.
as_guest() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}
attempt() { as_guest "$@"; }
shut=$(mktemp -d /tmp/workbook.XXXXXX)
trap 'chmod -R u+w "$shut"; rm -rf "$shut"' EXIT
mkdir -p "$shut/build/learn"
cp -R exo companion cmake exercises "$shut"
chmod -R a+rX,a-w "$shut"
cd "$shut"
expect 1 'may not be written to' env WORKBOOK_LANG=en sh ./exo list
expect 1 'On ne peut pas écrire' env WORKBOOK_LANG=fr sh ./exo list
[ "$(as_guest sh ./exo list 2>&1 | wc -l)" -eq 1 ] || failures=$((failures + 1))

# A workbook that was moved with its build tree: CMake refuses that tree, which
# is made anew, and one sentence says so. This CMake only plays its part.
attempt() { PATH=$moved/bin:$PATH "$@"; }
moved=$shut/moved
chmod u+w "$shut"
mkdir -p "$moved/bin" "$moved/build/learn"
touch "$moved/build/learn/of_another_folder"
touch "$moved/build/learn/build.ninja"
cat >"$moved/bin/cmake" <<END
#!/bin/sh
[ "\$1" = --version ] && exec $(command -v cmake) --version
[ ! -e build/learn/of_another_folder ] || exit 1
mkdir -p build/learn/companion
echo 'echo the companion' >build/learn/companion/exo
chmod +x build/learn/companion/exo
END
chmod +x "$moved/bin/cmake"
cp -R exo companion cmake exercises "$moved"
chmod -R u+w "$moved"
cd "$moved"
expect 0 'Preparing the workbook: the first time takes a minute...
the companion' env WORKBOOK_LANG=en sh ./exo list
case $output in
  *Preparing*Preparing*) failures=$((failures + 1)) && echo "said twice" ;;
esac

echo "$failures failures"
[ $failures -eq 0 ]
