// Answers every method as GET.
// breaks: "Another method gets 405, and Allow: GET, HEAD"
// step: 5
// lesson: file-as-it-is
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct AnyMethod : plain::Site {
  using Site::Site;

  bool allows(const std::string&) const override { return true; }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<AnyMethod>(std::move(folder), clerks);
}

}  // namespace exo43
