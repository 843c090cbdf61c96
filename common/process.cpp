#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <exception>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

extern char** environ;

namespace workbook {

namespace {

using namespace std::chrono_literals;

struct Child {
  pid_t pid;
  int output;   // the end of the pipe to read from
  int channel;  // our end of its private channel, or -1
};

// The end to read from, and the end to write to.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends;
  if (::pipe(ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  for (int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return ends;
}

// Standard input, which holds the whole text already: it fits, and nobody has
// to write. Where the program may answer, `channel` becomes our end of it.
int open_input(const Command& command, int& channel) {
  const auto& text = command.input;
  if (text.empty()) return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  std::array<int, 2> ends;
  if (!command.private_channel) {
    ends = make_pipe();
  } else if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  } else {
    for (int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  [[maybe_unused]] const auto size = ::write(ends[1], text.data(), text.size());
  if (command.private_channel)
    channel = ends[1];
  else
    ::close(ends[1]);
  return ends[0];
}

// The output of a program that has ended: nothing more will come.
std::string take_answer(int channel) {
  std::string answer(1 << 16, '\0');
  std::size_t size = 0;
  while (size < answer.size()) {
    const auto more = ::recv(channel, answer.data() + size,
                             answer.size() - size, MSG_DONTWAIT);
    if (more <= 0) break;
    size += static_cast<std::size_t>(more);
  }
  answer.resize(size);
  return answer;
}

Child start(const Command& command) {
  const auto ends = make_pipe();
  int channel = -1;
  const int input = open_input(command, channel);

  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, input, 0);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  if (command.with_errors)
    ::posix_spawn_file_actions_adddup2(&files, ends[1], 2);
  else
    ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);

  // A group of its own: Ctrl-C is for the companion, which then ends the whole
  // group in good order.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, command.own_session
                                              ? POSIX_SPAWN_SETSID
                                              : POSIX_SPAWN_SETPGROUP);
  ::posix_spawnattr_setpgroup(&attributes, 0);

  std::vector<char*> words;
  for (const auto& word : command.words)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);

  Child child{-1, ends[0], channel};
  const int error = ::posix_spawnp(&child.pid, words[0], &files, &attributes,
                                   words.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  ::close(input);
  if (error != 0) {
    ::close(ends[0]);
    if (channel >= 0) ::close(channel);
    throw std::system_error(error, std::generic_category(), command.words[0]);
  }
  return child;
}

// Reads until nobody holds the other end of the pipe.
asio::awaitable<void> drain(asio::posix::stream_descriptor& pipe,
                            std::string& kept, const Command& command,
                            pid_t child, bool& flooded) {
  std::array<char, 4096> bytes;
  for (;;) {
    asio::error_code end;
    const auto size = co_await pipe.async_read_some(
        asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, end));
    if (end) co_return;
    const auto room = command.output_limit - kept.size();
    kept.append(bytes.data(), std::min(size, room));
    if (size <= room || !command.stop_at_limit) continue;
    flooded = true;
    ::kill(-child, SIGKILL);
    co_return;
  }
}

// The children that we have started and not yet waited for.
std::set<pid_t> running;

// Ends what has left the group: ninja, for one, gives each compiler a group of
// its own. Linux hands such orphans to us (see `adopt_orphans`): children that
// we have not started.
void end_orphans() {
#ifdef __linux__
  const auto list =
      "/proc/self/task/" + std::to_string(::getpid()) + "/children";
  for (int round = 0; round < 100; ++round) {
    std::ifstream children(list);
    bool some = false;
    for (pid_t pid; children >> pid;) {
      if (running.contains(pid)) continue;
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      some = true;
    }
    if (!some) return;
  }
#endif
}

// Waits for the child. Its process group survives it if it has left others
// behind: they are ended, or they would keep the pipe open for ever.
asio::awaitable<void> reap(pid_t pid, int& status) {
  asio::signal_set child_ended(co_await asio::this_coro::executor, SIGCHLD);
  int raw = 0;
  // We ask before each wait and after we have begun to catch the signal, so
  // that no end is missed.
  while (::waitpid(pid, &raw, WNOHANG) == 0)
    co_await child_ended.async_wait(asio::use_awaitable);
  running.erase(pid);
  ::kill(-pid, SIGKILL);
  status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
}

void adopt_orphans() {
#ifdef __linux__
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

}  // namespace

asio::awaitable<Ended> run(Command command) {
  using namespace asio::experimental::awaitable_operators;
  adopt_orphans();
  const auto executor = co_await asio::this_coro::executor;
  const Child child = start(command);
  running.insert(child.pid);
  asio::posix::stream_descriptor pipe(executor, child.output);
  asio::steady_timer limit(executor, command.limit);
  Ended ended;
  std::exception_ptr interrupted;

  // The program ends and says its last word, or the time is over.
  try {
    const auto first = co_await (
        (reap(child.pid, ended.status) &&
         drain(pipe, ended.output, command, child.pid, ended.flooded)) ||
        limit.async_wait(asio::use_awaitable));
    ended.timed_out = first.index() == 1;
  } catch (...) {
    interrupted = std::current_exception();
  }

  // After the catch block, because no co_await is allowed inside.
  if (ended.timed_out || interrupted) {
    // We may have been cancelled, and yet have to wait once more. Our callers
    // must still see that they are cancelled: their state stays as it is.
    const bool threw = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    // Politely first, so that ninja can take its compilers with it; but
    // nothing that we do not trust is asked.
    if (ended.status == -1 && !command.own_session) {
      ::kill(-child.pid, SIGTERM);
      limit.expires_after(1s);
      co_await (reap(child.pid, ended.status) ||
                limit.async_wait(asio::use_awaitable));
    }
    if (ended.status == -1) {
      ::kill(-child.pid, SIGKILL);
      co_await reap(child.pid, ended.status);
    }
    co_await asio::this_coro::throw_if_cancelled(threw);
  }
  if (child.channel >= 0) {
    ended.answer = take_answer(child.channel);
    ::close(child.channel);
  }
  end_orphans();
  if (interrupted) std::rethrow_exception(interrupted);
  co_return ended;
}

}  // namespace workbook
