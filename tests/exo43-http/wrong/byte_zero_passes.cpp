// Leaves a byte 0 in the path, which ends it for the system.
// breaks: "and so does a path with a byte 0"
// step: 5
// lesson: percent-encoding
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct ByteZeroPasses : plain::Site {
  using Site::Site;

  bool is_possible(const std::string&) const override { return true; }
  asio::awaitable<plain::Content> read(std::string file) const override {
    return Site::read(file.c_str());
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<ByteZeroPasses>(std::move(folder), clerks);
}

}  // namespace exo43
