// Takes the end of the client for an end, and any other error for an exception.
// breaks: "When the connection breaks, it returns, and throws nothing."
// step: 1
// lesson: broken-line-thrown
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct OnlyTheEndIsExpected : plain::Talk {
  using Talk::Talk;

  asio::awaitable<plain::Received> receive(asio::mutable_buffer room) override {
    const auto [error, size] = co_await Talk::receive(room);
    if (error && error != asio::error::eof) throw asio::system_error(error);
    co_return plain::Received(error, size);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<OnlyTheEndIsExpected>(std::move(socket),
                                           std::move(handler));
}

}  // namespace exo38
