// Moves to a clerk's thread, and goes on there.
// breaks: "they come back to the executor that awaited them"
// step: 1
// lesson: stays-on-the-pool
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  co_return plain::text_in(path);
}

}  // namespace exo35
