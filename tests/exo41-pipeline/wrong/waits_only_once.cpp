// Waits for the others when it is told to stop; told again, it goes at once.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: left-running
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

namespace {

// What the members refer to outlives them: all that is wrong is the haste.
struct Crew {
  Crew(const asio::any_io_executor& executor, std::size_t size)
      : over(executor, asio::steady_timer::time_point::max()),
        stops(size),
        at_work(size) {}

  void fail(const std::exception_ptr& failure) {
    if (first) return;
    first = failure;
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  }

  asio::steady_timer over;
  std::vector<asio::cancellation_signal> stops;
  std::size_t at_work;
  std::exception_ptr first;
};

asio::awaitable<void> keep(std::shared_ptr<Turns> turns, Queue& in, Queue& out,
                           std::shared_ptr<Work> work) {
  co_await work_on_lines(in, out, *work, *turns);
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  const auto executor = co_await asio::this_coro::executor;
  const auto turns = std::make_shared<Turns>(executor);
  const auto shared = std::make_shared<Work>(std::move(work));
  const auto crew = std::make_shared<Crew>(executor, workers);
  for (std::size_t i = 0; i < workers; ++i)
    asio::co_spawn(
        executor, keep(turns, in, out, shared),
        asio::bind_cancellation_slot(crew->stops[i].slot(),
                                     [crew](const std::exception_ptr& failure) {
                                       if (failure) crew->fail(failure);
                                       if (--crew->at_work == 0)
                                         crew->over.cancel();
                                     }));
  for (bool told = false; crew->at_work > 0;) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state();
      crew->fail(std::make_exception_ptr(
          std::system_error(asio::error::operation_aborted)));
      if (std::exchange(told, true)) break;
      continue;
    }
    co_await crew->over.async_wait(as_result);
  }
  if (crew->first) std::rethrow_exception(crew->first);
  out.finish();
}

}  // namespace exo41
