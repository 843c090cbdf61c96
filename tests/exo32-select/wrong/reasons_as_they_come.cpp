// Writes the reasons down in the order in which they come.
// breaks: "in the order of the calls, just as it was said"
// step: 3
// lesson: reasons-lost
#include "select.hpp"

#include <string>
#include <utility>
#include <vector>

namespace {
exo32::Call noting(exo32::Call call, std::vector<std::string>& reasons) {
  try {
    co_return co_await std::move(call);
  } catch (const std::exception& error) {
    reasons.push_back(error.what());
    throw;
  }
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons;
  if (calls.empty()) throw NoCab(reasons);
  Call race = noting(std::move(calls[0]), reasons);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race = first_answer(std::move(race), noting(std::move(calls[i]), reasons));
  try {
    co_return co_await std::move(race);
  } catch (const std::exception&) {
  }
  throw NoCab(reasons);
}
