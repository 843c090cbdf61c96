// One limit for all that a job holds in memory: its processes together, and the
// files that it has there. Linux's control groups do that, where this process
// may make some: of version 2, as root or in a group that was handed to its
// user, or of version 1, as root.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace grader {

namespace fs = std::filesystem;

class Groups {
 public:
  // nullptr where there are none for us.
  static std::unique_ptr<Groups> make();
  ~Groups();
  Groups(const Groups&) = delete;
  Groups& operator=(const Groups&) = delete;

  // A group for what runs in this slot, which may hold so many MiB. A process
  // that writes 0 into the file that is returned is in the group from then on.
  fs::path enter(int slot, int memory);

 private:
  Groups(fs::path parent, bool first_version);
  bool works();
  fs::path own(int slot) const;
  bool enable();

  fs::path parent_;
  bool first_version_;
  bool moved_ = false;  // this process, into a group beside those of the jobs
  std::vector<fs::path> made_;
};

}  // namespace grader
