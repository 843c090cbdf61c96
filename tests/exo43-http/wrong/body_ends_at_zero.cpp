// Takes the body for a C string, and so for one that a zero ends.
// breaks: "a Content-Length that counts bytes"
// step: 3
// lesson: length-counts-characters
#include <cstring>
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct BodyEndsAtZero : plain::Talk {
  using Talk::Talk;

  std::string length(const Response& response) override {
    if (is_bare(response)) return "";
    const auto size = std::strlen(response.body.c_str());
    return "Content-Length: " + std::to_string(size) + "\r\n";
  }
  std::string body(const Response& response, const Request& request) override {
    return Talk::body(response, request).c_str();
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<BodyEndsAtZero>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
