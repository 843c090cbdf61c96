// Does not say when it answers.
// breaks: "the Date of its moment"
// step: 3
// lesson: answer-incomplete
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct NoDate : plain::Talk {
  using Talk::Talk;

  std::string date() override { return ""; }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<NoDate>(std::move(socket), std::move(handler), patience);
}

}  // namespace exo43
