// Looks at the clock once, when the talk begins.
// breaks: "the Date of its moment"
// step: 3
// lesson: answer-incomplete
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct OldDate : plain::Talk {
  using Talk::Talk;

  std::string date() override { return begun; }

  const std::string begun = Talk::date();
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<OldDate>(std::move(socket), std::move(handler), patience);
}

}  // namespace exo43
