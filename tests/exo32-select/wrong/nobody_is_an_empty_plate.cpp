// If both refuse, returns an empty plate.
// breaks: "If both fail, throws."
// step: 1
// lesson: wrong-winner
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  try {
    auto winner = co_await (std::move(first) || std::move(second));
    if (winner.index() == 0) co_return std::get<0>(winner);
    co_return std::get<1>(winner);
  } catch (const std::exception&) {
  }
  co_return Plate();
}
