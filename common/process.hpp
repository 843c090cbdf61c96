// Runs a program to its end, and leaves nothing of it behind.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace workbook {

struct Command {
  std::vector<std::string> words;  // the program, found as a shell would
  std::chrono::seconds limit{600};
  std::size_t output_limit = 1 << 20;  // bytes that are kept
  bool with_errors = true;             // keep the error output, too
  bool stop_at_limit = false;          // end it when it writes more than that
  bool own_session = false;            // away from our terminal, too
  std::string input;                   // what it reads; at most 4096 bytes
  bool private_channel = false;        // it may answer where it reads the input
};

struct Ended {
  int status = -1;         // the exit status; 128 + n when signal n ended it
  bool timed_out = false;  // it was stopped, because its time was over
  bool flooded = false;    // it was stopped, because it wrote too much
  std::string output;      // what it wrote
  std::string answer;      // and on its private channel; at most 64 KiB
};

// Runs the command in a process group of its own. When the program has ended,
// is late, or when this coroutine is cancelled, what it started is ended too,
// before the coroutine returns or throws.
asio::awaitable<Ended> run(Command command);

}  // namespace workbook
