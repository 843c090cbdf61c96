// Joins folder and path as paths: a slash begins anew.
// breaks: "A path never leads out of the folder, however it is spelled"
// step: 5
// lesson: dot-dot
#include <exo43-http/plain_site.hpp>

namespace exo43 {

namespace {

struct PathTakesThePlace : plain::Site {
  using Site::Site;

  std::string file_of(const std::string& path) const override {
    return (folder / path.substr(1)).string();
  }
};

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return plain::site<PathTakesThePlace>(std::move(folder), clerks);
}

}  // namespace exo43
