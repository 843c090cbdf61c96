// The tasks send word of their end through a channel, as Tokio's JoinSet does;
// attempts and answers are turned into values as early as can be.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <optional>
#include <utility>
#include <workbook/asio.hpp>

#include "errors.hpp"

namespace exo36 {

namespace {

// How an attempt ended: with a value, or with an exception.
struct End {
  std::optional<std::string> value;
  std::exception_ptr error;
};

asio::awaitable<End> end_of(asio::awaitable<std::string> work) {
  End end;
  try {
    end.value = co_await std::move(work);
  } catch (...) {
    end.error = std::current_exception();
  }
  co_return end;
}

}  // namespace

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  const End end = co_await end_of(depot(order));
  if (end.value) co_return *end.value;
  // Whoever was told to stop cannot await any more: this throws
  // operation_aborted of itself, and the apology does not begin.
  co_await apologize(order);
  try {
    std::rethrow_exception(end.error);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  std::optional<Result<std::string>> result;
  try {
    result = co_await line.async_receive(asio::use_awaitable);
  } catch (const asio::system_error& error) {
    result = error.code();
  }
  co_return *result;
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  std::string text;
  const char* separator = "";
  for (Line* line : {&registry, &depot, &roads}) {
    const auto answer = co_await hear(*line);
    if (!answer) co_return answer;
    text += std::exchange(separator, ", ") + answer.value();
  }
  co_return text;
}

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  End end = co_await end_of(work());
  for (auto delay = Milliseconds(100); --attempts > 0; delay += delay) {
    if (end.value || !temporary(code_of(end.error))) break;
    co_await pause(delay);
    end = co_await end_of(work());
  }
  if (end.error) std::rethrow_exception(end.error);
  co_return *end.value;
}

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  using Ends = asio::experimental::channel<void(asio::error_code, Failure)>;
  const auto executor = co_await asio::this_coro::executor;
  Ends ends(executor, tasks.size());
  std::list<asio::cancellation_signal> stops;
  for (const auto& task : tasks) {
    // Not try_send: a channel of Asio before 1.27 refuses it once its only
    // receiver has been cancelled, until somebody receives again.
    auto on_end = [&ends, name = task.name](std::exception_ptr error) {
      ends.async_send(asio::error_code(), Failure{name, error}, asio::detached);
    };
    asio::co_spawn(
        executor, task.work(),
        asio::bind_cancellation_slot(stops.emplace_back().slot(), on_end));
  }

  std::vector<Failure> report;
  for (auto running = tasks.size(); running > 0;) {
    auto [cancelled, end] =
        co_await ends.async_receive(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    bool stop = state.cancelled() != asio::cancellation_type::none;
    if (stop) co_await asio::this_coro::reset_cancellation_state();
    if (!cancelled) {
      --running;
      if (end.error && code_of(end.error) != asio::error::operation_aborted) {
        if (on_failure == OnFailure::cancel_others) stop = true;
        report.push_back(end);
      }
    }
    if (stop)
      for (auto& signal : stops) signal.emit(asio::cancellation_type::terminal);
  }
  co_return report;
}

}  // namespace exo36
