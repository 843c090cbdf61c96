// Once a call has answered on the spot, it does not begin the rest.
// breaks: "Every call is begun at once, however many there are and however
//   short the time is"
// step: 3
// lesson: always-rung
#include "select.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {
exo32::Call noting(exo32::Call call, std::optional<exo32::Plate>& answer,
                   std::string& reason) {
  if (answer) co_return *answer;
  try {
    answer = co_await std::move(call);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
  co_return *answer;
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  if (calls.empty()) throw NoCab(reasons);
  std::optional<Plate> answer;
  Call race = noting(std::move(calls[0]), answer, reasons[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race = first_answer(std::move(race),
                        noting(std::move(calls[i]), answer, reasons[i]));
  try {
    co_return co_await std::move(race);
  } catch (const std::exception&) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  throw NoCab(reasons);
}
