// Asks in the reading room why a clerk has failed.
// breaks: "to open a file or to ask for one included, is made by a clerk"
// step: 1
// lesson: blocks-the-room
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  std::exception_ptr error;
  try {
    co_return co_await reference_read_file(clerks, path);
  } catch (...) {
    error = std::current_exception();
  }
  if (fs::exists(path)) std::rethrow_exception(error);
  throw fs::filesystem_error("there is none", path, std::error_code());
}
