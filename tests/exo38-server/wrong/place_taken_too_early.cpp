// Takes a place before it accepts, and keeps it when accept fails.
// breaks: "An error of accept costs no place."
// step: 3
// lesson: place-paid-for-nothing
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct PlaceTakenTooEarly : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code error) override {
    // The place was taken before the client came; nobody gives it back.
    ++guests;
    return Door::goes_on_after(error);
  }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<PlaceTakenTooEarly>(acceptor, std::move(handler), most);
}

}  // namespace exo38
