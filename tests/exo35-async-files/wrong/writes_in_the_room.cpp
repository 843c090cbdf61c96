// Writes the draft on the thread of the loop; only the rename is offloaded.
// breaks: "is made by a clerk, and by no other thread"
// step: 2
// lesson: blocks-the-room
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

asio::awaitable<void> exo35::write_file(Clerks&, fs::path path,
                                        std::string content) {
  const auto draft = draft_of(path);
  std::ofstream(draft, std::ios::binary) << content;
  fs::rename(draft, path);
  co_return;
}
