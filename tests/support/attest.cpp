#include <cstdlib>
#include <support/attest.hpp>
#include <support/keeper.hpp>

namespace workbook {

namespace {

// All of it is in use before the globals of C++ are made.
bool attesting = false;

struct Place {
  unsigned test = 0;         // from 1; 0 for none
  unsigned expectation = 0;  // from 1, in this test; 0 for none
};

Place ordered;           // which expectation is turned round
Place now{1, 0};         // the last one that was asked
unsigned failed_at = 0;  // the expectation of this test that failed first
bool whole = false;      // this test has come to its end
bool as_ordered = true;  // so far

char report[1 << 15];
std::size_t used = 0;

void add(char c) {
  if (used < sizeof report)
    report[used++] = c;
  else
    as_ordered = false;
}

void add(const char* text) {
  while (*text) add(*text++);
}

void add(std::size_t number, char after) {
  char digits[20];
  int count = 0;
  do digits[count++] = static_cast<char>('0' + number % 10);
  while (number /= 10);
  while (count > 0) add(digits[--count]);
  add(after);
}

unsigned number(const char*& text) {
  unsigned value = 0;
  while (*text >= '0' && *text <= '9')
    value = value * 10 + static_cast<unsigned>(*text++ - '0');
  if (*text == ' ') ++text;
  return value;
}

}  // namespace

void attest_begin() {
  if (!std::getenv("WORKBOOK_ATTEST")) return;
  char order[17] = {};  // "00002 00000007 \n"
  if (!keeper_begin(order, sizeof order - 1)) std::_Exit(EXIT_FAILURE);
  const char* text = order;
  ordered.test = number(text);
  ordered.expectation = number(text);
  // Nobody finds it on the stack.
  for (char& c : order) *const_cast<volatile char*>(&c) = 0;
  attesting = true;
}

bool attest_turned_round() {
  if (!attesting) return false;
  ++now.expectation;
  return now.test == ordered.test && now.expectation == ordered.expectation;
}

void attest_failure() {
  if (failed_at == 0) failed_at = now.expectation;
}

void attest_whole() { whole = true; }

void attest_test(const char* name, std::size_t passed, std::size_t failed) {
  if (!attesting) return;
  const bool turned = now.test == ordered.test;
  as_ordered &= turned ? failed > 0 && failed_at == ordered.expectation
                       : failed == 0 && passed > 0 && whole;
  add(passed, ' ');
  add(failed, ' ');
  add(now.expectation, ' ');
  add(failed_at, ' ');
  add(name);
  add('\n');
  now = {now.test + 1, 0};
  failed_at = 0;
  whole = false;
}

void attest_end(int result) {
  if (!attesting) return;
  // The test that was turned round is the last of this run.
  as_ordered &= ordered.test == 0 ? result == 0
                                  : result != 0 && now.test == ordered.test + 1;
  add("end ");
  add(static_cast<std::size_t>(result), '\n');
  if (as_ordered) keeper_tell(report, used);
}

}  // namespace workbook
