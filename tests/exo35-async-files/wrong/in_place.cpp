// Writes over the old document: it is lost before the new one is there.
// breaks: "Whoever opens it meanwhile finds the old content whole"
// step: 2
// lesson: truncates-first
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::by_a_clerk(clerks, [=] { plain::fill(path, content, path); });
}

}  // namespace exo35
