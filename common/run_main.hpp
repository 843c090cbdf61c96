// The common part of main() in programs with commands.
#pragma once

#include <asio/awaitable.hpp>
#include <functional>

namespace workbook {

// Runs the command that `make` returns until it ends or is interrupted by a
// signal (Ctrl-C, the end of the terminal, a kill): then the command is
// cancelled, and has cleaned up when this returns. Returns the exit status:
// what the command returns; 128 + n after signal n; 2 for Misuse, 1 for any
// other exception, whose message is printed.
int run_main(const std::function<asio::awaitable<int>()>& make);

}  // namespace workbook
