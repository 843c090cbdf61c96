// Goes to a clerk, and never comes back.
// breaks: "Whatever may have to wait for the disk is done by a clerk, and
//   nothing else."
// step: 5
// lesson: stays-with-the-clerk
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct GoesOnWithTheClerk : plain::Site {
  using Site::Site;

  asio::awaitable<plain::Content> read(std::string file) const override {
    co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
    co_return workbook::http::read_file(file);
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<GoesOnWithTheClerk>(std::move(folder), clerks);
}

}  // namespace exo43
