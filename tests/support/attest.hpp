// The tests' report to a grader, once all of them are over.
//
// A grader cannot ask the code under test whether it passed. It starts the
// program with WORKBOOK_ATTEST set and with a private channel as standard
// input, on which two things wait: an order and a secret. The order is read
// before any code under test runs. The secret stays in the channel until all
// tests are over, out of everybody's memory. Then, and only if the tests went
// as ordered, it is read and told there, with what each test case did:
//
//   SECRET
//   7 0 7 0 the greeting comes after the delay
//   end 0
//
// 7 assertions passed and 0 failed, 7 expectations were asked, and none failed;
// the program is about to return 0. See keeper.hpp for who holds the channel.
//
// The order is "0 0", or names a test case and one of its expectations, which
// is then turned round: it must fail, and nothing may have failed before. So a
// program that has taught itself never to fail is seen, too.
//
// No template of a library is used here: the code under test may bring its own
// copy of one.
#pragma once

#include <cstddef>

namespace workbook {

// Takes the channel, if a grader has given one, before any code under test
// runs.
void attest_begin();

// Whether the next expectation is to be turned round. Asked once for each.
bool attest_turned_round();

// One assertion has failed.
void attest_failure();

// A test case has come to its end: it was not left on the way. An exception may
// leave it without a word, if Catch2 takes it for one of its own.
void attest_whole();

// One test case has ended.
void attest_test(const char* name, std::size_t passed, std::size_t failed);

// All are over, and main is about to return this.
void attest_end(int result);

}  // namespace workbook
