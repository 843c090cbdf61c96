// Reads the first alternative, whoever has won.
// step: 1
// lesson: wrong-winner
#include "select.hpp"

#define first_answer reference_first_answer
#include <solutions/exo32-select/select.cpp>
#undef first_answer

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  auto winner = co_await (std::move(first) || std::move(second));
  co_return std::get<0>(winner);
}
