// The terminal, while the companion watches: one key at a time, whole frames.
#pragma once

#include <termios.h>

#include "common/paint.hpp"
#include "names.hpp"

namespace companion {

class Screen {
 public:
  // Is there a terminal that can show frames?
  static bool possible();

  // Takes the terminal over; the destructor gives it back as it was.
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // A descriptor of the terminal to read keys from. It is not standard input:
  // that one is shared with the shell, and must stay as the shell knows it.
  int keyboard() const { return keyboard_; }

  // For the terminal's size of now.
  int rows() const;

  // Shows these lines from the top; what does not fit is not shown.
  void show(const Lines& lines) const;

  // Gives the terminal back for a while, and takes it again.
  void leave();
  void enter();

 private:
  int keyboard_;
  termios before_{};
};

}  // namespace companion
