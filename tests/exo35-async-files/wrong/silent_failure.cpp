// Never asks whether the draft could be written.
// step: 2
// lesson: error-lost
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  const auto draft = exo35::draft_of(path);
  std::ofstream(draft, std::ios::binary) << content;
  std::error_code error;
  fs::rename(draft, path, error);
  if (error) fs::remove(draft, error);
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
