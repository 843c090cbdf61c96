// Asks in the reading room why a clerk has failed.
// breaks: "to open a file or to ask for one included, is made by a clerk"
// step: 1
// lesson: blocks-the-room
#include <exception>
#include <exo35-async-files/plain_read.hpp>
#include <system_error>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  std::exception_ptr error;
  try {
    co_return co_await plain::read(clerks, path);
  } catch (...) {
    error = std::current_exception();
  }
  if (fs::exists(path)) std::rethrow_exception(error);
  throw fs::filesystem_error("there is none", path, std::error_code());
}

}  // namespace exo35
