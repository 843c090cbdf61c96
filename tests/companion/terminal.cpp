#include "terminal.hpp"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::minutes(10);

winsize size_of(int columns, int rows) {
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = static_cast<unsigned short>(rows);
  return size;
}

// Without the sequences that move the cursor and change colours.
std::string plain(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\033' && at + 1 < text.size() && text[at + 1] == '[') {
      at += 2;
      while (at < text.size() && (text[at] < '@' || text[at] > '~')) ++at;
    } else if (text[at] != '\r') {
      result += text[at];
    }
  }
  return result;
}

// One space for any number of spaces and line ends.
std::string joined(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '\n') c = ' ';
    if (c != ' ' || !result.ends_with(' ')) result += c;
  }
  return result;
}

}  // namespace

Terminal::Terminal(const std::vector<std::string>& words,
                   const std::vector<std::string>& environment, int columns,
                   int rows) {
  auto size = size_of(columns, rows);
  program_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (program_ == -1)
    throw std::system_error(errno, std::generic_category(), "forkpty");
  if (program_ == 0) {
    for (const auto& variable : environment)
      ::putenv(const_cast<char*>(variable.c_str()));
    std::vector<char*> arguments;
    for (const auto& word : words)
      arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
}

Terminal::~Terminal() {
  if (program_ != -1) {
    ::kill(program_, SIGKILL);
    ::waitpid(program_, nullptr, 0);
  }
  ::close(terminal_);
}

void Terminal::type(std::string_view keys) {
  if (::write(terminal_, keys.data(), keys.size()) !=
      static_cast<ssize_t>(keys.size()))
    throw std::system_error(errno, std::generic_category(), "terminal");
}

void Terminal::resize(int columns, int rows) {
  const auto size = size_of(columns, rows);
  ::ioctl(terminal_, TIOCSWINSZ, &size);
}

bool Terminal::read_some() {
  char bytes[4096];
  const auto count = ::read(terminal_, bytes, sizeof bytes);
  // Linux says "input/output error" when nobody holds the other side.
  if (count <= 0) return false;
  transcript_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::string Terminal::frame() const {
  // A frame begins at the top left and ends by clearing what is below.
  const auto end = transcript_.rfind("\033[J");
  if (end == transcript_.npos) return {};
  const auto begin = transcript_.rfind("\033[H", end);
  if (begin == transcript_.npos) return {};
  return plain(std::string_view(transcript_).substr(begin, end - begin));
}

std::vector<std::string> Terminal::lines() const {
  std::vector<std::string> found(1);
  for (char c : frame()) {
    if (c == '\n')
      found.emplace_back();
    else
      found.back() += c;
  }
  return found;
}

void Terminal::expect(std::string_view text) {
  const auto deadline = Clock::now() + patience;
  while (joined(frame()).find(text) == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - Clock::now());
    pollfd ready{terminal_, POLLIN, 0};
    if (left.count() <= 0 ||
        ::poll(&ready, 1, static_cast<int>(left.count())) <= 0 || !read_some())
      throw Disappointed("the screen does not show: " + std::string(text) +
                         "\nbut:\n" + frame());
  }
}

int Terminal::wait() {
  while (read_some()) {
  }
  int status = 0;
  ::waitpid(program_, &status, 0);
  program_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool Terminal::is_as_before() const {
  termios now{};
  return ::tcgetattr(terminal_, &now) == 0 && (now.c_lflag & ICANON) &&
         (now.c_lflag & ECHO);
}
