#include "submission.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <support/text.hpp>

#include "common/command_line.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "intake.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::say;

constexpr std::uintmax_t largest = 256 * 1024;  // bytes

// The type of root / path, where no folder on the way is a link.
fs::file_type type_inside(const fs::path& root, const fs::path& path) {
  std::error_code none;
  auto at = root;
  auto type = fs::file_type::directory;
  for (const auto& part : path) {
    if (type != fs::file_type::directory) return type;
    at /= part;
    type = fs::symlink_status(at, none).type();
  }
  return type;
}

std::string problem_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::regular:
      return "";
    case fs::file_type::not_found:
    case fs::file_type::none:
      return say({"was not handed in", "n'a pas été rendu"});
    case fs::file_type::directory:
      return say({"is a folder", "est un dossier"});
    case fs::file_type::symlink:
      return say({"is a symbolic link, which is not followed",
                  "est un lien symbolique, qui n'est pas suivi"});
    default:
      return say({"is a device or a pipe, not a file",
                  "est un périphérique ou un tube, pas un fichier"});
  }
}

// A file as it is: nothing on the way to it is a link.
LearnerFile read_bytes(const fs::path& root, const fs::path& path) {
  LearnerFile file;
  file.problem = problem_of(type_inside(root, path));
  if (!file.problem.empty()) return file;
  std::ifstream stream(root / path, std::ios::binary);
  file.content.resize(largest + 1);
  stream.read(file.content.data(),
              static_cast<std::streamsize>(file.content.size()));
  file.content.resize(static_cast<std::size_t>(stream.gcount()));
  if (!stream.is_open())
    file.problem = say({"cannot be read", "ne peut pas être lu"});
  return file;
}

// At most so many names of an archive or a folder are listed.
constexpr std::size_t most_paths = 20'000;

