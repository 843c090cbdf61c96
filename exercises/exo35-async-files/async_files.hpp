// exo35: files without blocking. Given; there is nothing to edit here.
//
// A library opens its archive. One thread, the reading room, serves everyone;
// the clerks go down to the shelves, which are deep, and where a document may
// be long in coming.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/thread_pool.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace exo35 {

namespace fs = std::filesystem;

// The threads that may wait for the disk, and the only ones: every call that
// may have to, opening a file included, is made by a clerk. They belong to the
// caller, and outlive the work that they are given.
using Clerks = asio::thread_pool;

// What holds for the three functions:
//
// - Returning or throwing, they come back to the executor that awaited them.
// - What fails is reported by an exception whose what() names the path.
// - Cancelled, they wait for the clerks who are at work, since nobody can call
//   back a thread; then they end, with their result or with
//   asio::error::operation_aborted. When they have ended, however they did, no
//   clerk works for them any more and no file is left open.

// Step 1. Every byte of a file. The file may be a pipe: then nobody knows its
// size before its end, and it comes in pieces, when they are there.
asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path);

// Step 2. Puts `content` in a file, new or old, all or nothing: whoever opens
// it finds the old content whole, then the new content whole. A failure leaves
// everything as it was. No other file is touched, nor left in the folder; and
// nothing is written in any other folder.
asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content);

// How many words a file has, or why they could not be counted: "" if they were.
struct Count {
  std::size_t words = 0;
  std::string error;

  bool operator==(const Count&) const = default;
};

// Step 3. The words of each file, in the order of `paths`. A word is what
// stands between spaces, ends of lines and other white space (std::isspace).
//
// At most `limit` files are open at a time, and as many as that while there are
// files left to open: as soon as one is done, the next one begins. No clerk is
// kept waiting for a turn. `limit` is 1 at least. A file that cannot be read is
// reported in its place, and the others are counted. Cancelled, it opens no
// further file, and throws.
asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit);

}  // namespace exo35
