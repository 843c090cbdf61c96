// exo36: when it goes wrong. Given; there is nothing to edit here.
//
// A parcel office. Depots are flooded, telephone lines are cut, roads are
// closed. The office must know what failed and why, and still deliver.
//
// All of it runs on the caller's executor, one thread at a time. Functions that
// are given as parameters are copied into the coroutine and live as long.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/error_code.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/system_error.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace exo36 {

using Milliseconds = std::chrono::milliseconds;

// What was being done when something failed; the cause is nested in it.
struct OrderError : std::runtime_error {
  explicit OrderError(int order)
      : runtime_error("order " + std::to_string(order) +
                      " cannot be collected"),
        order(order) {}
  int order;
};

// The error code that an exception carries, or that the exception nested in it
// carries, however deep. No code at all: an error_code that is false.
inline asio::error_code code_of(const std::exception_ptr& error) {
  if (!error) return {};
  try {
    std::rethrow_exception(error);
  } catch (const asio::system_error& failure) {
    return failure.code();
  } catch (const std::nested_exception& context) {
    return code_of(context.nested_ptr());
  } catch (...) {
    return {};
  }
}

// Whether the same thing, tried again a little later, may well succeed.
inline bool temporary(const asio::error_code& code) {
  return code == asio::error::timed_out || code == asio::error::try_again ||
         code == asio::error::connection_refused ||
         code == asio::error::connection_reset ||
         code == asio::error::host_unreachable;
}

// A value, or the error code that came instead of it. Look before you read.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}
  Result(asio::error_code error) : held_(error) {}

  // True: there is a value. False: there is an error.
  explicit operator bool() const { return held_.index() == 0; }

  // Throws std::logic_error if there is none.
  const T& value() const {
    if (!*this) throw std::logic_error("a result was read, and it is an error");
    return std::get<0>(held_);
  }

  // An error_code that is false if there is a value.
  asio::error_code error() const {
    return *this ? asio::error_code() : std::get<1>(held_);
  }

 private:
  std::variant<T, asio::error_code> held_;
};

// Gives the parcel of an order, or throws whatever it likes, of any type.
using Depot = std::function<asio::awaitable<std::string>(int order)>;

// Tells the customer that an order failed. Takes its time, and does not fail.
using Apology = std::function<asio::awaitable<void>(int order)>;

// Step 1. The parcel that the depot gives. If the depot throws, the customer is
// told, and then an OrderError for this order leaves, with the depot's
// exception nested in it. Cancelled, it ends with
// asio::error::operation_aborted as it came, and does not apologize.
asio::awaitable<std::string> collect(int order, Depot depot, Apology apologize);

// A telephone line: each call brings an answer, or an error code instead.
using Line = asio::experimental::channel<void(asio::error_code, std::string)>;

// Step 2. The next thing heard on the line, be it an answer or an error: the
// code as it came, and no exception. What cancellation does is not promised:
// whoever cancels does not read the result.
asio::awaitable<Result<std::string>> hear(Line& line);

// Step 2. "TOWN, SHELF, ROAD": the registry says the town, the depot the shelf,
// the roads the road. A line is asked once the one before has answered. The
// first error is the result, and no further line is asked.
asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads);

// Each call, when awaited, tries the same thing anew.
using Attempt = std::function<asio::awaitable<std::string>()>;

// Waits for as long as it is told. Cancelled, it ends with operation_aborted.
using Pause = std::function<asio::awaitable<void>(Milliseconds)>;

// Step 3. What `work` returns, tried at most `attempts` times (1 or more). It
// is tried again only after a failure whose code (see code_of) is temporary.
// Between two attempts it pauses: 100 ms, then 200, 400, twice as long each
// time; not before the first, not after the last. Any other failure leaves at
// once, and the last one if all attempts fail, each as it came.
// operation_aborted is never tried again: somebody wants this to stop.
// Cancelled, attempt or pause, it ends with operation_aborted.
asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause);

// Work in the background: a van on its round, a depot that takes stock.
struct Task {
  std::string name;
  std::function<asio::awaitable<void>()> work;
};

struct Failure {
  std::string task;          // the name of the task
  std::exception_ptr error;  // what it threw, as it came
};

// What becomes of the other tasks when one fails.
enum class OnFailure { let_others_finish, cancel_others };

// Step 4. Runs all tasks at the same time and returns when all have ended,
// however they ended. The report names each task that failed, in the order in
// which they failed. Only operation_aborted is no failure: it means that a task
// was told to stop. With cancel_others, the first failure tells the others to
// stop; a task that then fails with another error is in the report as well.
// Cancelled itself, it tells every task to stop, waits until all have ended,
// and still returns its report. Throws nothing that a task has thrown.
asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure);

}  // namespace exo36
