// exo32: select, the race. Given; there is nothing to edit here.
//
// It rains, and you need a cab. You ring several companies at once: the first
// that sends a cab wins, and you hang up on the others. Then you meet the
// driver, who must not go to bed before the cab is back in the garage.
//
// Three promises hold for the first three functions:
// - every call is begun at once, before any of them has answered;
// - when the function ends, all its calls have ended, and it has left nothing
//   else behind: a call whose answer is no longer wanted is cancelled (told to
//   stop), and awaited until it has stopped;
// - cancelled itself, the function cancels its calls, waits until they have
//   stopped, and throws.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace exo32 {

using Milliseconds = std::chrono::milliseconds;

// The number plate of the cab that comes.
using Plate = std::string;

// A call to a cab company. It rings when it is awaited, and ends with a plate;
// or it throws a std::exception, whose what() says why no cab comes.
using Call = asio::awaitable<Plate>;

// Step 1. The answer of the call that is the first to give one. A call that
// fails while the other one still rings does not decide. If both fail, throws.
asio::awaitable<Plate> first_answer(Call first, Call second);

// Step 2. What the call answers within `patience`, or nothing if it is late.
// A patience of zero or less is over at once. What the call throws in time
// reaches the caller, at once and unchanged; what it still says after it was
// told to stop is not heard.
asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience);

// Every company refused; `reasons` has one what() for each, in the order of
// the calls.
struct NoCab : std::runtime_error {
  explicit NoCab(std::vector<std::string> reasons)
      : runtime_error("no cab"), reasons(std::move(reasons)) {}
  std::vector<std::string> reasons;
};

// Step 3. The answer of the call that is the first to give one, of any number
// of calls. If all of them fail, or if there is none, throws NoCab. Cancelled,
// it throws something else: nobody refused then.
asio::awaitable<Plate> first_success(std::vector<Call> calls);

// Something that a driver does; each call of the function does it once more.
using Task = std::function<asio::awaitable<void>()>;

// Step 4. Does one ride after another, until it is cancelled or a ride throws.
// Either way it then parks the cab, once, to the end, as if no cancellation had
// happened, and throws what ended the rides.
asio::awaitable<void> night_shift(Task ride, Task park);

}  // namespace exo32
