// Refuses "..", and shows what is hidden.
// breaks: "What is hidden gets 404"
// step: 5
// lesson: dot-dot
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct OnlyDotDot : plain::Site {
  using Site::Site;

  bool is_hidden(const std::string&, const std::string& path) const override {
    return path.find("/..") != path.npos;
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<OnlyDotDot>(std::move(folder), clerks);
}

}  // namespace exo43
