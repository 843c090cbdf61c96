// earns: 0
// Notes that would outlive it: keys, shared memory, queues, semaphores.
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  const auto look = [](const char* what, long result) {
    if (result >= 0) std::printf("HARM: %s\n", what);
  };
  look("a key", ::syscall(SYS_add_key, "user", "hostile", "note", 4, -4));
  look("a keyring", ::syscall(SYS_keyctl, 1, "hostile"));
  look("shared memory", ::shmget(4711, 1 << 20, IPC_CREAT | 0600));
  look("a queue", ::msgget(4711, IPC_CREAT | 0600));
  look("a semaphore", ::semget(4711, 1, IPC_CREAT | 0600));
  look("a named queue",
       ::syscall(SYS_mq_open, "hostile", O_CREAT | O_RDWR, 0600, nullptr));
  std::fflush(stdout);
  std::_Exit(0);
}
