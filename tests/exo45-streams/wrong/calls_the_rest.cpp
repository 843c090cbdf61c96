// Dropped, it reads the rest of the calls in the background.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 4
// lesson: left-running
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <exo45-streams/plain_buffered.hpp>
#include <exo45-streams/plain_wrapped.hpp>

namespace exo45 {

namespace {

struct CallsTheRest : plain::Wrapped<Scan> {
  using Wrapped::Wrapped;

  ~CallsTheRest() override {
    if (executor)
      asio::co_spawn(executor, plain::read_to_the_end(std::move(stream)),
                     asio::detached);
  }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<CallsTheRest>(
      plain::buffered<plain::Buffered>(std::move(calls), limit)));
}

}  // namespace exo45
