#include "groups.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace grader {

namespace {

// The kernel answers at the write itself: a stream would hide it.
bool write_to(const fs::path& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const auto written = ::write(descriptor, text.data(), text.size());
  ::close(descriptor);
  return written == static_cast<ssize_t>(text.size());
}

bool has_word(const fs::path& file, const std::string& wanted) {
  std::ifstream words(file);
  for (std::string word; words >> word;)
    if (word == wanted) return true;
  return false;
}

// Where the memory controller is, and in which group of it we are.
struct Place {
  fs::path mount;
  std::string group;  // "/" and what follows
  bool first_version = false;
};

std::vector<Place> places() {
  std::vector<Place> found;
  // "36 25 0:31 ROOT MOUNT OPTIONS ... - TYPE SOURCE OPTIONS"
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    const auto dash = line.find(" - ");
    if (dash == line.npos) continue;
    std::istringstream before(line), after(line.substr(dash + 3));
    std::string skipped, mount, type, source, options;
    before >> skipped >> skipped >> skipped >> skipped >> mount;
    after >> type >> source >> options;
    const bool second = type == "cgroup2";
    if (second || (type == "cgroup" &&
                   ("," + options + ",").find(",memory,") != line.npos))
      found.push_back({mount, "", !second});
  }
  // "0::/user.slice/..." of version 2, "4:memory:/..." of version 1
  for (auto& place : found) {
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
      const auto first = line.find(':');
      const auto second = line.find(':', first + 1);
      if (second == line.npos) continue;
      const auto controllers = line.substr(first + 1, second - first - 1);
      if (place.first_version
              ? ("," + controllers + ",").find(",memory,") != line.npos
              : controllers.empty())
        place.group = line.substr(second + 1);
    }
  }
  return found;
}

std::string bytes(int mebibytes) {
  return std::to_string(static_cast<long long>(mebibytes) << 20);
}

const std::string prefix = "workbook-grade-";

// What the groups of a grader begin with. Containers may see each other's
// groups and have processes of the same number, so the namespace of the numbers
// is part of it.
std::string groups_of(pid_t grader) {
  struct stat numbers = {};
  ::stat("/proc/self/ns/pid", &numbers);
  return prefix + std::to_string(grader) + "-" +
         std::to_string(numbers.st_ino) + "-";
}

void remove_group(const fs::path& group) {
  write_to(group / "cgroup.kill", "1");
  // A group cannot be removed until the last killed process has gone.
  for (int round = 0; ::rmdir(group.c_str()) != 0 && round < 50; ++round)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

// A grader that was killed could not remove its groups: the next one does.
void remove_groups_of_the_dead(const fs::path& parent) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(parent, failed)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const auto grader = std::atoi(name.c_str() + prefix.size());
    if (grader <= 0 || !name.starts_with(groups_of(grader)) ||
        ::kill(grader, 0) == 0 || errno != ESRCH)
      continue;
    remove_group(entry.path());
  }
}

}  // namespace

Groups::Groups(fs::path parent, bool first_version)
    : parent_(std::move(parent)), first_version_(first_version) {}

fs::path Groups::own(int slot) const {
  return parent_ / (groups_of(::getpid()) + std::to_string(slot));
}

std::unique_ptr<Groups> Groups::make() {
  for (const auto& place : places()) {
    // Our own group first, which may be ours to divide; then the one above all,
    // which is root's.
    for (const auto& group : {place.group, std::string("/")}) {
      if (group.empty()) continue;
      const auto parent = (place.mount / group.substr(1)).lexically_normal();
      remove_groups_of_the_dead(parent);
      std::unique_ptr<Groups> groups(new Groups(parent, place.first_version));
      if (groups->works()) return groups;
    }
  }
  return nullptr;
}

// Version 2: the groups below have the controller only if this one hands it
// on, and it can only if no process is in it.
bool Groups::enable() {
  if (first_version_) return true;
  const auto control = parent_ / "cgroup.subtree_control";
  if (has_word(control, "memory")) return true;
  if (!has_word(parent_ / "cgroup.controllers", "memory")) return false;
  if (write_to(control, "+memory")) return true;
  const auto beside = own(-1);
  std::error_code failed;
  if (!fs::create_directory(beside, failed)) return false;
  made_.push_back(beside);
  moved_ = write_to(beside / "cgroup.procs", "0");
  return moved_ && write_to(control, "+memory");
}

bool Groups::works() {
  if (!enable()) return false;
  std::error_code failed;
  if (!fs::create_directory(own(0), failed)) return false;
  made_.push_back(own(0));
  const auto limit = first_version_ ? "memory.limit_in_bytes" : "memory.max";
  return write_to(own(0) / limit, bytes(64)) &&
         ::access((own(0) / "cgroup.procs").c_str(), W_OK) == 0;
}

fs::path Groups::enter(int slot, int memory) {
  const auto group = own(slot);
  if (std::find(made_.begin(), made_.end(), group) == made_.end()) {
    fs::create_directory(group);
    made_.push_back(group);
  }
  const auto size = bytes(memory);
  if (first_version_) {
    // The limit with swap is never below the one without.
    write_to(group / "memory.memsw.limit_in_bytes", "-1");
    write_to(group / "memory.limit_in_bytes", size);
    write_to(group / "memory.memsw.limit_in_bytes", size);
  } else {
    write_to(group / "memory.max", size);
    write_to(group / "memory.swap.max", "0");
    write_to(group / "memory.oom.group", "1");
  }
  return group / "cgroup.procs";
}

Groups::~Groups() {
  if (moved_) {
    write_to(parent_ / "cgroup.subtree_control", "-memory");
    write_to(parent_ / "cgroup.procs", "0");
  }
  for (const auto& group : made_) remove_group(group);
}

}  // namespace grader
