// Rounds up what is left: a little more than there is.
// breaks: "The letter says how many milliseconds are left when it is sent,
//   rounded down."
// step: 3
// lesson: deadline-anew-each-hop
#include <chrono>
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct RoundsTheTime : plain::Call {
  using Call::Call;

  std::chrono::milliseconds rounded(Clock::duration left) override {
    return std::chrono::ceil<std::chrono::milliseconds>(left);
  }
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<RoundsTheTime>(link, std::move(request), deadline);
}

}  // namespace exo39
