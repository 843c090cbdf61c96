// Has a patience of its own for an office that is slow to read.
// breaks: "At `deadline` it throws timed_out, whether it connects, sends or
//   waits."
// step: 3
// lesson: given-up-too-soon
#include <algorithm>
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct ImpatientWithTheReader : plain::Call {
  using Call::Call;

  // Of the letter, which is sent next, and not of the answer.
  std::string letter() override {
    sends = true;
    return Call::letter();
  }
  Deadline until() override {
    if (!std::exchange(sends, false)) return deadline;
    return std::min(deadline, after(std::chrono::seconds(10)));
  }
  bool sends = false;
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<ImpatientWithTheReader>(link, std::move(request),
                                             deadline);
}

}  // namespace exo39
