// Counts the characters of a body.
// breaks: "a Content-Length that counts bytes"
// step: 3
// lesson: length-counts-characters
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct CountsCharacters : plain::Talk {
  using Talk::Talk;

  std::string length(const Response& response) override {
    if (is_bare(response)) return "";
    std::size_t characters = 0;
    for (const char c : response.body) characters += (c & 0xC0) != 0x80;
    return "Content-Length: " + std::to_string(characters) + "\r\n";
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<CountsCharacters>(std::move(socket), std::move(handler),
                                       patience);
}

}  // namespace exo43
