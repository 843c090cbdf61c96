// exo36: when it goes wrong. Given; there is nothing to edit here.
//
// A parcel office. Depots are flooded, telephone lines are cut, roads are
// closed. The office must know what failed and why, and still deliver.
//
// Everything runs on the executor of the coroutine that awaits, one thread at a
// time. In the comments, each line with a dash is a promise that the tests look
// at; the rest explains.
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

// The error code that an exception carries; if it has none, that of the
// exception nested in it, however deep. No code at all: an error_code that is
// false.
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

// Gives the parcel of an order when it is awaited, or throws then whatever it
// likes, of any type.
using Depot = std::function<asio::awaitable<std::string>(int order)>;

// Tells the customer that an order failed. Takes its time, and does not fail.
// Cancelled, it ends with operation_aborted.
using Apology = std::function<asio::awaitable<void>(int order)>;

// Step 1. The parcel of an order, or an error that says which order it was.
// - Asks the depot once, for this order, and returns what it gives, as it is:
//   an empty parcel is a parcel.
// - If the depot throws, of whatever type, the customer is told, once, of this
//   order; and nobody is told of an order that arrives.
// - Once the customer has been told, and not before, an OrderError leaves, for
//   this order.
// - The depot's exception is nested in it: that very one, not a copy of a part.
// - Cancelled, while the depot works or while the customer is told, it ends
//   with asio::error::operation_aborted, with nothing around it, unless the
//   parcel comes all the same: then it is returned.
// - Cancelled while the depot works, it apologizes to nobody, whatever the
//   depot ends with.
// - A depot that ends with operation_aborted although nobody has cancelled
//   collect has failed like another: the code does not tell, the
//   cancellation_state does.
// - Each call stands for itself, also when several are under way.
// - `depot` and `apologize` are its own copies: the caller's may be gone.
asio::awaitable<std::string> collect(int order, Depot depot, Apology apologize);

// A telephone line: each call brings an answer, or an error code instead.
using Line = asio::experimental::channel<void(asio::error_code, std::string)>;

// Step 2. The next thing heard on the line, be it an answer or an error. What
// cancellation does is not promised: whoever cancels does not read the result.
// - Waits for an answer, and returns it as it is, be it empty.
// - Waits for an error as well, and returns the very code, of whatever
//   category, whatever text came with it.
// - That the line was closed or cancelled is an error like another.
// - No error leaves as an exception.
// - Takes one thing from the line: what comes next stays there.
asio::awaitable<Result<std::string>> hear(Line& line);

// Step 2. The registry knows the town, the depot the shelf, the roads the road.
// Two of them may be the same line.
// - Returns "TOWN, SHELF, ROAD", the three answers as they are.
// - Asks a line once the one before has answered, and takes one thing from it.
// - The first error is the result, the very code, and no further line is asked.
asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads);

// Each call, when awaited, tries the same thing anew.
using Attempt = std::function<asio::awaitable<std::string>()>;

// Waits for as long as it is told. Cancelled, it ends with operation_aborted.
using Pause = std::function<asio::awaitable<void>(Milliseconds)>;

// Step 3. The same work, tried again when that is worth it. `attempts` is 1 or
// more, and no more than 30: the pause before the 30th attempt would last 310
// days.
// - Awaits `work` until it returns, and returns that value, be it empty.
// - Awaits it at most `attempts` times, one after the other.
// - Tries again only after a failure whose code (see code_of) is temporary.
// - Awaits `pause` between two attempts, not before the first and not after the
//   last: 100 ms, then 200, 400, twice as long each time.
// - Any other failure leaves at once, as it came.
// - If all attempts fail, the failure of the last one leaves, as it came.
// - operation_aborted (see code_of) is never tried again: somebody wants this
//   to stop.
// - Cancelled in a pause, or in an attempt that would be tried again, it ends
//   with operation_aborted: no further attempt, no further pause.
// - Each call counts for itself, also when several are under way.
// - `work` and `pause` are its own copies: the caller's may be gone.
asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause);

// Work in the background: a van on its round, a depot that takes stock. A task
// that throws does so when it is awaited, not when `work` is called.
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

// Step 4. Runs tasks in the background and reports which of them failed.
// - Runs all tasks at the same time, each once, on the caller's executor, be
//   they one or hundreds.
// - Returns when all have ended, however they ended; with no task, at once.
// - The report has one line for each task that failed, also when names or
//   reasons are alike, in the order in which they failed.
// - Each line has the name of the task and what it threw, as it came, whatever
//   the type.
// - Only operation_aborted (see code_of) is no failure, and not in the report:
//   it means that a task was told to stop.
// - With let_others_finish, a failure tells nobody to stop.
// - With cancel_others, the first failure tells all the others to stop. What is
//   no failure tells nobody. (When a task fails as soon as it is run, those
//   that come after it may be left out.)
// - A task that has been told to stop, and then fails with another error, is in
//   the report as well.
// - Cancelled itself, at whatever moment, it tells every task to stop and waits
//   until all have ended.
// - Cancelled, it still returns its report.
// - What a task throws leaves neither by supervise nor by run().
// - `tasks` are its own copies. The function that it calls is there until what
//   that made has ended, which may use what the function holds.
asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure);

}  // namespace exo36
