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
  return failures;
}
