// Lets the end of a connection leave as an exception.
// breaks: "When the connection breaks, it returns, and throws nothing"
// step: 3
// lesson: broken-line-thrown
#include <asio/error.hpp>
#include <exo43-http/plain_talk.hpp>
#include <system_error>

namespace exo43 {

namespace {

struct ThrowsWhenItBreaks : plain::Talk {
  using Talk::Talk;

  bool ended(asio::error_code error, const Parser&, Request&) override {
    if (error != asio::error::eof) throw std::system_error(error);
    return false;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<ThrowsWhenItBreaks>(std::move(socket), std::move(handler),
                                         patience);
}

}  // namespace exo43
