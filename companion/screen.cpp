#include "screen.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace companion {

namespace {

void write_all(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    text.remove_prefix(std::max<ssize_t>(written, 0));
  }
}

}  // namespace

bool Screen::possible() {
  const char* kind = std::getenv("TERM");
  const std::string_view name = kind ? kind : "";
  return ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO) && !name.empty() &&
         name != "dumb";
}

Screen::Screen() : keyboard_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
  if (keyboard_ == -1 || ::tcgetattr(keyboard_, &before_) != 0)
    throw std::system_error(errno, std::generic_category(), "/dev/tty");
  enter();
}

Screen::~Screen() {
  leave();
  ::close(keyboard_);
}

void Screen::enter() {
  auto raw = before_;
  // Keys come at once and unseen; Ctrl-C is still a signal.
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  ::tcsetattr(keyboard_, TCSADRAIN, &raw);
  // The other page of the terminal, no cursor.
  write_all("\033[?1049h\033[?25l");
}

void Screen::leave() {
  write_all("\033[?25h\033[?1049l");
  ::tcsetattr(keyboard_, TCSADRAIN, &before_);
}

int Screen::rows() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
    return 24;
  return size.ws_row;
}

void Screen::show(const Lines& lines) const {
  const auto count = std::min<std::size_t>(lines.size(), rows());
  // In one piece, and clearing behind each line: nothing flickers.
  std::string frame = "\033[H";
  for (std::size_t i = 0; i < count; ++i)
    frame += lines[i] + "\033[K" + (i + 1 < count ? "\r\n" : "");
  write_all(frame + "\033[J");
}

}  // namespace companion
