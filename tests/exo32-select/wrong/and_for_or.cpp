// Waits for both, and keeps one of the two answers.
// breaks: "is the first to give one, just as it was given"
// step: 1
// lesson: waits-for-all
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <utility>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  auto [plate, other] = co_await (std::move(first) && std::move(second));
  co_return plate;
}
