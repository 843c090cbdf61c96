// Counts the end of the line as if it were not there.
// breaks: "What ends before its newline is no reply, and neither is what
//   reply_of does not understand, nor what is longer than `longest_reply`: it
//   throws."
// step: 5
// lesson: reply-without-limit
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct RoomForTheTextOnly : plain::Talk {
  std::size_t longest() override { return longest_reply - 1; }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<RoomForTheTextOnly>(carrier, std::move(query), within);
}

}  // namespace exo40
