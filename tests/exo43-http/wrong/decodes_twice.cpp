// Decodes until nothing is left to decode.
// breaks: "percent_decoded once"
// step: 5
// lesson: percent-encoding
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct DecodesTwice : plain::Site {
  using Site::Site;

  std::optional<std::string> decoded(const std::string& target) const override {
    auto path = Site::decoded(target);
    if (path)
      if (const auto again = workbook::http::percent_decoded(*path))
        path = again;
    return path;
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<DecodesTwice>(std::move(folder), clerks);
}

}  // namespace exo43
