// Keeps what was read of the next request where all conversations find it.
// breaks: "One request after another is given to the handler, in the order in
//   which they came, together or not; the next one when the answer is sent."
// step: 3
// lesson: shared-by-all
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct OneRestForAll : plain::Talk {
  using Talk::Talk;

  asio::awaitable<bool> next(Request& request) override {
    static std::string kept;
    rest = std::exchange(kept, "");
    const bool there_is_one = co_await Talk::next(request);
    kept = std::exchange(rest, "");
    co_return there_is_one;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<OneRestForAll>(std::move(socket), std::move(handler),
                                    patience);
}

}  // namespace exo43
