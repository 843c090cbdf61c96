// Rings the next company when the one before has refused.
// breaks: "Every call is begun at once, however many there are and however
//   short the time is"
// step: 3
// lesson: one-at-a-time
#include "select.hpp"

#include <string>
#include <utility>
#include <vector>

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons;
  for (auto& call : calls) {
    try {
      co_return co_await std::move(call);
    } catch (const std::exception& error) {
      reasons.push_back(error.what());
    }
  }
  throw NoCab(reasons);
}
