// Takes the line, and lets others run before it returns it.
// breaks: "If it throws, it has taken nothing: cancelled while it waits, it
//   throws `asio::error::operation_aborted`."
// step: 2
// lesson: lost-on-cancel
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct TakesThenWaits : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<std::optional<std::string>> pull() override {
    const auto line = co_await Buffer::pull();
    if (line) co_await let_others_run();
    co_return line;
  }
  asio::awaitable<void> let_others_run() {
    asio::steady_timer at_once(co_await asio::this_coro::executor,
                               asio::steady_timer::time_point::min());
    co_await at_once.async_wait(asio::use_awaitable);
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<TakesThenWaits>(executor, limit);
}

}  // namespace exo41
