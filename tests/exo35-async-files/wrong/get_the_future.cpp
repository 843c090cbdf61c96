// Hands the work to a clerk, then stands still until it is done.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: waits-for-the-future
#include <asio/co_spawn.hpp>
#include <asio/use_future.hpp>
#include <exo35-async-files/plain_read.hpp>
#include <future>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  auto text = asio::co_spawn(
      clerks, plain::errand([=] { return plain::text_in(path); }),
      asio::use_future);
  co_return text.get();
}

}  // namespace exo35
