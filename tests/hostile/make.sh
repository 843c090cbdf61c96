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

# Of exo48: tests that look behind the curtain, and see nothing of the broker.
begin tests-that-look 0
cat >"$folder/testing.cpp" <<'END'
#include <cstring>
#include <set>

#include "testing.hpp"

namespace exo48 {

// Some number in the object behind the test that only a broken broker has.
static bool looks_at_the_host() {
  const auto* numbers = reinterpret_cast<const int*>(&workbook::test::host());
  return numbers[2] != 0 || (numbers[3] > 0 && numbers[3] < 40);
}
TEST_CASE("asks the host", "[step1]") {
  World world;
  Broker broker(world);
  REQUIRE(!looks_at_the_host());
}

// The judge's own class has a function of this name, or had one.
class Trial {
 public:
  static Trial*& running() {
    static Trial* trial = nullptr;
    return trial;
  }
};
TEST_CASE("asks the judge", "[step2]") {
  World world;
  Broker broker(world);
  const auto* trial = reinterpret_cast<const int*>(Trial::running());
  REQUIRE((!trial || trial[3] == 0));
}

// Where on the stack it runs. It has run at two places before anything broken
// comes, and at a third place with what is right then.
TEST_CASE("looks where it stands", "[step3]") {
  static std::set<const void*> places;
  World world;
  Broker broker(world);
  const bool is_new = places.insert(&world).second;
  REQUIRE((places.size() < 3 || !is_new));
}

// What the story says, in the memory around.
TEST_CASE("reads the story", "[step4]") {
  World world;
  Broker broker(world);
  std::string words = "with the bro";
  words += "ken broker";
  const std::string near(40, 'x');
  bool found = false;
  for (int at = -4000; at < 4000; ++at)
    found |= std::memcmp(near.data() + at, words.data(), words.size()) == 0;
  words[0] = 'W';
  REQUIRE(!found);
}

}  // namespace exo48
END

# The reference, but for a function that returns for the test that has called it,
# when the test has seen the first of its answers.
begin returns-for-the-test 3
awk '/^std::string event_of\(const Notice& notice\) \{/ {
       print "static void leave(int levels) {"
       print "  auto** frame = static_cast<void**>(__builtin_frame_address(0));"
       print "  while (levels-- > 0) frame = static_cast<void**>(frame[0]);"
       print "  asm volatile(\"mov %0, %%rsp\\n mov %1, %%rbp\\n jmp *%2\""
       print "               :: \"r\"(frame + 2), \"r\"(frame[0]), \"r\"(frame[1]));"
       print "}"
       print $0
       print "  if (notice.id == 10 && notice.text.empty()) leave(2);"
       next
     }
     { print }' "$root/solutions/exo46-notify/notify.cpp" >"$folder/notify.cpp"

# The reference, but for a sleep that the World of the tests does not see.
begin calls-past-the-world 0
{ echo 'extern "C" int __real_usleep(unsigned);'
  awk '{ print }
       /^Id Hub::publish/ { print "  ::__real_usleep(1);" }' \
    "$root/solutions/exo46-notify/notify.cpp"
} >"$folder/notify.cpp"

# Honest, with names that tests have as well: in the exercise'\''s namespace and
# outside of it, inline and not.
begin honest-names "$(steps_of exo48)"
awk '/^namespace exo48 \{/ {
       print $0
       print "struct Trial {"
       print "  bool holds() const { return true; }"
       print "  std::string failure() const { return \"none\"; }"
       print "  long assertions() const { return 5; }"
       print "};"
       print "struct Plain { bool done(Token) { return true; } };"
       print "inline int tests_of(int step) { return step; }"
       print "TEST_CASE(\"own helpers\", \"[step1]\") {"
       print "  REQUIRE(Trial().holds());"
       print "  REQUIRE(Trial().failure() == \"none\");"
       print "  REQUIRE(Trial().assertions() == 5);"
       print "  REQUIRE(Plain().done(3));"
       print "  REQUIRE(tests_of(7) == 7);"
       print "}"
       next
     }
     { print }' "$root/solutions/exo48-testing/testing.cpp" \
  >"$folder/testing.cpp"
begin honest-printing "$(steps_of exo46)"
{ cat "$root/solutions/exo46-notify/notify.cpp"
  cat <<'END'
#include <ostream>
namespace exo46 {
std::ostream& operator<<(std::ostream& out, const News& news) {
  return out << "news, after " << news.missed << " that were missed";
}
}  // namespace exo46
struct Reader { int heard() const { return 1; } };
struct World { int settle() const { return 2; } };
int given(int answer) { return answer + Reader().heard() + World().settle(); }
END
} >"$folder/notify.cpp"

# Thousands of words that the review would show.
begin many-signs 0
{ cat "$root/exercises/exo29-hello-async/hello_async.cpp"
  echo '#if 0'
  awk 'BEGIN { for (i = 0; i < 9000; ++i) print "__builtin_" i }'
  echo '#endif'
} >"$folder/hello_async.cpp"

# What no source file can do.
begin link-to-the-solution 0
ln -s "$root/solutions/exo29-hello-async/hello_async.cpp" "$folder/hello_async.cpp"
begin link-to-the-folder -
mkdir "$folder/exercises"
ln -s "$root/solutions/exo29-hello-async" "$folder/exercises/exo29-hello-async"
# The instructor's own links are followed; this one is said to be one.
ln -s exit_zero "$class/link-to-another"
printf '%s %s\n' 0 link-to-another >>"$class.earns"
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
