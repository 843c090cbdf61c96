// Tries again when no descriptor is left, and returns for any other error.
// breaks: "An error of accept does not end it."
// step: 2
// lesson: accept-error-ends-all
#include <asio/error.hpp>
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct KnowsOneError : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code error) override {
    if (error != asio::error::no_descriptors) co_return false;
    co_return co_await Door::goes_on_after(error);
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<KnowsOneError>(acceptor, std::move(handler));
}

}  // namespace exo38
