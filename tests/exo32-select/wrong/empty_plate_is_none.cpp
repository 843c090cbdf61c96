// Takes an empty plate for no answer.
// breaks: "is the first to give one, just as it was given"
// step: 1
// lesson: plate-judged
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <stdexcept>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

namespace {
exo32::Call sure(exo32::Call call) {
  exo32::Plate plate = co_await std::move(call);
  if (plate.empty()) throw std::runtime_error("no plate");
  co_return plate;
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  auto winner = co_await (sure(std::move(first)) || sure(std::move(second)));
  if (winner.index() == 0) co_return std::get<0>(winner);
  co_return std::get<1>(winner);
}
