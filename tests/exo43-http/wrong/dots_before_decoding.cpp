// Looks for dots before it decodes.
// breaks: "A path never leads out of the folder, however it is spelled"
// step: 5
// lesson: dot-dot
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct DotsBeforeDecoding : plain::Site {
  using Site::Site;

  bool is_hidden(const std::string& target, const std::string&) const override {
    return target.find("/.") != target.npos;
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<DotsBeforeDecoding>(std::move(folder), clerks);
}

}  // namespace exo43
