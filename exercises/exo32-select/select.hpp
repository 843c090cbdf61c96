// exo32: select, the race. Given; there is nothing to edit here.
//
// It rains, and you need a cab. You ring several companies at once: the first
// that sends a cab wins, and you hang up on the others. Then you meet the
// driver, who must not go to bed before the cab is back in the garage.
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

// A call to a cab company. It rings when it is awaited, and ends with a plate,
// whatever that looks like; or it throws a std::exception, whose what() says
// why no cab comes. Five promises hold for the first three functions:
//
// - Every call is begun at once, however many there are and however short the
//   time is: none has to wait for the end of another one.
// - A call whose answer is no longer wanted is cancelled (told to stop), and
//   the function ends after all its calls have ended.
// - It leaves nothing else behind, such as a timer that still runs, or a caller
//   who can no longer be told to stop.
// - Cancelled itself, the function cancels its calls, waits until they have
//   stopped, and throws.
// - Nothing is kept from one call of a function to another, be it later or at
//   the same time.
//
// Two things are left open when the function is cancelled. A call may answer
// all the same: then this answer may be returned. And if all that it still
// waits for has been told to stop, it may return what was decided before.
using Call = asio::awaitable<Plate>;

// Step 1. Rings two companies.
//
// - Returns the answer of the call that is the first to give one, just as it
//   was given, whatever the other call still says.
// - A call that fails while the other one still rings does not decide.
// - If both fail, throws.
asio::awaitable<Plate> first_answer(Call first, Call second);

// Step 2. Rings one company, and hangs up when the time is up. Every patience
// lies between minus one year and one year.
//
// - Returns what the call answers within `patience`, at once, and just as it
//   was given.
// - Returns nothing if the call is late: when `patience` has passed since
//   with_timeout was awaited, and neither sooner nor later.
// - A patience of zero or less is over at once.
// - What the call throws in time reaches the caller at once: the very
//   exception.
// - What a late call still says, after it was told to stop, is not heard.
//
// Two things are left open: whether a call that ends as soon as it begins is in
// time with a patience of zero, and whether the time is counted during which a
// call keeps the thread.
asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience);

// Every company refused.
//
// - `reasons` has one what() for each, in the order of the calls, just as it
//   was said.
struct NoCab : std::runtime_error {
  explicit NoCab(std::vector<std::string> reasons)
      : runtime_error("no cab"), reasons(std::move(reasons)) {}
  std::vector<std::string> reasons;
};

// Step 3. Rings any number of companies.
//
// - Returns the answer of the call that is the first to give one, whatever was
//   refused before, or is said afterwards.
// - If all of them fail, whatever they throw, or if there is none, throws
//   NoCab.
// - Cancelled, it throws something else: nobody refused then.
//
// One thing is left open: an answer that comes while another call takes its
// time to stop may be taken for the first one.
asio::awaitable<Plate> first_success(std::vector<Call> calls);

// Something that a driver does. Each call of the function makes it once more,
// to be awaited, and throws nothing itself.
using Task = std::function<asio::awaitable<void>()>;

// Step 4. A driver's night.
//
// - Does one ride after another, for as long as nothing ends it.
// - Cancelled, it begins no further ride, and waits until the one under way has
//   ended.
// - When it was cancelled, or a ride has thrown, whatever that threw, it parks
//   the cab: it calls `park` once, and awaits it to the end.
// - The cancellation that ended the rides does not cut the parking short.
// - Then it throws what ended the rides: the very exception of the ride, or
//   asio::error::operation_aborted if it was cancelled.
// - Afterwards, its caller can be told to stop as before.
//
// Four things are left open: what comes of an order to stop that arrives while
// the driver parks, or that a ride wipes away with reset_cancellation_state(),
// what is thrown if the parking fails as well, and which of the two is thrown
// if a ride that was told to stop throws something else.
asio::awaitable<void> night_shift(Task ride, Task park);

}  // namespace exo32
