#include "sandbox.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "common/say.hpp"
#include "groups.hpp"

namespace grader {

namespace {

using workbook::Command;
using workbook::say;

// The options of bubblewrap, one after the other.
class Words {
 public:
  explicit Words(std::initializer_list<std::string> first) : words_(first) {}

  void add(std::initializer_list<std::string> more) {
    words_.insert(words_.end(), more);
  }

  // Shows a path of ours at the same place. Folders on the way that bubblewrap
  // makes by itself are for root alone.
  void show(const std::string& option, const fs::path& path) {
    std::string on_the_way;
    for (const auto& part : path.parent_path().relative_path()) {
      on_the_way += "/" + part.string();
      if (made_.insert(on_the_way).second)
        add({"--perms", "0755", "--dir", on_the_way});
    }
    add({option, path.string(), path.string()});
  }

  std::vector<std::string> take() { return std::move(words_); }

 private:
  std::vector<std::string> words_;
  std::set<std::string> made_ = {"/usr", "/tmp", "/bin", "/lib", "/lib64"};
};

void append(std::vector<std::string>& words,
            std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

void give(const fs::path& folder, uid_t user) {
  if (::chown(folder.c_str(), user, user) != 0)
    throw std::system_error(errno, std::generic_category(), folder.string());
}

// Threads of this user, everywhere: RLIMIT_NPROC counts them all where there
// is no user namespace.
int threads_of_this_user() {
  int threads = 0;
  std::error_code none;
  for (const auto& process : fs::directory_iterator("/proc", none)) {
    std::ifstream status(process.path() / "status");
    bool ours = false;
    for (std::string word; status >> word;) {
      unsigned value = 0;
      if (word == "Uid:" && status >> value) ours = value == ::getuid();
      if (word == "Threads:" && status >> value && ours)
        threads += static_cast<int>(value);
    }
  }
  return threads;
}

}  // namespace

// One user for each program that runs at a time, of those that Debian's
// packages do not use. Another grader that runs at the same time has others: a
// socket with the number of the user in its name is a mark that goes with its
// owner.
class Users {
 public:
  Users() = default;
  Users(const Users&) = delete;
  Users& operator=(const Users&) = delete;
  ~Users() {
    for (int mark : marks_) ::close(mark);
  }

  int of(int slot) {
    while (static_cast<int>(users_.size()) <= slot) take_next();
    return users_[static_cast<std::size_t>(slot)];
  }

 private:
  static constexpr int first = 64000, last = 64999;

  void take_next() {
    for (; next_ <= last; ++next_) {
      const int mark = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (mark < 0)
        throw std::system_error(errno, std::generic_category(), "socket");
      // A name that begins with a zero byte is in no folder.
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      const auto name = "workbook-grade-" + std::to_string(next_);
      name.copy(address.sun_path + 1, name.size());
      const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                               1 + name.size());
      if (::bind(mark, reinterpret_cast<sockaddr*>(&address), size) == 0) {
        marks_.push_back(mark);
        users_.push_back(next_++);
        return;
      }
      ::close(mark);
    }
    throw std::runtime_error(
        say({"too many submissions are graded at once on this machine",
             "trop de rendus sont notés à la fois sur cette machine"}));
  }

