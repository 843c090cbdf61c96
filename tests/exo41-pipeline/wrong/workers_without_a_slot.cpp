// Starts workers that hear nothing of a cancellation.
// breaks: "Cancelled, it cancels the work under way, and throws
//   `asio::error::operation_aborted`."
// step: 3
// lesson: deaf-to-cancellation
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
                         if (failure && !office->first) {
                           office->first = failure;
                           for (auto& stop : office->stops)
                             stop.emit(asio::cancellation_type::terminal);
                         }
                         if (--office->at_work == 0) office->over.cancel();
                       }));
  while (office->at_work > 0) co_await ring(office->over);
  if (office->first) std::rethrow_exception(office->first);
  out.finish();
}

}  // namespace exo41
