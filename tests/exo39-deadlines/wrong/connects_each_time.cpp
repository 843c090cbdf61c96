// Makes a connection for each call.
// breaks: "After an answer, the next call uses the same connection."
// step: 3
// lesson: connects-each-time
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

namespace {

struct ConnectsEachTime : plain::Call {
  using Call::Call;

  void take_connection() override {}
  void give_back() override {}
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  return plain::call<ConnectsEachTime>(link, std::move(request), deadline);
}

}  // namespace exo39
