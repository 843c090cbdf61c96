// Faults that a test can order in the World.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>

namespace workbook {

struct Faults {
  static constexpr auto unlimited = std::numeric_limits<std::size_t>::max();

  // How many bytes one call moves at most: short reads and short writes.
  std::size_t read_at_most = unlimited;
  std::size_t write_at_most = unlimited;

  // How many bytes a call moves that could move `n`: from 1 to n. Not set: all
  // that the other limits allow.
  std::function<std::size_t(std::size_t n)> cut;

  // How many bytes one direction of a connection holds, sent and not received
  // yet. For the connections made from now on.
  std::size_t room = 64 * 1024;

  // How many sockets the program may have open. One more: EMFILE.
  std::size_t descriptors = unlimited;

  // The next calls of accept fail with these, in this order. ECONNABORTED takes
  // a waiting client along, as it does in reality; with the others it waits on.
  std::deque<int> accept_errors;

  // How many bytes the disk takes from now on; then it is full: ENOSPC. The
  // last write that finds room may be short.
  std::size_t disk_room = unlimited;

  // How long each call of a file takes: the thread waits, and time goes by.
  std::chrono::nanoseconds disk_takes{0};

  // The I/O call of this number fails: the first is 1, none is 0. What is
  // counted: see World::io_calls(). accept fails with EMFILE, connect with
  // ETIMEDOUT, a call of a file with EIO; a read or a write finds the
  // connection reset, for both ends.
  long failing_call = 0;
};

}  // namespace workbook
