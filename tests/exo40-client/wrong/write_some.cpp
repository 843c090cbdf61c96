// Sends what the network takes at once, and no more.
// breaks: "The query arrives whole, however little the network takes at
//   once."
// step: 5
// lesson: write-some-is-not-all
#include <asio/buffer.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct WriteSome : plain::Talk {
  asio::awaitable<void> send(tcp::socket& socket,
                             const std::string& query) override {
    co_await socket.async_write_some(asio::buffer(query), asio::use_awaitable);
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<WriteSome>(carrier, std::move(query), within);
}

}  // namespace exo40
