#include <support/keeper.hpp>

#ifdef __linux__
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

// The first byte of this program in memory, and the byte after its last one:
// names that the linker makes.
extern "C" const char __executable_start[];
extern "C" const char _end[];
#endif

namespace workbook {

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

namespace {

constexpr int channel = 0;

// Shared by the keeper and the other threads.
const char* message = nullptr;
std::size_t message_size = 0;
int wanted = 0;  // becomes 1: tell it
int told = 0;    // becomes 1: it is told

// The keeper has no thread-local variables of its own, and so no errno: it
// calls the system itself.
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0) {
#ifdef __x86_64__
  register long fourth asm("r10") = d;
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
               : "rcx", "r11", "memory");
  return result;
#else
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
               : "memory");
  return x0;
#endif
}

void wait_for(int& word) {
  while (__atomic_load_n(&word, __ATOMIC_ACQUIRE) == 0)
    call(SYS_futex, reinterpret_cast<long>(&word), FUTEX_WAIT_PRIVATE, 0, 0);
}

void set(int& word) {
  __atomic_store_n(&word, 1, __ATOMIC_RELEASE);
  call(SYS_futex, reinterpret_cast<long>(&word), FUTEX_WAKE_PRIVATE, 1);
}

void write_all(const char* text, std::size_t size) {
  while (size > 0) {
    const long more = call(SYS_write, channel, reinterpret_cast<long>(text),
                           static_cast<long>(size));
    if (more <= 0) return;
    text += more;
    size -= static_cast<std::size_t>(more);
  }
}

int keep(void*) {
  wait_for(wanted);
  char secret[65];
  std::size_t size = 0;
  while (size < 64) {
    const long more =
        call(SYS_read, channel, reinterpret_cast<long>(secret + size),
             static_cast<long>(64 - size));
    if (more <= 0) break;
    size += static_cast<std::size_t>(more);
  }
  if (size == 64) {
    secret[64] = '\n';
    write_all(secret, sizeof secret);
    write_all(message, message_size);
  }
  set(told);
  call(SYS_exit, 0);
  return 0;
}

// A thread as pthread_create makes it, but for its open files: they are copies,
// and what is closed elsewhere stays open here. It hears no signal: a handler
// of the code under test would run on it.
bool start_keeper() {
  constexpr std::size_t size = 1 << 16;
  void* stack = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return false;
  sigset_t all, before;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, &before);
  const int thread = ::clone(
      keep, static_cast<char*>(stack) + size,
      CLONE_VM | CLONE_FS | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM,
      nullptr);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  return thread > 0;
}