// All that is in a folder, but for what is never a learner's.
std::vector<std::string> paths_in(const fs::path& root) {
  std::vector<std::string> paths;
  std::error_code none;
  for (fs::recursive_directory_iterator
           at(root, fs::directory_options::skip_permission_denied, none),
       end;
       at != end && paths.size() < most_paths; at.increment(none)) {
    const auto name = at->path().filename().string();
    const auto type = at->symlink_status(none).type();
    if (type == fs::file_type::directory &&
        (at.depth() > 4 || never_theirs(name)))
      at.disable_recursion_pending();
    if (type != fs::file_type::directory ||
        name.find(".c") != std::string::npos)
      paths.push_back(at->path().lexically_relative(root).generic_string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// ------------------------------------------------ archives, repositories

// Programs that read what we do not trust: git, and CMake for archives.
constexpr Limits reading{20, 60, 1024, 1024, 32, 64, 2'000'000, false};
constexpr std::uintmax_t largest_archive = 64 << 20;
constexpr std::uintmax_t largest_repository = 256 << 20;

bool ends_with_kind(std::string_view name, std::size_t& size) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  for (std::string_view kind :
       {".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".7z"})
    if (lower.size() > kind.size() && lower.ends_with(kind)) {
      size = kind.size();
      return true;
    }
  return false;
}

bool is_archive(const fs::path& path) {
  std::size_t size = 0;
  return ends_with_kind(path.filename().string(), size);
}

bool is_repository(const fs::path& folder) {
  std::error_code none;
  return fs::is_regular_file(fs::symlink_status(folder / "HEAD", none)) &&
         fs::is_directory(fs::symlink_status(folder / "objects", none)) &&
         fs::is_directory(fs::symlink_status(folder / "refs", none));
}

// The repository of a submission, bare or with its files, in the folder itself
// or in the only one below that has one; "" if there is none.
fs::path repository_in(const fs::path& root) {
  for (const auto& folder : {root, root / ".git"})
    if (is_repository(folder)) return folder;
  fs::path found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root, none))
    if (fs::is_directory(entry.symlink_status(none)))
      for (const auto& folder : {entry.path(), entry.path() / ".git"})
        if (is_repository(folder)) {
          if (!found.empty()) return {};
          found = folder;
        }
  return found;
}

// A copy for the user of the slot; links stay behind.
void copy_for(const Sandbox& sandbox, int slot, const fs::path& from,
              const fs::path& to, std::uintmax_t& room) {
  const auto type = fs::symlink_status(from).type();
  if (type == fs::file_type::directory) {
    fs::create_directory(to);
    for (const auto& entry : fs::directory_iterator(from))
      copy_for(sandbox, slot, entry.path(), to / entry.path().filename(), room);
  } else if (type == fs::file_type::regular) {
    const auto size = fs::file_size(from);
    if (size > room)
      throw std::runtime_error(
          say({"too large to be read", "trop volumineux pour être lu"}));
    room -= size;
    // A signal may interrupt it: another program of ours has ended.
    std::error_code error;
    do fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    while (error == std::errc::interrupted);
    if (error) throw fs::filesystem_error("copy", from, to, error);
  } else {
    return;
  }
  sandbox.hand_over(to, slot);
}

// A place to read files from: their paths, and a way to read each.
struct Opened {
  std::vector<std::string> paths;
  fs::path root;                           // where they are, or
  std::map<std::string, std::string> git;  // the object of each in `root`
  int late_days = -1;
  bool too_late = false;  // there are commits, but none before the deadline
};

asio::awaitable<std::string> read_with(std::vector<std::string> words,
                                       const Sandbox& sandbox, fs::path folder,
                                       int slot) {
  Access access;
  access.writable = folder;
  access.folder = folder;
  auto command = sandbox.wrap(std::move(words), reading, access, slot);
  command.with_errors = false;
  const auto ended = co_await workbook::run(command);
  if (ended.status != 0)
    throw std::runtime_error(
        say({"it cannot be read: damaged, or too large",
             "il ne peut pas être lu : abîmé, ou trop volumineux"}));
  co_return ended.output;
}

// Whether a path stays where it is: nothing of "/etc/passwd" or "../..".
bool stays_inside(const std::string& name) {
  const fs::path path(name);
  return !name.empty() && path.is_relative() && name.front() != '-' &&
         std::none_of(path.begin(), path.end(),
                      [](const auto& part) { return part == ".."; });
}

asio::awaitable<Opened> open_archive(fs::path archive,
                                     const Exercises& exercises,
                                     const Sandbox& sandbox, fs::path scratch,
                                     int slot) {
  Opened opened;
  opened.root = scratch;
  const auto copy = scratch / "archive";
  auto room = largest_archive;
  copy_for(sandbox, slot, archive, copy, room);
  std::vector<std::string> words = {"/usr/bin/env", "LC_ALL=C.UTF-8", "cmake",
                                    "-E", "tar"};
  auto list = words;
  list.insert(list.end(), {"tf", copy.string()});
  std::istringstream names(co_await read_with(list, sandbox, scratch, slot));
  for (std::string name; std::getline(names, name);)
    if (stays_inside(name) && opened.paths.size() < most_paths)
      opened.paths.push_back(name);
  // Only what is wanted comes out.
  words.insert(words.end(), {"xf", copy.string(), "--"});
  const auto size = words.size();
  for (const auto& exercise : exercises)
    if (auto choice = choose(opened.paths, exercise); !choice.path.empty())
      words.push_back(choice.path);
  if (words.size() > size) co_await read_with(words, sandbox, scratch, slot);
  co_return opened;
}

constexpr long long day = 24 * 60 * 60;

asio::awaitable<Opened> open_repository(fs::path repository,
                                        const Deadline* deadline,
                                        const Sandbox& sandbox,
                                        fs::path scratch, int slot,
                                        std::vector<std::string>& remarks) {
  Opened opened;
  opened.root = scratch / "repository";
  auto room = largest_repository;
  copy_for(sandbox, slot, repository, opened.root, room);
  const std::vector<std::string> git = {"/usr/bin/env", "git", "-c",
                                        "safe.directory=*",
                                        "--git-dir=" + opened.root.string()};
  // HEAD may name a branch that nobody has pushed: then the newest one.
  auto words = git;
  words.insert(words.end(),
               {"for-each-ref", "--sort=-committerdate", "--count=1",
                "--format=%(objectname)", "refs/heads", "refs/remotes"});
  const auto newest = co_await read_with(words, sandbox, scratch, slot);
  std::string list;
  for (const auto& tip : {std::string("HEAD"), newest.substr(0, 40)}) {
    if (tip.empty() || !list.empty()) continue;
    auto commit = tip;
    try {
      if (deadline) {
        // "commit OBJECT", and the time of that commit.
        const auto last = deadline->at + deadline->late_days * day;
        words = git;
        words.insert(words.end(), {"rev-list", "--max-count=1", "--format=%ct",
                                   "--min-age=" + std::to_string(last), tip});
        const auto found = co_await read_with(words, sandbox, scratch, slot);
        std::istringstream parts(found);
        std::string word;
        long long when = 0;
        if (!(parts >> word >> commit >> when)) {
          opened.too_late = true;
          continue;
        }
        opened.late_days = static_cast<int>(
            std::max<long long>(0, (when - deadline->at + day - 1) / day));
        words = git;
        words.insert(words.end(), {"rev-list", "--count", commit + ".." + tip});
        std::istringstream count(
            co_await read_with(words, sandbox, scratch, slot));
        int later = 0;
        if (count >> later && later > 0)
          remarks.push_back(
              say({"{} later commits were not looked at: they are after the "
                   "deadline",
                   "{} commits plus récents n'ont pas été regardés : ils "
                   "suivent la date limite"},
                  later));
      }
      words = git;
      words.insert(words.end(), {"ls-tree", "-r", "-z", "--full-tree", commit});
      list = co_await read_with(words, sandbox, scratch, slot);
      opened.too_late = false;
    } catch (const std::runtime_error&) {
    }
  }
  // "100644 blob OBJECT\tPATH", and a zero byte.
  std::istringstream entries(list);
  for (std::string entry; std::getline(entries, entry, '\0');) {
    const auto tab = entry.find('\t');
    const auto blob = entry.find(" blob ");
    if (tab == entry.npos || blob > tab || !entry.starts_with("100") ||
        opened.paths.size() >= most_paths)
      continue;
    const auto path = entry.substr(tab + 1);
    opened.paths.push_back(path);
    opened.git[path] = entry.substr(blob + 6, tab - blob - 6);
  }
  co_return opened;
}

asio::awaitable<LearnerFile> read_bytes(const Opened& opened, std::string path,
                                        const Sandbox& sandbox, int slot) {
  if (opened.git.empty()) co_return read_bytes(opened.root, path);
  LearnerFile file;
  const std::vector<std::string> words = {"/usr/bin/env",
                                          "git",
                                          "-c",
                                          "safe.directory=*",
                                          "--git-dir=" + opened.root.string(),
                                          "cat-file",
                                          "blob",
                                          opened.git.at(path)};
  file.content = co_await read_with(words, sandbox, opened.root, slot);
  co_return file;
}

// ------------------------------------------------------ the whole of it

bool same_content(const fs::path& one, const fs::path& other) {
  if (fs::file_size(one) != fs::file_size(other)) return false;
  std::ifstream left(one, std::ios::binary), right(other, std::ios::binary);
  return std::equal(std::istreambuf_iterator<char>(left), {},
                    std::istreambuf_iterator<char>(right));
}

// Files of the workbook that the submission has, too, but not the same.
std::vector<std::string> changed(const fs::path& root,
                                 const Exercises& exercises) {
  std::vector<std::string> found;
  const auto compare = [&](const fs::path& path) {
    const auto type = type_inside(root, path);
    if (type == fs::file_type::not_found || type == fs::file_type::none) return;
    std::error_code none;
    if (type != fs::file_type::regular || !same_content(path, root / path))
      found.push_back(path.generic_string());
  };
  for (auto path : {"CMakeLists.txt", "CMakePresets.json", "exo"})
    compare(path);
  for (auto folder : {".ci", ".github", "cmake", "common", "companion",
                      "exercises", "grader", "solutions", "tests"}) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const bool theirs =
          std::any_of(exercises.begin(), exercises.end(),
                      [&](const auto& e) { return e.file() == entry.path(); });
      if (!theirs) compare(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool has_any(const std::vector<std::string>& paths,
             const Exercises& exercises) {
  return std::any_of(exercises.begin(), exercises.end(), [&](const auto& e) {
    return !choose(paths, e).path.empty();
  });
}

// The top of a copy of the workbook: what stands before exercises/.
fs::path workbook_in(const fs::path& root,
                     const std::vector<std::string>& chosen) {
  for (const auto& path : chosen)
    if (const auto at = path.find("exercises/"); at != path.npos)
      return root / path.substr(0, at);
  return root;
}

asio::awaitable<Opened> open(fs::path path, const Exercises& exercises,
                             const Deadline* deadline, const Sandbox& sandbox,
                             fs::path scratch, int slot,
                             std::vector<std::string>& remarks) {
  if (!fs::is_directory(path)) {
    if (!fs::is_regular_file(path) || !is_archive(path))
      throw std::runtime_error(
          say({"not a folder, nor an archive; a submission is one",
               "ni dossier, ni archive ; un rendu est l'un ou l'autre"}));
    co_return co_await open_archive(path, exercises, sandbox, scratch, slot);
  }
  Opened opened;
  // The instructor's own path may lead through links; from here on none may.
  opened.root = fs::canonical(path);
  // The last of them may have come with the submission: out of an archive, say.
  if (fs::is_symlink(path))
    remarks.push_back(say({"it is a link, to {}", "c'est un lien, vers {}"},
                          fs::read_symlink(path).string()));
  const auto repository = repository_in(opened.root);
  // The files of a repository may be newer than the deadline.
  if (!deadline || repository.empty()) {
    opened.paths = paths_in(opened.root);
    if (has_any(opened.paths, exercises)) co_return opened;
  }
  if (!repository.empty())
    co_return co_await open_repository(repository, deadline, sandbox, scratch,
                                       slot, remarks);
  // A folder around one archive, as some platforms hand it out.
  std::vector<std::string> archives;
  for (const auto& inside : opened.paths)
    if (is_archive(inside) &&
        type_inside(opened.root, inside) == fs::file_type::regular)
      archives.push_back(inside);
  if (archives.size() != 1) co_return opened;
  remarks.push_back(say({"read from {}", "lu dans {}"}, archives.front()));
  co_return co_await open_archive(opened.root / archives.front(), exercises,
                                  sandbox, scratch, slot);
}

}  // namespace

std::string problem_of(const Exercise& exercise, const LearnerFile& file) {
  return file.problem.empty() ? "" : about(exercise, file.problem);
}

std::string name_without_kind(const std::string& name) {
  std::size_t size = 0;
  if (ends_with_kind(name, size)) return name.substr(0, name.size() - size);
  if (name.size() > 4 && name.ends_with(".git"))
    return name.substr(0, name.size() - 4);
  return name;
}

Deadline read_deadline(const std::string& text) {
  std::tm time{};
  int zone_hours = 0, zone_minutes = 0, read = 0;
  char sign = 0;
  const char* rest = text.c_str();
  const auto take = [&](const char* format, auto... into) {
    read = 0;
    const bool whole = std::sscanf(rest, format, into..., &read) ==
                           static_cast<int>(sizeof...(into)) &&
                       read > 0;
    if (whole) rest += read;
    return whole;
  };
  bool good = take("%4d-%2d-%2d%n", &time.tm_year, &time.tm_mon, &time.tm_mday);
  if (good && *rest == '\0') {
    time.tm_hour = 23, time.tm_min = 59, time.tm_sec = 59;
  } else if (good) {
    good = (*rest == ' ' || *rest == 'T') &&
           (++rest, take("%2d:%2d%n", &time.tm_hour, &time.tm_min));
    if (good && *rest == ':') good = take(":%2d%n", &time.tm_sec);
  }
  const bool utc = good && *rest == 'Z' && rest[1] == '\0';
  const bool zoned =
      utc || (good && (*rest == '+' || *rest == '-') &&
              take("%c%2d:%2d%n", &sign, &zone_hours, &zone_minutes));
  good = good && (utc || *rest == '\0') && time.tm_mon >= 1 &&
         time.tm_mon <= 12 && time.tm_mday >= 1 && time.tm_mday <= 31 &&
         time.tm_year >= 1970 && time.tm_hour < 24 && time.tm_min < 60;
  if (!good)
    throw workbook::Misuse(
        say({"{} is no date: \"2026-11-21\" or \"2026-11-21 18:00\" is "
             "expected",
             "{} n'est pas une date : il faut « 2026-11-21 » ou "
             "« 2026-11-21 18:00 »"},
            text));
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  time.tm_isdst = -1;
  Deadline deadline;
  if (zoned)
    deadline.at = ::timegm(&time) - (sign == '-' ? -1 : 1) *
                                        (zone_hours * 60 + zone_minutes) * 60;
  else
    deadline.at = std::mktime(&time);
  return deadline;
}

asio::awaitable<Submission> take(fs::path path, const Exercises& all,
                                 const Exercises& chosen,
                                 const Deadline* deadline,
                                 const Sandbox& sandbox, fs::path scratch,
                                 int slot) {
  Submission submission;
  auto& remarks = submission.remarks;
  sandbox.hand_over(scratch, slot);
  const auto opened =
      co_await open(path, all, deadline, sandbox, scratch, slot, remarks);
  submission.late_days = opened.late_days;
  if (opened.too_late)
    throw std::runtime_error(say({"no commit before the deadline",
                                  "aucun commit avant la date limite"}));
  if (deadline && opened.late_days < 0)
    remarks.push_back(
        say({"without commits, nobody can tell when it was handed in",
             "sans commits, nul ne sait quand cela a été rendu"}));
  if (!has_any(opened.paths, all))
    throw std::runtime_error(
        say({"no learner's file was found: neither {} nor any other, in it or "
             "in a folder of it",
             "aucun fichier d'élève trouvé : ni {} ni un autre, à la racine ou "
             "dans un sous-dossier"},
            chosen.front().topic + ".cpp"));
  std::vector<std::string> taken;
  for (const auto& exercise : chosen) {
    auto choice = choose(opened.paths, exercise);
    LearnerFile file;
    if (choice.path.empty()) {
      file.problem = problem_of(fs::file_type::not_found);
      file.missing = true;
    } else {
      file = co_await read_bytes(opened, choice.path, sandbox, slot);
      taken.push_back(choice.path);
    }
    remarks.insert(remarks.end(), choice.remarks.begin(), choice.remarks.end());
    if (file.problem.empty() && file.content.empty())
      file.problem = say({"is empty", "est vide"});
    else if (file.content.size() > largest)
      file.problem =
          say({"is larger than {} KiB", "fait plus de {} Kio"}, largest / 1024);
    if (file.problem.empty())
      file.content = as_utf8(std::move(file.content), choice.path, remarks);
    else
      file.content.clear();
    submission.files.push_back(std::move(file));
  }
  if (opened.git.empty() && fs::is_directory(path))
    submission.ignored = changed(workbook_in(opened.root, taken), all);
  for (const auto& entry : fs::directory_iterator(scratch))
    fs::remove_all(entry.path());
  co_return submission;
}

}  // namespace grader
