// Counts the coroutines that are in a place, and the most there at a moment.
//
//   Attendance attendance;
//   asio::awaitable<void> work() {
//     const auto visit = attendance.enter();
//     ...
//   }
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace workbook {

class Attendance {
  // Shared with the visits: what a failed test has left at work is destroyed
  // after everything that the test has made.
  struct Counts {
    std::size_t now = 0;
    std::size_t most = 0;
  };

 public:
  class Visit {
   public:
    explicit Visit(std::shared_ptr<Counts> counts)
        : counts_(std::move(counts)) {
      counts_->most = std::max(counts_->most, ++counts_->now);
    }
    ~Visit() { --counts_->now; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    const std::shared_ptr<Counts> counts_;
  };

  [[nodiscard]] Visit enter() { return Visit(counts_); }
  std::size_t now() const { return counts_->now; }
  std::size_t most() const { return counts_->most; }

 private:
  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace workbook
