// What the tests say of themselves to a grader, once all of them are over.
//
// A grader cannot ask the code under test whether it passed. It gives the
// program a secret instead, on standard input, with WORKBOOK_ATTEST set. The
// secret is read, and standard input closed, before any code under test runs;
// it is told again, with what each test case did, after the last assertion:
//
//   SECRET begin
//   SECRET 7 0 the greeting comes after the delay
//   SECRET end 0
//
// 7 assertions passed, 0 failed; the program is about to return 0. Code that
// ends the program before, or prints such lines, does not know the secret.
// (It is in the memory of the program: see grader/README.md.)
#pragma once

#include <cstddef>
#include <string_view>

namespace workbook {

// Reads the secret, if a grader has given one.
void read_secret();

// One test case has ended.
void attest_test(std::string_view name, std::size_t passed, std::size_t failed);

// All are over, and main is about to return this. Prints nothing if there is
// no grader.
void attest_end(int result);

}  // namespace workbook
