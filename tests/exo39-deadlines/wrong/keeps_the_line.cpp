// Keeps its connection when an answer is late.
// breaks: "It returns the answer to this request, whatever became of the calls
//   before."
// step: 3
// lesson: late-reply-for-the-next
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct KeepsTheLine : plain::Call {
  using Call::Call;

  void has_failed(asio::error_code error) override {
    if (error == asio::error::timed_out) give_back();
  }
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<KeepsTheLine>(link, std::move(request), deadline);
}

}  // namespace exo39
