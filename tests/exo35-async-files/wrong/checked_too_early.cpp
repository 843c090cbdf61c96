// Asks the stream before close(): the last bytes are still in its buffer.
// breaks: "A failure leaves everything as it was, and is an exception."
// step: 2
// lesson: write-not-checked
#include <exo35-async-files/plain_write.hpp>
#include <fstream>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::by_a_clerk(clerks, [=] {
    const auto draft = plain::draft_beside(path);
    plain::or_remove(draft, [&] {
      std::ofstream file(draft, std::ios::binary);
      file << content;
      if (!file) throw plain::failure("cannot write", path);
      file.close();
      fs::rename(draft, path);
    });
  });
}

}  // namespace exo35
