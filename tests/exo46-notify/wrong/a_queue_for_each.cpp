// Fetches what is published as soon as it is, into a queue of its own.
// breaks: "For a client that does not read, it holds one notice, besides those
//   that the hub keeps, however many of them are there for it."
// step: 3
// lesson: second-queue
#include <deque>
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct HasAQueue : plain::Streamer {
  using Streamer::Streamer;

  using Clock = asio::steady_timer::clock_type;

  asio::awaitable<void> run(Subscription subscription) override {
    using namespace asio::experimental::awaitable_operators;
    co_await (fetch(std::move(subscription)) || tell_from_queue() || listen());
  }
  asio::awaitable<void> fetch(Subscription subscription) {
    for (;;) {
      const auto news = co_await subscription.next();
      queue.push_back(text_of(news));
      beat.cancel();
    }
  }
  asio::awaitable<void> tell_from_queue() {
    std::string text(opening);
    while (co_await send(text)) {
      const auto until = Clock::now() + pulse.beat;
      while (queue.empty() && Clock::now() < until) {
        beat.expires_at(until);
        co_await beat.async_wait(plain::as_result);
      }
      text = heartbeat;
      if (queue.empty()) continue;
      text = std::move(queue.front());
      queue.pop_front();
    }
  }

  std::deque<std::string> queue;
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<HasAQueue>(std::move(socket), std::move(request), hub,
                                  pulse);
}

}  // namespace exo46
