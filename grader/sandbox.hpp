// Runs what a submission brings, so that it can harm nothing.
//
// With bubblewrap (Linux): an own view of the file system, read-only but for
// one scratch folder in memory; no network; no other processes to see. Without
// it: limits, a new session, no signals to others, no sockets (where the
// kernel has seccomp), and as root another user; but it sees the same files.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/process.hpp"
#include "result.hpp"

namespace grader {

struct Limits {
  int cpu;             // seconds of computing
  int wall;            // seconds until it is stopped
  int memory;          // MiB for each process
  int together;        // MiB for all, where there are control groups
  int processes;       // and threads
  int file;            // MiB: one file, and the scratch folder
  std::size_t output;  // bytes
  bool alone;          // it has threads, and no other process
};

// Of all solutions and right answers, with g++ 12 on a busy virtual machine,
// the largest compiles in 4 s of computing and 335 MiB; no step of a solution
// takes more than 0.23 s and 10 MiB.
// Memory is limited for each process; the compiler and the assembler are two,
// a program under test is one.
inline constexpr Limits compiling{20, 60, 1024, 1536, 64, 64, 200'000, false};
inline constexpr Limits examining{5, 20, 512, 512, 64, 1, 20'000, true};
inline constexpr Limits testing{10, 20, 1024, 1024, 64, 16, 200'000, true};

struct Access {
  std::vector<fs::path>
      readable;       // besides the system's compiler and libraries
  fs::path writable;  // "" for none but /tmp, the scratch folder
  fs::path folder;    // where it starts
};

// Whether any user may enter a folder, from the root of all down to it.
bool open_to_all(const fs::path& folder);

class Groups;
class Users;

class Sandbox {
 public:
  // Finds out what works here. `confine` is the program of that name.
  static asio::awaitable<Sandbox> make(fs::path confine, bool bubblewrap_too);

  // "bubblewrap" or "limits", and whether memory is limited for a whole job,
  // for reports.
  std::string name() const;
  // Whether programs see files of their own, and not those of this machine.
  bool own_files() const { return bubblewrap_; }
  // What that protects from, in a sentence of the instructor's language.
  std::string description() const;

  // Makes a command of a program and its arguments. `slot` tells apart what
  // runs at the same time.
  workbook::Command wrap(std::vector<std::string> words, const Limits& limits,
                         const Access& access, int slot) const;

  // Gives a folder to the user that the programs of this slot run as.
  void hand_over(const fs::path& folder, int slot) const;
  void take_back(const fs::path& folder) const;

  // The program `examine`, beside confine.
  fs::path examine() const { return confine_.parent_path() / "examine"; }

  // Ends whatever a program may have left running, and takes away its files.
  asio::awaitable<void> sweep(int slot) const;

 private:
  explicit Sandbox(fs::path confine);
  std::vector<std::string> bubblewrap_words(const Limits&, const Access&) const;

  fs::path confine_;
  std::shared_ptr<Users> users_;    // as whom programs run, where we are root
  std::shared_ptr<Groups> groups_;  // nullptr where there are none
  bool bubblewrap_ = false;
  bool root_ = false;
};

}  // namespace grader
