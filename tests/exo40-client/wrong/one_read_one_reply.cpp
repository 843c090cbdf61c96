// Takes what one read gives for the reply.
// breaks: "The reply is understood at its last byte, in however many pieces
//   it comes, with "\n" or with "\r\n" at its end."
// step: 5
// lesson: half-an-answer
#include <asio/buffer.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct OneReadOneReply : plain::Talk {
  asio::awaitable<std::string> read(tcp::socket& socket) override {
    std::string line(longest_reply, '\0');
    line.resize(co_await socket.async_read_some(asio::buffer(line),
                                                asio::use_awaitable));
    co_return line;
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<OneReadOneReply>(carrier, std::move(query), within);
}

}  // namespace exo40