// A filter of system calls for the threads of the code under test, in the
// classic BPF of the kernel: see seccomp(2).
bool shut_in() {
#ifdef __x86_64__
  constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#else
  constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#endif
  const auto begin = reinterpret_cast<std::uintptr_t>(__executable_start);
  const auto end = reinterpret_cast<std::uintptr_t>(_end);
  // Two halves of each: the filter knows words of 32 bits. The program is
  // smaller than 4 GiB, but may lie across a multiple of it; then only the part
  // before is kept from change.
  const auto high = static_cast<unsigned>(begin >> 32);
  const auto low = static_cast<unsigned>(begin);
  const auto last =
      end >> 32 == begin >> 32 ? static_cast<unsigned>(end - 1) : ~0u;
  constexpr unsigned largest = 64 << 20;

#define LOAD(what) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(what))
#define LOAD_LOW(i) LOAD(offsetof(seccomp_data, args) + 8 * (i))
#define LOAD_HIGH(i) LOAD(offsetof(seccomp_data, args) + 8 * (i) + 4)
#define IF(test, value, yes, no) \
  BPF_JUMP(BPF_JMP | (test) | BPF_K, static_cast<unsigned>(value), yes, no)
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
#define REFUSED (SECCOMP_RET_ERRNO | EPERM)
  sock_filter filter[] = {
      LOAD(offsetof(seccomp_data, arch)),
      IF(BPF_JEQ, architecture, 1, 0),
      RETURN(SECCOMP_RET_KILL_PROCESS),
      LOAD(offsetof(seccomp_data, nr)),
      // No other program.
      IF(BPF_JEQ, SYS_execve, 1, 0),
      IF(BPF_JEQ, SYS_execveat, 0, 1),
      RETURN(REFUSED),
      // Not to be read through /proc, for good.
      IF(BPF_JEQ, SYS_prctl, 0, 3),
      LOAD_LOW(0),
      IF(BPF_JEQ, PR_SET_DUMPABLE, 0, 1),
      RETURN(REFUSED),
      LOAD(offsetof(seccomp_data, nr)),
      // Nothing is moved to a chosen place.
      IF(BPF_JEQ, SYS_mremap, 0, 4),
      LOAD_LOW(3),
      IF(BPF_JSET, MREMAP_FIXED, 0, 1),
      RETURN(REFUSED),
      LOAD(offsetof(seccomp_data, nr)),
      // No new code...
      IF(BPF_JEQ, SYS_mmap, 2, 0),
      IF(BPF_JEQ, SYS_mprotect, 1, 0),
      IF(BPF_JEQ, SYS_pkey_mprotect, 0, 3),
      LOAD_LOW(2),
      IF(BPF_JSET, PROT_EXEC, 0, 1),
      RETURN(REFUSED),
      LOAD(offsetof(seccomp_data, nr)),
      // ...and no change of the old: of where this program is.
      IF(BPF_JEQ, SYS_mmap, 6, 0),
      IF(BPF_JEQ, SYS_mprotect, 5, 0),
      IF(BPF_JEQ, SYS_pkey_mprotect, 4, 0),
      IF(BPF_JEQ, SYS_madvise, 3, 0),
      IF(BPF_JEQ, SYS_munmap, 2, 0),
      IF(BPF_JEQ, SYS_mremap, 1, 0),
      RETURN(SECCOMP_RET_ALLOW),
      // It begins in the same 4 GiB, not behind us...
      LOAD_HIGH(0),
      IF(BPF_JEQ, high, 1, 0),
      RETURN(SECCOMP_RET_ALLOW),
      LOAD_LOW(0),
      IF(BPF_JGT, last, 0, 1),
      RETURN(SECCOMP_RET_ALLOW),
      // ...and does not end before us. Nothing there is so long that it could
      // come round.
      LOAD_HIGH(1),
      IF(BPF_JEQ, 0, 1, 0),
      RETURN(REFUSED),
      LOAD_LOW(1),
      IF(BPF_JGT, largest, 0, 1),
      RETURN(REFUSED),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
      LOAD_LOW(0),
      BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
      IF(BPF_JGT, low, 0, 1),
      RETURN(REFUSED),
      RETURN(SECCOMP_RET_ALLOW),
  };
#undef LOAD
#undef LOAD_LOW
#undef LOAD_HIGH
#undef IF
#undef RETURN
#undef REFUSED
  const sock_fprog program{sizeof filter / sizeof *filter, filter};
  return ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

bool keeper_begin(char* order, std::size_t size) {
  while (size > 0) {
    const auto more = ::read(channel, order, size);
    if (more <= 0) return false;
    order += more;
    size -= static_cast<std::size_t>(more);
  }
  if (!start_keeper()) return false;
  // From here on, what the others read is empty.
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing < 0 || ::dup2(nothing, channel) != channel) return false;
  ::close(nothing);
  return shut_in();
}

void keeper_tell(const char* text, std::size_t size) {
  message = text;
  message_size = size;
  set(wanted);
  wait_for(told);
}

#else

bool keeper_begin(char*, std::size_t) { return false; }

void keeper_tell(const char*, std::size_t) {}

#endif

}  // namespace workbook
