// exo29: hello, async. Given; there is nothing to edit here.
//
// A hotel wakes its guests. Each guest has asked to be greeted after a while;
// one receptionist, which is to say one thread, greets them all.
//
// Each bullet below is a promise, and each promise is tested.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace exo29 {

using Milliseconds = std::chrono::milliseconds;

// Where the receptionist writes what was said, one line per greeting. It may
// throw anything, if the line cannot be written.
using Journal = std::function<void(const std::string& line)>;

// Step 1. A while goes by for the coroutine that awaits this, and for nobody
// else.
// - It ends when `duration` has passed since it was awaited: not sooner, not
//   later, be it a millisecond or days, and whoever sets the clock meanwhile.
// - Zero or less has passed already: it ends without waiting.
// - Meanwhile the thread is free. It does not sleep, not for a millisecond, and
//   nothing watches the clock.
// - Any number of pauses go on side by side, each with a duration of its own,
//   in any event loop.
// - Cancelled, it throws asio::error::operation_aborted, and at once.
asio::awaitable<void> pause(Milliseconds duration);

// Step 2. Greets one guest.
// - It waits for `delay`, then writes "Good morning, NAME!" in the journal.
// - It writes one line, with the name as it is, were it empty.
// - Called and not awaited, it does nothing.
// - It writes in `journal` itself, which belongs to the caller, who keeps it
//   until the end: there is no copy.
// - What the journal throws leaves greet as it was thrown.
// - Cancelled while it waits, it throws asio::error::operation_aborted and
//   writes nothing.
asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal);

// Step 3. Greets everyone. An ordinary function, for `main` to call.
// - Each guest is greeted once, by their own name, and two of the same name are
//   two.
// - All wait at the same time, however many they are: each is greeted when
//   `delay` has passed since the call, not later.
// - All is done on the calling thread.
// - It returns as soon as all have been greeted, at once if there is nobody.
// - It writes in `journal` itself, not in a copy.
// - What a greeting throws reaches the caller as it was thrown. If several
//   throw, one of them does; whether the others are greeted is left open.
void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal);

}  // namespace exo29
