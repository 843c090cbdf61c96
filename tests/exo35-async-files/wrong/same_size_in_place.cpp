// Writes in place what is as long as what was there: no file becomes shorter.
// breaks: "finds the old content whole"
// step: 2
// lesson: truncates-first
#include <exo35-async-files/plain_write.hpp>
#include <fstream>
#include <system_error>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::by_a_clerk(clerks, [=] {
    std::error_code none;
    if (fs::file_size(path, none) != content.size())
      return plain::put(path, content, plain::draft_beside(path));
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file << content;
    file.close();
    if (!file) throw plain::failure("cannot write", path);
  });
}

}  // namespace exo35
