// Reads the file itself.
// breaks: "Whatever may have to wait for the disk is done by a clerk"
// step: 5
// lesson: asks-the-disk-itself
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct ReadsInTheLoop : plain::Site {
  using Site::Site;

  asio::awaitable<plain::Content> read(std::string file) const override {
    co_return workbook::http::read_file(file);
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<ReadsInTheLoop>(std::move(folder), clerks);
}

}  // namespace exo43
