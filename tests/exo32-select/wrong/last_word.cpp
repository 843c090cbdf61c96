// Keeps the last answer that it hears, be it that of the loser.
// breaks: "whatever the other call still says"
// step: 1
// lesson: wrong-winner
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <utility>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<void> hear(exo32::Call call, exo32::Plate& plate) {
  plate = co_await std::move(call);
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  Plate plate;
  co_await (hear(std::move(first), plate) || hear(std::move(second), plate));
  co_return plate;
}
