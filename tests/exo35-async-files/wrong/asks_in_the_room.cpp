// Asks in the reading room whether the file is there.
// breaks: "to open a file or to ask for one included"
// step: 1
// lesson: blocks-the-room
#include <exo35-async-files/plain_read.hpp>
#include <system_error>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  if (!fs::exists(path))
    throw fs::filesystem_error("no such file", path, std::error_code());
  co_return co_await plain::read(clerks, path);
}

}  // namespace exo35
