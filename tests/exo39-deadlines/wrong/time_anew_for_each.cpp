// Gives the whole time to connecting, to sending, and to waiting.
// breaks: "At `deadline` it throws timed_out, whether it connects, sends or
//   waits."
// step: 3
// lesson: deadline-anew-each-hop
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct TimeAnewForEach : plain::Call {
  using Call::Call;

  Deadline until() override { return after(wait); }

  const Clock::duration wait = deadline - Clock::now();
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<TimeAnewForEach>(link, std::move(request), deadline);
}

}  // namespace exo39
