// Writes the letter before it connects.
// breaks: "The letter says how many milliseconds are left when it is sent,
//   rounded down."
// step: 3
// lesson: deadline-anew-each-hop
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct SendsTheWholeTime : plain::Call {
  using Call::Call;

  asio::awaitable<void> connect_if_none() override {
    written = Call::letter();
    co_await Call::connect_if_none();
  }
  std::string letter() override { return written; }

  std::string written;
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<SendsTheWholeTime>(link, std::move(request), deadline);
}

}  // namespace exo39
