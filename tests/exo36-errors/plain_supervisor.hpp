// For wrong answers: a supervise() that is right, in pieces. Each answer does
// one of these pieces in its own way.
//
//   struct FirstOnly : plain::Supervisor {
//     using Supervisor::Supervisor;
//     void note(std::size_t task, std::exception_ptr error) override {
//       if (report.empty()) Supervisor::note(task, error);
//     }
//   };
//
//   asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
//                                                   OnFailure on_failure) {
//     return plain::supervise<FirstOnly>(std::move(tasks), on_failure);
//   }
//
// Tasks are known by their number, since names may be alike.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

#include "errors.hpp"

namespace exo36::plain {

struct Supervisor {
  Supervisor(asio::any_io_executor executor, std::vector<Task> list,
             OnFailure policy)
      : tasks(std::move(list)),
        on_failure(policy),
        bell(executor, asio::steady_timer::time_point::max()),
        stops(tasks.size()),
        running(tasks.size()) {}
  virtual ~Supervisor() = default;

  virtual asio::awaitable<void> work_of(const Task& task) {
    return task.work();
  }
  // Without an error, it has returned.
  virtual void has_ended(std::size_t task, std::exception_ptr error) {
    if (--running == 0) bell.cancel();
    if (!error || !is_failure(error)) return;
    note(task, error);
    if (on_failure == OnFailure::cancel_others) stop_all();
  }
  virtual bool is_failure(const std::exception_ptr& error) {
    return code_of(error) != asio::error::operation_aborted;
  }
  virtual void note(std::size_t task, std::exception_ptr error) {
    report.push_back({tasks[task].name, error});
  }
  virtual void is_cancelled() { stop_all(); }
  virtual asio::awaitable<void> wait_for_all() {
    while (running > 0) co_await wait();
  }

  void start_all() {
    for (std::size_t task = 0; task < tasks.size(); ++task)
      asio::co_spawn(
          bell.get_executor(), work_of(tasks[task]),
          asio::bind_cancellation_slot(stops[task].slot(),
                                       [this, task](std::exception_ptr error) {
                                         has_ended(task, error);
                                       }));
    // A task that fails as soon as it is started does so before those that are
    // started after it can hear of it.
    if (on_failure == OnFailure::cancel_others && !report.empty()) stop_all();
  }
  void stop_all() {
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  }
  // Until the bell rings, or the supervisor itself is cancelled.
  asio::awaitable<void> wait() {
    asio::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return;
    co_await asio::this_coro::reset_cancellation_state();
    is_cancelled();
  }

  const std::vector<Task> tasks;
  const OnFailure on_failure;
  // Rings when the last task has ended.
  asio::steady_timer bell;
  std::vector<asio::cancellation_signal> stops;
  std::vector<Failure> report;
  std::size_t running;
};

template <class Kind>
asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  Kind supervisor(co_await asio::this_coro::executor, std::move(tasks),
                  on_failure);
  supervisor.start_all();
  co_await supervisor.wait_for_all();
  co_return supervisor.report;
}

}  // namespace exo36::plain
