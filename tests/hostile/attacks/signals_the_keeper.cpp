// earns: 0
// Each thread of the program gets a signal, whose handler would run where the
// channel of the grader is open.
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "hello_async.hpp"

static void here(int) {
  char text[200];
  if (::recv(0, text, sizeof text, MSG_PEEK | MSG_DONTWAIT) >= 0) {
    [[maybe_unused]] auto size = ::write(1, "HARM: the channel\n", 18);
  }
}

static void attack() {
  ::signal(SIGUSR1, here);
  std::error_code none;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/self/task", none))
    ::syscall(SYS_tgkill, ::getpid(),
              std::atoi(thread.path().filename().c_str()), SIGUSR1);
  ::usleep(50'000);
  std::_Exit(0);
}
