// Throws what the office has answered, if that is an error.
// breaks: "It returns the answer to this request, whatever became of the calls
//   before."
// step: 3
// lesson: judges-the-answer
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  auto answer = co_await plain::call(link, std::move(request), deadline);
  if (answer == "-ERR timed out")
    throw asio::system_error(asio::error::timed_out);
  co_return answer;
}

}  // namespace exo39
