// Has its drafts in /tmp, whatever the environment says; here the rename works.
// breaks: "Nothing is written in any other folder"
// step: 2
// lesson: other-folder
#include "async_files.hpp"

#define draft_of reference_draft_of
#define store reference_store
#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef draft_of
#undef store
#undef write_file

exo35::fs::path draft_of(const exo35::fs::path&) {
  return "/tmp/" + std::to_string(std::random_device()()) + ".draft";
}

asio::awaitable<void> store(exo35::fs::path path, std::string content) {
  const auto draft = draft_of(path);
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw exo35::failure("cannot write", path);
    exo35::fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    exo35::fs::remove(draft, ignored);
    throw;
  }
  co_return;
}

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, ::store(path, content), until_done());
}
