// Takes every operation_aborted for a cancellation, and nothing else for one.
// breaks: "A question that is cancelled decides nothing: after a cancelled
//   probe, the next question is the probe."
// step: 4
// lesson: cancel-is-no-failure
#include <asio/error.hpp>
#include <exception>
#include <exo40-client/plain_breaker.hpp>
#include <system_error>

namespace exo40 {

namespace {

struct BelievesTheException : plain::Fuse {
  using Fuse::Fuse;

  bool is_cancelled(bool, const std::exception_ptr& error) override {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::system_error& thrown) {
      return thrown.code() == asio::error::operation_aborted;
    } catch (...) {
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<BelievesTheException>(failures, rest);
}

}  // namespace exo40
