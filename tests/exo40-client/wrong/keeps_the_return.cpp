// Leaves the "\r" in the line that reply_of is asked about.
// breaks: "The reply is understood at its last byte, in however many pieces it
//   comes, with "\n" or with "\r\n" at its end."
// step: 5
// lesson: reply-is-a-line
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

namespace {

struct KeepsTheReturn : plain::Talk {
  std::string without_end(std::string line) override {
    line.pop_back();
    return line;
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return plain::fetch<KeepsTheReturn>(carrier, std::move(query), within);
}

}  // namespace exo40
