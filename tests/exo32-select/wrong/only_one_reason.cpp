// Says what multiple_exceptions says, and so loses the reasons.
// breaks: "`reasons` has one what() for each"
// step: 3
// lesson: reasons-lost
#include "select.hpp"

#include <utility>
#include <vector>

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  if (calls.empty()) throw NoCab({});
  Call race = std::move(calls[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race = first_answer(std::move(race), std::move(calls[i]));
  try {
    co_return co_await std::move(race);
  } catch (const std::exception& error) {
    throw NoCab({error.what()});
  }
}
