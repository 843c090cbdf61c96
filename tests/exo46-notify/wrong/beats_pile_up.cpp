// Notes down each heartbeat that is due, and sends them all.
// breaks: "Nothing is begun while a write is under way: a client that reads
//   again finds one `heartbeat` at most between two notices, however long it
//   slept."
// step: 4
// lesson: heartbeat-into-full-pipe
#include <algorithm>
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct NotesEachBeat : plain::Streamer {
  using Streamer::Streamer;

  using Timer = asio::steady_timer;

  asio::awaitable<void> run(Subscription subscription) override {
    using namespace asio::experimental::awaitable_operators;
    co_await (tell(std::move(subscription)) || count() || listen());
  }
  asio::awaitable<void> tell(Subscription subscription) override {
    std::string text(opening);
    while (co_await send(text)) {
      sent = std::max(sent, Timer::clock_type::now());
      beat.expires_at(Timer::time_point::max());
      if (due > 0)
        text = heartbeat;
      else
        text = co_await next_text(subscription);
      if (text == heartbeat) --due;
    }
  }
  asio::awaitable<void> count() {
    Timer timer(socket.get_executor());
    for (;;) {
      timer.expires_at(sent + pulse.beat);
      co_await timer.async_wait(plain::as_result);
      if (timer.expiry() < sent + pulse.beat) continue;
      ++due;
      sent = timer.expiry();
      beat.cancel();
    }
  }

  Timer::time_point sent = Timer::clock_type::now();
  int due = 0;
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<NotesEachBeat>(std::move(socket), std::move(request),
                                      hub, pulse);
}

}  // namespace exo46
