// Closes the connection when an answer is late, and not when it is broken.
// breaks: "When it throws, also when it is cancelled by its caller, the
//   connection is closed: the next call makes a new one."
// step: 3
// lesson: broken-link-kept
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct BrokenLinkKept : plain::Call {
  using Call::Call;

  void has_failed(asio::error_code error) override {
    if (error != asio::error::timed_out &&
        error != asio::error::operation_aborted)
      give_back();
  }
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<BrokenLinkKept>(link, std::move(request), deadline);
}

}  // namespace exo39
