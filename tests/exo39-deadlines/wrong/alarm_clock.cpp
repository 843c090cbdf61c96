// Sets an alarm that cancels the socket, and leaves it behind.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: timer-left-running
#include <asio/steady_timer.hpp>
#include <exo39-deadlines/plain_line.hpp>
#include <memory>

namespace exo39 {

namespace {

struct AlarmClock : plain::Reading {
  using Reading::Reading;

  asio::awaitable<void> wait_for_more() override {
    const auto rung = std::make_shared<bool>(false);
    asio::steady_timer alarm(socket.get_executor(), until());
    alarm.async_wait([rung, &socket = socket](asio::error_code error) {
      if (error) return;
      *rung = true;
      socket.cancel();
    });
    const auto error = co_await read_more();
    if (error)
      throw asio::system_error(*rung ? make_error_code(asio::error::timed_out)
                                     : error);
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<AlarmClock>(socket, received, idle, after(total));
}

}  // namespace exo39
