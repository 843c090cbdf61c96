// Reads the first alternative, whoever has won.
// breaks: "is the first to give one, just as it was given"
// step: 1
// lesson: wrong-winner
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  auto winner = co_await (std::move(first) || std::move(second));
  co_return std::get<0>(winner);
}
