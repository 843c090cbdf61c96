// Lets the handler fail on what is not there.
// breaks: "What is not there, or is not a regular file, gets 404"
// step: 5
// lesson: missing-is-404
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct ThrowsWhenMissing : plain::Site {
  using Site::Site;

  Response answer_with(plain::Content content,
                       const std::string& path) const override {
    return of(content.value(), path);
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<ThrowsWhenMissing>(std::move(folder), clerks);
}

}  // namespace exo43
