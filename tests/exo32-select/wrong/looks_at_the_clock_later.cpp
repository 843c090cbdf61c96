// Waits for the call as long as it takes, then looks at the clock.
// breaks: "Returns nothing if the call is late: when `patience` has passed
//   since with_timeout was awaited, and neither sooner nor later."
// step: 2
// lesson: late-and-still-waiting
#include "select.hpp"

#include <chrono>
#include <optional>
#include <utility>

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  Plate plate = co_await std::move(call);
  if (std::chrono::steady_clock::now() > deadline) co_return std::nullopt;
  co_return plate;
}
