#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <span>

namespace exo36 {

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (...) {
    // A handler cannot co_await, so it keeps the exception and ends. Every
    // type, and no copy: a catch by value would cut off what a derived class
    // adds.
    cause = std::current_exception();
  }
  // To be told to stop is no failure of the order, and a caller that looks for
  // operation_aborted must find it where it always is: on the outside. The code
  // does not say who was told: a depot may have given up by itself.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_await apologize(order);
  // throw_with_nested takes what is being handled, so there must be something
  // in hand: outside a handler it would nest nothing, without a word.
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  // Exceptions suit what is rare and goes far; codes suit what is expected and
  // dealt with close by. as_tuple is shorter where there is no name to find for
  // the code; redirect_error keeps the answer's own type.
  asio::error_code error;
  std::string answer = co_await line.async_receive(
      asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return error;
  co_return answer;
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  // One line after each call passes the error on: what ? is in Rust. A macro
  // can fold the two lines into one; it also hides a co_return from the reader.
  const auto town = co_await hear(registry);
  if (!town) co_return town.error();
  const auto shelf = co_await hear(depot);
  if (!shelf) co_return shelf.error();
  const auto road = co_await hear(roads);
  if (!road) co_return road.error();
  co_return town.value() + ", " + shelf.value() + ", " + road.value();
}

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  // A service with many clients adds a random part to each delay, or they all
  // come back at the same moment; and it sets a longest one.
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    // operation_aborted is not temporary, so it leaves here as well.
    if (--attempts == 0 || !temporary(code_of(failure)))
      std::rethrow_exception(failure);
    // Outside any try: a pause that is cancelled ends the whole retry.
    co_await pause(delay);
  }
}

namespace {

using namespace asio::experimental::awaitable_operators;

// One task, and what the supervisor hears of it. The references are safe: the
// supervisor awaits every watch() before it lets go of what they name.
asio::awaitable<void> watch(const Task& task, OnFailure on_failure,
                            std::vector<Failure>& report) {
  try {
    co_await task.work();
  } catch (...) {
    const auto error = std::current_exception();
    if (code_of(error) == asio::error::operation_aborted) co_return;
    report.push_back({task.name, error});
    // An exception makes && cancel the other side. It carries no news: all that
    // there is to know is in the report.
    if (on_failure == OnFailure::cancel_others) throw;
  }
}

// && waits for both sides, passes cancellation on to both, and leaves nothing
// running. One drawback: a half that fails ends wholly before the other half
// hears of it. Where all must hear at the same moment, give each task a
// cancellation_signal of its own.
asio::awaitable<void> watch_all(std::span<const Task> tasks,
                                OnFailure on_failure,
                                std::vector<Failure>& report) {
  if (tasks.empty()) co_return;
  if (tasks.size() == 1) {
    co_await watch(tasks.front(), on_failure, report);
    co_return;
  }
  const auto half = tasks.size() / 2;
  co_await (watch_all(tasks.first(half), on_failure, report) &&
            watch_all(tasks.subspan(half), on_failure, report));
}

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  std::vector<Failure> report;
  try {
    co_await watch_all(tasks, on_failure, report);
  } catch (...) {
    // Not the news of a failed task? Then it is ours, and must not vanish.
    if (report.empty()) throw;
  }
  co_return report;
}

}  // namespace exo36
