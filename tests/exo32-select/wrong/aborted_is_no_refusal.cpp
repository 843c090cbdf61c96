// Takes operation_aborted from a call for its own cancellation.
// breaks: "If all of them fail, whatever they throw"
// step: 3
// lesson: refused-by-itself
#include "select.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
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
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
  } catch (const std::exception&) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  throw NoCab(reasons);
}
