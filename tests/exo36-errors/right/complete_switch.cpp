// Errors become values as early as can be, and a visitor of both kinds decides;
// a switch over all policies has nothing after it; what a retry has left to do
// is a coroutine that calls itself.
#include <array>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <variant>

#include "errors.hpp"

namespace exo36 {

namespace {

using End = std::variant<std::string, std::exception_ptr>;

asio::awaitable<End> end_of(asio::awaitable<std::string> work) {
  try {
    co_return co_await std::move(work);
  } catch (...) {
    co_return std::current_exception();
  }
}

[[noreturn]] void fail(int order, const std::exception_ptr& cause) {
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}

}  // namespace

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  const End end = co_await end_of(depot(order));
  if (const auto* parcel = std::get_if<std::string>(&end)) co_return *parcel;
  // Whoever was told to stop hears of it here: no co_await begins any more.
  co_await apologize(order);
  fail(order, std::get<std::exception_ptr>(end));
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  asio::error_code error;
  std::string answer = co_await line.async_receive(
      asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return error;
  co_return answer;
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  const std::array<Line*, 3> lines{&registry, &depot, &roads};
  std::array<std::string, 3> answers;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto heard = co_await hear(*lines[i]);
    if (!heard) co_return heard;
    answers[i] = heard.value();
  }
  co_return answers[0] + ", " + answers[1] + ", " + answers[2];
}

namespace {

asio::awaitable<std::string> retry_from(const Attempt& work, int left,
                                        const Pause& pause,
                                        Milliseconds delay) {
  End end = co_await end_of(work());
  if (auto* value = std::get_if<std::string>(&end)) co_return std::move(*value);
  const auto error = std::get<std::exception_ptr>(end);
  if (left <= 1 || !temporary(code_of(error))) std::rethrow_exception(error);
  co_await pause(delay);
  co_return co_await retry_from(work, left - 1, pause, delay * 2);
}

using namespace asio::experimental::awaitable_operators;

// All policies are here, so that there is nothing to return after the switch.
bool stops_the_others(OnFailure on_failure) {
  switch (on_failure) {
    case OnFailure::let_others_finish:
      return false;
    case OnFailure::cancel_others:
      return true;
  }
}

asio::awaitable<void> watch(const Task& task, OnFailure on_failure,
                            std::vector<Failure>& report) {
  std::exception_ptr error;
  try {
    co_await task.work();
  } catch (...) {
    error = std::current_exception();
  }
  if (!error || code_of(error) == asio::error::operation_aborted) co_return;
  report.push_back({task.name, error});
  if (stops_the_others(on_failure)) std::rethrow_exception(error);
}

asio::awaitable<void> none() { co_return; }

asio::awaitable<void> both(asio::awaitable<void> a, asio::awaitable<void> b) {
  co_await (std::move(a) && std::move(b));
}

}  // namespace

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  co_return co_await retry_from(work, attempts, pause, Milliseconds(100));
}

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  std::vector<Failure> report;
  auto all = none();
  for (const auto& task : tasks)
    all = both(std::move(all), watch(task, on_failure, report));
  try {
    co_await std::move(all);
  } catch (...) {
    // What there is to know is in the report.
  }
  co_return report;
}

}  // namespace exo36
