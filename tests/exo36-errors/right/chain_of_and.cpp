// A chain of && in which one link is a failure thrown on purpose; recursion
// where others write a loop.
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "errors.hpp"

namespace exo36 {

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  std::exception_ptr failure;
  try {
    co_return co_await depot(order);
  } catch (...) {
    try {
      std::throw_with_nested(OrderError(order));
    } catch (...) {
      failure = std::current_exception();
    }
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_await apologize(order);
  std::rethrow_exception(failure);
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  asio::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  const std::string answer = co_await line.async_receive(token);
  if (!error) co_return answer;
  co_return error;
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  if (const auto town = co_await hear(registry); !town) {
    co_return town;
  } else if (const auto shelf = co_await hear(depot); !shelf) {
    co_return shelf;
  } else if (const auto road = co_await hear(roads); !road) {
    co_return road;
  } else {
    co_return town.value() + ", " + shelf.value() + ", " + road.value();
  }
}

namespace {

asio::awaitable<std::string> retry_after(Milliseconds delay, Attempt work,
                                         int attempts, Pause pause) {
  std::exception_ptr failure;
  try {
    co_return co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  if (attempts <= 1 || !temporary(code_of(failure)))
    std::rethrow_exception(failure);
  co_await pause(delay);
  co_return co_await retry_after(2 * delay, work, attempts - 1, pause);
}

using namespace asio::experimental::awaitable_operators;

// Thrown to make && cancel the other side; the failure itself is in the report.
struct Stop {};

struct Supervisor {
  asio::awaitable<void> one(std::size_t i) {
    std::exception_ptr error;
    try {
      co_await tasks[i].work();
    } catch (...) {
      error = std::current_exception();
    }
    if (!error || code_of(error) == asio::error::operation_aborted) co_return;
    report.push_back({tasks[i].name, error});
    if (on_failure == OnFailure::cancel_others) throw Stop();
  }

  asio::awaitable<void> from(std::size_t i) {
    if (i == tasks.size()) co_return;
    co_await (one(i) && from(i + 1));
  }

  std::vector<Task> tasks;
  OnFailure on_failure;
  std::vector<Failure> report = {};
};

}  // namespace

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  return retry_after(Milliseconds(100), std::move(work), attempts,
                     std::move(pause));
}

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  Supervisor supervisor{std::move(tasks), on_failure};
  try {
    co_await supervisor.from(0);
  } catch (const Stop&) {
  } catch (const asio::multiple_exceptions&) {
  }
  co_return supervisor.report;
}

}  // namespace exo36
