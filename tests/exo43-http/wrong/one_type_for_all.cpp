// Does not look at the name for the type.
// breaks: "the media_type of its name"
// step: 5
// lesson: file-as-it-is
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct OneTypeForAll : plain::Site {
  using Site::Site;

  std::string type_of(const std::string&) const override {
    return "text/html; charset=utf-8";
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<OneTypeForAll>(std::move(folder), clerks);
}

}  // namespace exo43