  std::vector<int> users_, marks_;
  int next_ = first;
};

bool open_to_all(const fs::path& folder) {
  std::error_code none;
  for (auto at = fs::canonical(folder, none);; at = at.parent_path()) {
    const auto rights = fs::status(at, none).permissions();
    if (none || (rights & fs::perms::others_exec) == fs::perms::none)
      return false;
    if (!at.has_relative_path()) return true;
  }
}

Sandbox::Sandbox(fs::path confine)
    : confine_(std::move(confine)),
      users_(std::make_shared<Users>()),
      groups_(Groups::make()) {}

asio::awaitable<Sandbox> Sandbox::make(fs::path confine, bool bubblewrap_too) {
  Sandbox sandbox(std::move(confine));
  sandbox.root_ = ::geteuid() == 0;
  // Other users run them, whatever umask they were built under.
  if (sandbox.root_)
    for (const auto& program : {sandbox.confine_, sandbox.examine()}) {
      std::error_code refused;
      fs::permissions(program,
                      fs::perms::group_read | fs::perms::group_exec |
                          fs::perms::others_read | fs::perms::others_exec,
                      fs::perm_options::add, refused);
    }
  // It may be installed and yet be forbidden: in a container, say.
  const std::vector<std::string> trial = {"/bin/sh", "-c", "echo works"};
  for (bool bubblewrap : {true, false}) {
    if (bubblewrap && !bubblewrap_too) continue;
    sandbox.bubblewrap_ = bubblewrap;
    // Another user compiles there: it could not even read the headers.
    if (!bubblewrap && sandbox.root_ &&
        !open_to_all(sandbox.confine_.parent_path()))
      break;
    // Nor does it have to be allowed to join a control group.
    const auto groups = sandbox.groups_;
    for (const auto& tried : {groups, std::shared_ptr<Groups>()}) {
      sandbox.groups_ = tried;
      try {
        const auto ended =
            co_await workbook::run(sandbox.wrap(trial, testing, Access(), 0));
        if (ended.status == 0 && ended.output == "works\n") co_return sandbox;
      } catch (const std::system_error&) {
        // Not installed.
      }
    }
    sandbox.groups_ = groups;
  }
  throw std::runtime_error(
      say({"{} does not run. As root, the workbook must be in a folder that "
           "everyone may read",
           "{} ne s'exécute pas. Sous root, le cahier doit être dans un "
           "dossier que tous peuvent lire"},
          sandbox.confine_.string()));
}

std::string Sandbox::name() const {
  return std::string(bubblewrap_ ? "bubblewrap" : "limits") +
         (groups_ ? ", cgroup" : "");
}

std::string Sandbox::description() const {
  const auto together =
      groups_ ? say({"; a job's memory is limited as a whole, by a cgroup",
                     " ; la mémoire d'une tâche est limitée en tout, par un "
                     "cgroup"})
              : std::string();
  if (bubblewrap_)
    return say({"bubblewrap: no network, no files but its own, limits on time, "
                "memory, processes and output",
                "bubblewrap : ni réseau, ni fichiers autres que les siens ; "
                "temps, mémoire, processus et sortie limités"}) +
           together;
  return say({"limits only: time, memory, processes and output are limited, "
              "but "
              "a submission can read the files of this machine (install "
              "bubblewrap, or let it work)",
              "limites seules : temps, mémoire, processus et sortie sont "
              "limités, mais un rendu peut lire les fichiers de cette machine "
              "(installez bubblewrap, ou permettez-lui de fonctionner)"}) +
         together;
}

std::vector<std::string> Sandbox::bubblewrap_words(const Limits& limits,
                                                   const Access& access) const {
  // Its own environment is seen inside, in /proc/1.
  Words words{"/usr/bin/env",
              "-i",
              "PATH=/usr/local/bin:/usr/bin:/bin",
              "bwrap",
              "--unshare-ipc",
              "--unshare-pid",
              "--unshare-net",
              "--unshare-uts",
              "--die-with-parent",
              "--new-session",
              "--cap-drop",
              "ALL"};
  // Root keeps what it needs to become another user, and no user namespace:
  // in one, the number of root's processes would not be limited.
  if (root_)
    words.add({"--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"});
  else
    words.add({"--unshare-user"});
  words.show("--ro-bind", "/usr");
  for (std::string top : {"/bin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    if (fs::is_symlink(top))
      words.add({"--symlink", fs::read_symlink(top).string(), top});
    else if (fs::exists(top))
      words.show("--ro-bind", top);
  }
  // What c++ is a link to, and where libraries are.
  for (auto path : {"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf"})
    words.show("--ro-bind-try", path);
  words.add({"--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size",
             std::to_string(limits.file << 20), "--tmpfs", "/tmp"});
  for (const auto& path : access.readable) words.show("--ro-bind", path);
  words.show("--ro-bind", confine_);
  if (!access.writable.empty()) words.show("--bind", access.writable);
  // The other file systems in memory must not grow either: read-only.
  words.add({"--perms", "1777", "--size", "65536", "--tmpfs", "/dev/shm",
             "--remount-ro", "/dev", "--remount-ro", "/"});
  return words.take();
}

Command Sandbox::wrap(std::vector<std::string> words, const Limits& limits,
                      const Access& access, int slot) const {
  Command command;
  auto& all = command.words;
  // Joined outside: inside of the sandbox there is no such file to write.
  if (groups_)
    all = {confine_.string(), "--group",
           groups_->enter(slot, limits.together + limits.file).string(), "--"};
  if (bubblewrap_) {
    const auto words = bubblewrap_words(limits, access);
    all.insert(all.end(), words.begin(), words.end());
    all.push_back("--");
  }
  append(all, {confine_.string(), "--cpu", std::to_string(limits.cpu),
               "--memory", std::to_string(limits.memory), "--file",
               std::to_string(limits.file)});
  // Bubblewrap gives an ordinary user a namespace, where counting begins anew.
  int processes = limits.processes;
  if (!bubblewrap_ && !root_) processes += threads_of_this_user();
  append(all, {"--processes", std::to_string(processes)});
  if (root_) append(all, {"--user", std::to_string(users_->of(slot))});
  append(all, {limits.alone ? "--alone" : "--no-contact"});
  const std::string folder =
      access.folder.empty() ? "/" : access.folder.string();
  const std::string scratch = bubblewrap_ || access.writable.empty()
                                  ? "/tmp"
                                  : access.writable.string();
  append(all, {"--folder", folder, "--set", "PATH=/usr/local/bin:/usr/bin:/bin",
               "--set", "LC_ALL=C", "--set", "HOME=" + scratch, "--set",
               "TMPDIR=" + scratch, "--set", "WORKBOOK_ATTEST=1", "--set",
               "WORKBOOK_LANG=" + std::string(workbook::french() ? "fr" : "en"),
               // Each arena of malloc takes 64 MiB of address space.
               "--set", "MALLOC_ARENA_MAX=2", "--"});
  all.insert(all.end(), words.begin(), words.end());
  command.limit = std::chrono::seconds(limits.wall);
  command.output_limit = limits.output;
  command.stop_at_limit = true;
  command.own_session = true;
  return command;
}

void Sandbox::hand_over(const fs::path& folder, int slot) const {
  if (root_) give(folder, static_cast<uid_t>(users_->of(slot)));
}

void Sandbox::take_back(const fs::path& folder) const {
  if (root_) give(folder, 0);
}

asio::awaitable<void> Sandbox::sweep(int slot) const {
  // Others end with their namespace, or when workbook::run ends orphans.
  if (!root_ || bubblewrap_) co_return;
  Command command;
  command.words = {confine_.string(), "--sweep",
                   std::to_string(users_->of(slot))};
  const auto ended = co_await workbook::run(command);
  if (ended.status != 0) throw std::runtime_error(ended.output);
}

}  // namespace grader
