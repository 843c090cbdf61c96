// Looks for a file with no name.
// breaks: "A path that ends with "/" means the index.html in there"
// step: 5
// lesson: percent-encoding
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct NoIndex : plain::Site {
  using Site::Site;

  std::string index() const override { return ""; }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<NoIndex>(std::move(folder), clerks);
}

}  // namespace exo43
