// Rings the second company only if the first refuses.
// breaks: "Every call is begun at once, however many there are and however
//   short the time is"
// step: 1
// lesson: one-at-a-time
#include "select.hpp"

#include <utility>

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  try {
    co_return co_await std::move(first);
  } catch (const std::exception&) {
  }
  co_return co_await std::move(second);
}
