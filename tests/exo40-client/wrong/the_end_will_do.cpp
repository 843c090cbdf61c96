// Takes what came before the end for the reply.
// breaks: "What ends before its newline is no reply, and neither is what
//   reply_of does not understand, nor what is longer than `longest_reply`: it
//   throws."
// step: 5
// lesson: half-an-answer
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct TheEndWillDo : plain::Talk {
  asio::awaitable<std::string> read(tcp::socket& socket) override {
    std::string line;
    asio::error_code error;
    const auto size = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line, longest_reply), '\n',
        asio::redirect_error(asio::use_awaitable, error));
    if (error && (error != asio::error::eof || line.empty()))
      throw std::system_error(error);
    line.resize(error ? line.size() : size);
    if (error) line += '\n';
    co_return line;
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<TheEndWillDo>(carrier, std::move(query), within);
}

}  // namespace exo40
