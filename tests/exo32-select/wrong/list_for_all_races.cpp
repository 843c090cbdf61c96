// Keeps the reasons in a static list, which two races write at the same time.
// breaks: "Nothing is kept from one call of a function to another"
// step: 3
// lesson: remembers
#include "select.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <map>
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
  static std::map<std::size_t, std::string> reasons;
  if (calls.empty()) throw NoCab({});
  Call race = noting(std::move(calls[0]), reasons[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race =
        first_answer(std::move(race), noting(std::move(calls[i]), reasons[i]));
  try {
    co_return co_await std::move(race);
  } catch (const std::exception&) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < calls.size(); ++i) words.push_back(reasons[i]);
  throw NoCab(words);
}
