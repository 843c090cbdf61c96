// Keeps whatever the carrier sends.
// breaks: "What ends before its newline is no reply, and neither is what
//   reply_of does not understand, nor what is longer than `longest_reply`: it
//   throws."
// step: 5
// lesson: reply-without-limit
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct NoLimit : plain::Talk {
  std::size_t longest() override { return std::string::npos; }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<NoLimit>(carrier, std::move(query), within);
}

}  // namespace exo40
