// Makes an empty reply of what it does not understand.
// breaks: "What ends before its newline is no reply, and neither is what
//   reply_of does not understand, nor what is longer than `longest_reply`: it
//   throws."
// step: 5
// lesson: reply-is-a-line
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct AnythingIsAReply : plain::Talk {
  Reply not_understood(const std::string&) override { return {}; }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<AnythingIsAReply>(carrier, std::move(query), within);
}

}  // namespace exo40
