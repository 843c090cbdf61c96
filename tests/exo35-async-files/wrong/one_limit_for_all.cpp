// Counts the open files of all calls together.
// breaks: "As many as that are open while there are files left to open"
// step: 3
// lesson: one-at-a-time
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo35-async-files/plain_count.hpp>
#include <optional>

namespace exo35 {

namespace {

std::size_t open = 0;

// A place until it goes out of scope.
struct Place {
  explicit Place(asio::steady_timer& rung) : bell(rung) { ++open; }
  ~Place() {
    --open;
    bell.cancel();
  }
  asio::steady_timer& bell;
};

struct OneLimitForAll : plain::Task {
  using Task::Task;

  asio::awaitable<void> read_all() override {
    const auto room = co_await asio::this_coro::executor;
    bell.emplace(room, asio::steady_timer::time_point::max());
    co_await Task::read_all();
  }
  asio::awaitable<std::string> text_in(fs::path path) override {
    while (open >= limit) {
      asio::error_code rung;
      co_await bell->async_wait(
          asio::redirect_error(asio::use_awaitable, rung));
    }
    const Place place(*bell);
    co_return co_await Task::text_in(std::move(path));
  }

  std::optional<asio::steady_timer> bell;
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<OneLimitForAll>(clerks, std::move(paths), limit);
}

}  // namespace exo35
