// Told to stop, it reports that every company has refused.
// breaks: "Cancelled, it throws something else: nobody refused then."
// step: 3
// lesson: cancelled-is-no-refusal
#include "select.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace {
exo32::Call noting(exo32::Call call, std::string& reason) {
  try {
    co_return co_await std::move(call);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  if (calls.empty()) throw NoCab(reasons);
  Call race = noting(std::move(calls[0]), reasons[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race =
        first_answer(std::move(race), noting(std::move(calls[i]), reasons[i]));
  try {
    co_return co_await std::move(race);
  } catch (const std::exception&) {
  }
  throw NoCab(reasons);
}
