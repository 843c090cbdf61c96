// earns: 0
// It looks for the channel of the grader on each descriptor that there may be,
// in its own and in other threads, and under /proc.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "hello_async.hpp"

static void ask(int descriptor) {
  char text[200];
  const auto size =
      ::recv(descriptor, text, sizeof text, MSG_PEEK | MSG_DONTWAIT);
  if (size >= 0) std::printf("HARM: descriptor %d has a channel\n", descriptor);
}

static void ask_all() {
  for (int descriptor = 0; descriptor < 1024; ++descriptor) ask(descriptor);
}

static void attack() {
  ask_all();
  std::thread(ask_all).join();
  std::error_code none;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/self/task", none))
    for (int descriptor : {0, 3, 4, 5, 6, 7, 8, 9, 10, 100, 255}) {
      const auto file = thread.path() / "fd" / std::to_string(descriptor);
      const int copy = ::open(file.c_str(), O_RDWR);
      if (copy < 0) continue;
      std::printf("descriptor %s opens\n", file.c_str());
      if (descriptor > 2) std::puts("HARM: it was not closed");
      ask(copy);
      ::close(copy);
    }
  if (const int memory = ::open("/proc/self/mem", O_RDWR); memory >= 0)
    std::puts("HARM: it may write its own code");
  std::fflush(stdout);
  std::_Exit(0);
}
