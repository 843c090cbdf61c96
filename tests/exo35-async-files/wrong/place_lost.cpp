// Gives the place back only when the file was good.
// breaks: "and the others are counted"
// step: 3
// lesson: place-lost
#include <asio/experimental/channel.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo35-async-files/plain_count.hpp>
#include <optional>

namespace exo35 {

namespace {

using Places = asio::experimental::channel<void(asio::error_code, int)>;

struct PlaceLost : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override { return paths.size(); }
  asio::awaitable<void> read_all() override {
    const auto room = co_await asio::this_coro::executor;
    places.emplace(room, limit);
    co_await Task::read_all();
  }
  asio::awaitable<std::string> text_in(fs::path path) override {
    co_await places->async_send(asio::error_code(), 1, asio::use_awaitable);
    auto text = co_await Task::text_in(std::move(path));
    places->try_receive([](auto...) {});
    co_return text;
  }

  std::optional<Places> places;
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<PlaceLost>(clerks, std::move(paths), limit);
}

}  // namespace exo35
