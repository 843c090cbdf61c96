// Closes the connection on what it cannot read.
// breaks: "What the parser refuses is answered with that status"
// step: 3
// lesson: wrong-refusal
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct ClosesWithoutAWord : plain::Talk {
  using Talk::Talk;

  bool answers_refusal(int status) override {
    last = true;
    return status == 408;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<ClosesWithoutAWord>(std::move(socket), std::move(handler),
                                         patience);
}

}  // namespace exo43
