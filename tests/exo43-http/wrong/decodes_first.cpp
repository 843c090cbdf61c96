// Looks for the question mark after decoding.
// breaks: "The path of a file is the target up to a "?""
// step: 5
// lesson: percent-encoding
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct DecodesFirst : plain::Site {
  using Site::Site;

  std::optional<std::string> decoded(const std::string& target) const override {
    auto path = workbook::http::percent_decoded(target);
    if (path) *path = path->substr(0, path->find('?'));
    return path;
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<DecodesFirst>(std::move(folder), clerks);
}

}  // namespace exo43
