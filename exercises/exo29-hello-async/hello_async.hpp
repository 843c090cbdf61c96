// exo29: hello, async. Given; there is nothing to edit here.
//
// A hotel wakes its guests. Each guest has asked to be greeted after a while;
// one receptionist, which is to say one thread, greets them all.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace exo29 {

using Milliseconds = std::chrono::milliseconds;

// Where the receptionist writes what was said, one line per greeting. It may
// throw, if the line cannot be written.
using Journal = std::function<void(const std::string& line)>;

// Step 1. Ends after `duration`, without blocking the thread meanwhile.
// Cancelled, it ends at once with asio::error::operation_aborted.
asio::awaitable<void> pause(Milliseconds duration);

// Step 2. Waits for `delay`, then writes "Good morning, NAME!" in the journal.
// The journal belongs to the caller, who awaits: it is there until the end.
asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal);

// Step 3. Greets everyone, each after `delay`, all waits at the same time, all
// on the calling thread. An ordinary function, which returns when all is done.
// What a greeting throws reaches the caller.
void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal);

}  // namespace exo29
