// exo37: an import. Given; there is nothing to edit here.
//
// Relay, the parcel office, grows into a service. Each night every depot sends
// a file with the scans of the day, and some are larger than the memory of the
// machine. The importer of today (import_now, in workbook/disk.hpp) works, and
// while it works the office does nothing else. Yours runs beside the rest.
//
// The office is the executor of the coroutine that awaits, one thread at a
// time. The clerks are others: they may wait for the disk, and compute.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>
#include <workbook/disk.hpp>

namespace exo37 {

namespace fs = std::filesystem;
using workbook::Checkpoint;
using workbook::Disk;
using workbook::File;
using workbook::Ledger;
using workbook::Parse;

// A line may be so long, its "\n" not counted. Whether a line that is longer,
// and ends within `most_kept`, is a line or an error is yours to choose.
inline constexpr std::size_t longest_line = 16 * 1024;

// So many bytes may be kept, of one file: bytes that have been read and whose
// lines or rows the sink or the ledger does not have yet.
inline constexpr std::size_t most_kept = 256 * 1024;

// What takes the lines, or the rows. It may begin when it is called, and not
// only when it is awaited; it may take its time, and it may throw.
using Sink = std::function<asio::awaitable<void>(std::string)>;

// Two threads or more, such as the executor of an asio::thread_pool. Disk and
// ledger belong to the caller. These promises hold for all that follows:
//
// - Every call of the disk, of the ledger and of `parse` is made by a clerk,
//   and by no other thread.
// - No clerk is ever kept waiting for the office, or for another clerk.
// - Two calls at a time, each with a sink or a ledger of its own, never wait
//   for each other.
// - The sink is called in the office, one call at a time.
// - Of a file, and of the ledger, too, there is one call at a time.
// - The functions come back to the office, returning or throwing.
// - No more than `most_kept` bytes of a file are kept.
// - What is thrown by the disk, the ledger, `parse` or the sink comes out as it
//   is.
// - Cancelled, they give nobody anything more to do, and end with
//   asio::error::operation_aborted, or with what is thrown meanwhile; a sink
//   that is at work is cancelled, too.
// - When they end, no clerk is at work for them, and no file is open.
using Clerks = asio::any_io_executor;

// Step 1. Gives the sink each line of a file, without the "\n" that ends it. A
// read may give fewer bytes than were asked for, long before the end of the
// file; only "" is the end.
// - Each line comes whole, in the order of the file, however the reads cut it.
// - All other bytes belong to the line, "\r" and zeros too.
// - The last line counts with or without a "\n"; behind a last "\n" there is
//   no line.
// - A line of `longest_line` bytes is a line like any other.
// - What does not end within `most_kept` bytes is an error whose what() names
//   the path.
asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink);

// Step 2. Imports a file: reads lines, parses them, gives the sink the rows.
// - `parse` gets each line once, whole and with its "\n": as many at a time as
//   you like.
// - The rows come to the sink in the order of the file.
// - While lines are parsed, the next ones are read.
// - What has been read is parsed and given to the sink, however long the next
//   read takes.
// - When a read fails, the sink gets the rows of the whole lines before it, and
//   then the error comes out.
asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink);

// Step 3. Imports many files at a time, with one sink for all of them. `limit`
// is 1 at least.
// - Returns, for each path and in their order, "" or the what() of its error;
//   a path may be there twice.
// - A file that fails stops no other one, whatever is thrown.
// - At most `limit` files are open at a time.
// - As many as that are imported at a time, while there are files left; a limit
//   beyond their number is no limit.
// - As soon as one file is done, the next one begins.
asio::awaitable<std::vector<std::string>> import_all(
    Clerks clerks, Disk& disk, std::vector<fs::path> paths, Parse parse,
    Sink sink, std::size_t limit);

// Step 4. Imports a file into a ledger, or goes on with it after any end:
// an exception, a full disk, a crash. The file does not change meanwhile.
// - When it returns, the ledger has the rows of the whole file, each once, in
//   order, and synced.
// - A checkpoint is saved only when all rows before it are safe.
// - After any end it reads on from the last checkpoint, which is at most
//   `most_kept` bytes behind.
// - While lines are parsed, the next ones are still read.
asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger);

}  // namespace exo37
