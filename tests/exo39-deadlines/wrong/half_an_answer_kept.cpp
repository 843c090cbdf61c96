// Closes the connection, and keeps what it had read from it.
// breaks: "It returns the answer to this request, whatever became of the calls
//   before."
// step: 3
// lesson: late-reply-for-the-next
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct HalfAnAnswerKept : plain::Call {
  using Call::Call;

  void has_failed(asio::error_code) override {
    link.received = std::move(received);
  }
  void forget_what_came() override {}
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<HalfAnAnswerKept>(link, std::move(request), deadline);
}

}  // namespace exo39
