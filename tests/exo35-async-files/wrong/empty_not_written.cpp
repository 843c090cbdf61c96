// Thinks that there is nothing to do for an empty content.
// breaks: "Then the file has these bytes as they are, be there none."
// step: 2
// lesson: bytes-changed
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  if (content.empty()) co_return;
  co_await plain::write(clerks, path, content);
}

}  // namespace exo35
