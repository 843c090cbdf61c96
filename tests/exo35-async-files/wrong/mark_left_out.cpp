// Leaves out a byte order mark.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: bytes-changed
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  auto text = co_await plain::read(clerks, path);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  co_return text;
}

}  // namespace exo35
