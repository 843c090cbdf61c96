// Cancels the others, and does not wait until they have ended.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: left-running
#include "pipeline.hpp"

#define work_in_order reference_work_in_order
#include <solutions/exo41-pipeline/pipeline.cpp>
#undef work_in_order

namespace exo41 {

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  const auto executor = co_await asio::this_coro::executor;
  struct Office {
    explicit Office(const asio::any_io_executor& executor)
        : turns(executor),
          over(executor, asio::steady_timer::time_point::max()) {}
    void fail(const std::exception_ptr& failure) {
      if (first) return;
      first = failure;
      for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
      over.cancel();
    }
    Turns turns;
    asio::steady_timer over;
    std::deque<asio::cancellation_signal> stops;
    std::size_t at_work = 0;
    std::exception_ptr first;
    Work work;
  };
  const auto office = std::make_shared<Office>(executor);
  office->work = std::move(work);
  office->at_work = workers;
  for (std::size_t i = 0; i < workers; ++i)
    asio::co_spawn(executor,
                   work_on_lines(in, out, office->work, office->turns),
                   asio::bind_cancellation_slot(
                       office->stops.emplace_back().slot(),
                       [office](const std::exception_ptr& failure) {
                         if (failure) office->fail(failure);
                         if (--office->at_work == 0) office->over.cancel();
                       }));
  try {
    while (office->at_work > 0 && !office->first) co_await ring(office->over);
  } catch (...) {
    office->fail(std::current_exception());
  }
  if (office->first) std::rethrow_exception(office->first);
  out.finish();
}

}  // namespace exo41
