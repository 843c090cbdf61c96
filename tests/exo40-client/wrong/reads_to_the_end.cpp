// Reads until the carrier closes.
// breaks: "The reply is understood at its last byte, in however many pieces
//   it comes, with "\n" or with "\r\n" at its end."
// step: 5
// lesson: reply-is-a-line
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/read.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct ReadsToTheEnd : plain::Talk {
  asio::awaitable<std::string> read(tcp::socket& socket) override {
    std::string line;
    asio::error_code error;
    co_await asio::async_read(socket, asio::dynamic_buffer(line, longest_reply),
                              asio::redirect_error(asio::use_awaitable, error));
    const auto end = line.find('\n');
    if (end == line.npos) throw std::system_error(asio::error::eof);
    line.resize(end + 1);
    co_return line;
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<ReadsToTheEnd>(carrier, std::move(query), within);
}

}  // namespace exo40
