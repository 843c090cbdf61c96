// Lets the timer say that it is too late.
// breaks: "If the deadline has passed already, it throws timed_out at once,
//   sends nothing, and the link stays as it is."
// step: 3
// lesson: asks-though-too-late
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct AsksAnyway : plain::Call {
  using Call::Call;

  Clock::duration time_left() override { return deadline - Clock::now(); }
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<AsksAnyway>(link, std::move(request), deadline);
}

}  // namespace exo39
