// Takes co_await post(clerks, use_awaitable) for a move to the pool.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: post-comes-back
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  co_await asio::post(clerks, asio::use_awaitable);
  co_return plain::text_in(path);
}

}  // namespace exo35
