// Log lines that say which task speaks, and a list of who waits for what.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

// begin task
// The name of a task, and what it waits for. It is a parameter like any other:
// a thread_local variable would belong to whoever runs now.
class Task {
 public:
  explicit Task(std::string name) : name_(std::move(name)) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  void log(std::string_view text) const {
    fmt::print("[{}] {}\n", name_, text);
  }

  // While it lives, the task is known to wait.
  class Waiting {
   public:
    Waiting(Task& task, std::string what) : task_(task) {
      waits_[task_.name_] = std::move(what);
    }
    ~Waiting() { waits_.erase(task_.name_); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

   private:
    Task& task_;
  };

  static void print_waits() {
    for (const auto& [name, what] : waits_)
      fmt::print("{} waits for {}\n", name, what);
  }

 private:
  const std::string name_;
  inline static std::map<std::string, std::string> waits_;
};
// end task

// begin work
asio::awaitable<void> deliver(std::string name, asio::steady_timer& bridge) {
  Task task(std::move(name));
  task.log("sets out");
  {
    Task::Waiting waiting(task, "the bridge");
    co_await bridge.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  task.log("is there");
}
// end work

int main() {
  asio::io_context context;
  asio::steady_timer bridge(context, asio::steady_timer::time_point::max());
  asio::co_spawn(context, deliver("parcel 7", bridge), asio::detached);
  asio::co_spawn(context, deliver("parcel 8", bridge), asio::detached);
  context.poll();
  Task::print_waits();
  bridge.cancel();  // the bridge is open
  context.run();
  Task::print_waits();
}
