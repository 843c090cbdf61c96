// A terminal with a program in it, driven as a person would: read the screen,
// type, resize the window.
#pragma once

#include <sys/types.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What was waited for did not come.
struct Disappointed : std::runtime_error {
  using runtime_error::runtime_error;
};

class Terminal {
 public:
  // Starts the program, whose environment gets these "NAME=value" besides.
  Terminal(const std::vector<std::string>& words,
           const std::vector<std::string>& environment, int columns, int rows);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void type(std::string_view keys);
  void resize(int columns, int rows);

  // Waits until the screen shows the text, wherever its lines are broken; ten
  // minutes at most, for a machine may be slow: nothing is decided by the time.
  void expect(std::string_view text);

  // Waits for the end of the program; its exit status, 128 + n for signal n.
  int wait();

  // The lines of the last frame, without colours.
  std::vector<std::string> lines() const;

  // The program.
  pid_t program() const { return program_; }

  // All that the program wrote.
  const std::string& transcript() const { return transcript_; }

  // Does the terminal behave as before: lines, and an echo?
  bool is_as_before() const;

 private:
  bool read_some();  // false at the end
  std::string frame() const;

  int terminal_ = -1;
  pid_t program_ = -1;
  std::string transcript_;
};
