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

// The threads that may wait for the disk. They belong to the caller, and
// outlive the work that they are given. In the comments, each line with a dash
// is a promise that the tests look at; these hold for the three functions
// below:
//
// - Every call that may have to wait for the disk, to open a file or to ask for
//   one included, is made by a clerk, and by no other thread.
// - Returning or throwing, they come back to the executor that awaited them.
// - What fails is reported by an exception whose what() names the path as it
//   was given.
// - Cancelled, they wait for the clerks who are at work, since nobody can call
//   back a thread.
// - When they have ended, however they did, no file is left open.
using Clerks = asio::thread_pool;

// Step 1. What is in a file. The file may be a pipe: then nobody knows its size
// before its end, and it comes in pieces, when they are there.
// - Returns every byte as it is, be there none or millions.
// - Reads to the end, however long the pieces let it wait.
// - What is missing or cannot be read, a folder for example, is an error.
asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path);

// Step 2. Puts `content` in a file, new or old, all or nothing. The new file
// takes the place of the old one; what else the old one had, its permissions or
// other names, is not promised.
// - Then the file has these bytes as they are, be there none.
// - Whoever opens it meanwhile finds the old content whole, or no file if there
//   was none, and then the new content whole.
// - A failure leaves everything as it was, and is an exception.
// - No other file is touched or left in the folder, whatever its name, also
//   when several documents are written at the same time.
// - Nothing is written in any other folder.
asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content);

// How many words a file has, or why they could not be counted: "" if they were.
struct Count {
  std::size_t words = 0;
  std::string error;

  bool operator==(const Count&) const = default;
};

// Step 3. The words of many files. A word is what stands between spaces, ends
// of lines and other white space (std::isspace). `limit` is 1 at least.
// - Returns one count for each path, in the order of `paths`, also when a path
//   is there twice.
// - Counts the words, whatever they are made of and however many there are.
// - At most `limit` files are open at a time.
// - As many as that are open while there are files left to open; a limit beyond
//   the number of files, however far, is no limit.
// - As soon as one file is done, the next one begins.
// - No clerk is kept waiting for a turn.
// - A file that cannot be read is reported in its place, with an error that
//   names it, and the others are counted.
// - Cancelled, it gives the clerks no further file, and ends with
//   asio::error::operation_aborted when those at work are done.
asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit);

}  // namespace exo35
