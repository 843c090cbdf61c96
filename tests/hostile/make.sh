#!/bin/sh
# make.sh ROOT CLASS: a class full of hostile submissions, in the folder CLASS.
#
# Each file of attacks/ becomes a submission; others are made here, because no
# repository can hold them. Beside each, CLASS.earns says what it must score.
# Right answers stand between them: what is done to their neighbours must not
# change what they get.
set -eu
root=$1
class=$2
here=$(dirname -- "$0")
rm -rf "$class"
mkdir -p "$class"
: >"$class.earns"

# begin NAME POINTS: the folder of a new submission is $folder. It earns "-" if
# there is nothing in it that could be graded.
begin() {
  folder=$class/$1
  mkdir -p "$folder"
  printf '%s %s\n' "$2" "$(printf %s "$1" | tr '\n' '?')" >>"$class.earns"
}
honest() {
  begin "$1" 3
  cp "$root/solutions/exo29-hello-async/hello_async.cpp" "$folder"
}

# steps_of exo31-join: how many it has; of exo, all together.
steps_of() {
  awk -v name="$1" 'index($1, name) == 1 { sum += $2 } END { print sum }' \
    "$root/exercises/list.txt"
}

# Every right answer, and the solutions together, each worth all its steps.
begin solutions "$(steps_of exo)"
cp -R "$root/solutions" "$folder/exercises"
for answer in "$root"/tests/exo*/right/*.cpp; do
  exercise=$(basename "$(dirname "$(dirname "$answer")")")
  begin "${exercise%%-*}-$(basename "$answer" .cpp)" \
    "$(steps_of "$exercise")"
  cp "$answer" "$folder/$(echo "${exercise#*-}" | tr - _).cpp"
done

for attack in "$here"/attacks/*.cpp; do
  begin "$(basename "$attack" .cpp)" "$(sed -n 's,^// earns: ,,p' "$attack")"
  { sed "s,@ROOT@,$root," "$attack"
    grep -q '^// whole$' "$attack" || cat "$here/rest.cpp"
  } >"$folder/hello_async.cpp"
done

# Of exo48: tests that have promised themselves to fail some day.
begin tests-that-count 0
cat >"$folder/testing.cpp" <<'END'
#include <random>

#include "testing.hpp"

using namespace exo48;

static int runs = 0;
TEST_CASE("fails after a while", "[step1]") {
  World world;
  Broker broker(world);
  REQUIRE(broker.put("a"));
  REQUIRE(++runs < 8);
}
TEST_CASE("fails now and then", "[step2]") {
  World world;
  Broker broker(world);
  REQUIRE(std::random_device()() % 8 != 0);
}
TEST_CASE("fails when it is asked twice", "[step3]") {
  static Broker* before = nullptr;
  World world;
  Broker broker(world);
  REQUIRE(before != &broker);
  before = &broker;
}
TEST_CASE("brings brokers of its own", "[step4]") {
  struct Mine : Engine {
    bool put(std::string) override { return false; }
    asio::awaitable<Lease> take(Milliseconds) override { co_return Lease(); }
    bool done(Token) override { return false; }
    bool extend(Token, Milliseconds) override { return false; }
    void close() override {}
  };
  static std::shared_ptr<Engine> mine;
  World world;
  Broker broker(world);
  REQUIRE(broker.put("a"));
  maker() = [] { return mine = std::make_shared<Mine>(); };
}
END

# What no source file can do.
begin link-to-the-solution 0
ln -s "$root/solutions/exo29-hello-async/hello_async.cpp" "$folder/hello_async.cpp"
begin link-to-the-folder -
mkdir "$folder/exercises"
ln -s "$root/solutions/exo29-hello-async" "$folder/exercises/exo29-hello-async"
begin link-to-zeros 0
ln -s /dev/zero "$folder/hello_async.cpp"
begin directory 0
mkdir "$folder/hello_async.cpp"
begin pipe 0
mkfifo "$folder/hello_async.cpp"
if [ "$(id -u)" = 0 ] && mknod "$class/device" c 1 5 2>/dev/null; then
  device=$class/device
  begin device-zero 0
  mv "$device" "$folder/hello_async.cpp"
fi
begin hundred-megabytes 0
truncate -s 100M "$folder/hello_async.cpp"
begin not-utf-8 0
printf '// \377\376 caf\351\n' >"$folder/hello_async.cpp"
begin null-bytes 0
printf 'int a;\000\000\000' >"$folder/hello_async.cpp"
begin empty 0
: >"$folder/hello_async.cpp"
begin nothing -
begin unreadable 0
echo 'int a;' >"$folder/hello_async.cpp"
chmod 000 "$folder/hello_async.cpp"

# 30,000 blanks, and 30,000 opening brackets: nothing may go down a level for
# each of them.
begin many-blanks 0
{ awk 'BEGIN { printf "%30000s\n", "" }'
  cat "$root/exercises/exo29-hello-async/hello_async.cpp"
} >"$folder/hello_async.cpp"
begin many-brackets 0
awk 'BEGIN { for (i = 0; i < 30000; ++i) printf "#include <("; print "" }' \
  >"$folder/hello_async.cpp"

# Its own tests, CMake files, headers and workflow: none of them counts.
begin changed-workbook 0
cp -R "$root/cmake" "$root/CMakeLists.txt" "$folder"
mkdir -p "$folder/tests/support" "$folder/exercises/exo29-hello-async" \
  "$folder/.github/workflows" "$folder/tests/exo29-hello-async"
echo 'int main() {}' >"$folder/tests/support/main.cpp"
echo '// no tests' >"$folder/tests/exo29-hello-async/test.cpp"
echo 'message(FATAL_ERROR "hostile CMake")' >"$folder/CMakeLists.txt"
echo 'jobs: {}' >"$folder/.github/workflows/grade.yml"
echo '#error a header of the submission' \
  >"$folder/exercises/exo29-hello-async/hello_async.hpp"
cp "$root/exercises/exo29-hello-async/hello_async.cpp" \
  "$folder/exercises/exo29-hello-async"

# Names that a spreadsheet, a page, a shell or a path would take for something
# else. Two of them are honest.
for name in gradebook.csv gradebook.csv.new index.html index.html.new \
  .index.html.new summary.md summary.md.new; do
  begin "$name" -
done
begin '=1+1' -
begin '+cmd|calc' -
begin '@SUM(A1)' -
begin 'Dupont, Anne "la grande"' -
begin '<script>alert(2)<|script>' -
begin '..=2fother' -
begin '...' -
begin '-rf' -
begin '$(touch hostile)`touch hostile`' -
begin "$(printf 'two\nlines\033[31m')" -
honest "Zoë O'Neil"
honest 'honest, too'
