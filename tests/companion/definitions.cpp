// definitions: what ./exo solution sets side by side, law by law. Exit status 0
// if all of them hold.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "companion/definitions.hpp"

namespace {

constexpr std::string_view answer = R"(
struct Bucket::State {
  int tokens = 0;  // Bucket::take() {
};

Bucket::Bucket(int tokens)
    : state_(new State{tokens}), full_(tokens) {}

// TODO(step 1): take one.
awaitable<void> Bucket::take() {
  Bucket::State& its = *state_;
  if (Bucket::empty(its)) { throw 1; }
}

// Pours all of it out.
void pour(Bucket& bucket) { bucket.take(); }

awaitable<void> again() { co_await pour(bucket); }
)";

constexpr std::string_view tests = R"(
TEST_CASE("a ferry leaves", "[step1]") { REQUIRE(leaves()); }

// TODO(step 4): and again?
// It comes back.
TEST_CASE("again, says [step1], it leaves",
          "[step4][again]") {
  if (twice()) { CHECK("}"); }
}

// TEST_CASE("not yet", "[step4]") {}
TEST_CASE("two ferries", "[step4]") {}
)";

int failures = 0;

void same(const std::string& found, const std::string& wanted) {
  if (found == wanted) return;
  ++failures;
  fmt::print("found:\n{}\nwanted:\n{}\n\n", found, wanted);
}

}  // namespace

int main() {
  using companion::definitions_in;
  // A function, with the comment above it.
  same(definitions_in(answer, "pour"),
       "// Pours all of it out.\n"
       "void pour(Bucket& bucket) { bucket.take(); }\n");
  // All members of a class, without TODOs.
  same(definitions_in(answer, "Bucket"),
       "struct Bucket::State {\n"
       "  int tokens = 0;  // Bucket::take() {\n"
       "};\n\n"
       "Bucket::Bucket(int tokens)\n"
       "    : state_(new State{tokens}), full_(tokens) {}\n\n"
       "awaitable<void> Bucket::take() {\n"
       "  Bucket::State& its = *state_;\n"
       "  if (Bucket::empty(its)) { throw 1; }\n"
       "}\n");
  // All tests of a step, however many tags they have.
  using companion::tests_in;
  same(tests_in(tests, "[step1]"),
       "TEST_CASE(\"a ferry leaves\", \"[step1]\") { REQUIRE(leaves()); }\n");
  same(tests_in(tests, "[step4]"),
       "TEST_CASE(\"again, says [step1], it leaves\",\n"
       "          \"[step4][again]\") {\n"
       "  if (twice()) { CHECK(\"}\"); }\n"
       "}\n\n"
       "TEST_CASE(\"two ferries\", \"[step4]\") {}\n");
  same(tests_in(tests, "[step2]"), "");
  // What is said of it.
  using companion::subject_of;
  same(subject_of("pour(bucket): all of it.").title, "pour");
  same(subject_of("[step4], again: all tests together.").title, "again");
  same(subject_of("[step4], encore\u00a0: tous ensemble.").title, "encore");
  same(found_in(answer, subject_of("pour(bucket): all of it.")),
       definitions_in(answer, "pour"));
  same(found_in(tests, subject_of("[step4], again: all of it.")),
       tests_in(tests, "[step4]"));
  return failures;
}
