#include <cstdio>
#include <cstdlib>
#include <string>
#include <support/attest.hpp>

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <unistd.h>
#define WORKBOOK_POSIX 1
#endif

namespace workbook {

namespace {

// Not a std::string: it is filled before the globals of C++ are made.
char secret[65];

// Made when it is first needed, for the same reason.
std::string& ended_tests() {
  static std::string lines;
  return lines;
}

}  // namespace

void read_secret() {
#ifdef WORKBOOK_POSIX
  if (!std::getenv("WORKBOOK_ATTEST")) return;
  std::size_t size = 0;
  while (size < sizeof secret - 1) {
    const auto more = ::read(0, secret + size, sizeof secret - 1 - size);
    if (more <= 0) break;
    size += static_cast<std::size_t>(more);
  }
  // Whoever reads on finds nothing.
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing < 0) std::_Exit(EXIT_FAILURE);
  ::dup2(nothing, 0);
  ::close(nothing);
#endif
}

void attest_test(std::string_view name, std::size_t passed,
                 std::size_t failed) {
  if (!*secret) return;
  ended_tests() += std::string(secret) + ' ' + std::to_string(passed) + ' ' +
                   std::to_string(failed) + ' ' + std::string(name) + '\n';
}

void attest_end(int result) {
  if (!*secret) return;
  const auto text = '\n' + std::string(secret) + " begin\n" + ended_tests() +
                    secret + " end " + std::to_string(result) + '\n';
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace workbook
