// Runs a program under limits: confine [OPTION...] -- PROGRAM [ARGUMENT...]
//
//   --cpu SECONDS    of computing, after which the system kills it
//   --memory MIB     of address space
//   --processes N    and threads, of this user and in this user namespace
//   --file MIB       the largest file it may write
//   --user UID       run as this user and group; needs root
//   --folder PATH    start there
//   --set NAME=VALUE the whole environment is what is set so
//   --no-contact     no sockets, and no signals to other processes
//
// It ends with status 126 if it cannot set a limit, 127 if there is no such
// program. With --sweep instead of "--": kills all processes of that user.
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cstddef>
#endif

namespace {

[[noreturn]] void stop(const char* what) {
  std::fprintf(stderr, "confine: %s: %s\n", what, std::strerror(errno));
  std::_Exit(126);
}

rlim_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

template <class Resource>
void limit(Resource resource, rlim_t value, const char* what) {
  const rlimit both{value, value};
  if (::setrlimit(resource, &both) != 0) stop(what);
}

void become(uid_t user) {
  if (::setgroups(0, nullptr) != 0 || ::setgid(user) != 0 ||
      ::setuid(user) != 0)
    stop("--user");
}

// A filter of system calls: seccomp(2), in the classic BPF of the kernel. A
// program may signal itself, which abort() does, and nobody else.
void refuse_contact() {
#if defined(__x86_64__) || defined(__aarch64__)
#ifdef __x86_64__
  constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#else
  constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#endif
  const auto self = static_cast<unsigned>(::getpid());
  constexpr unsigned refused = SECCOMP_RET_ERRNO | EPERM;
  constexpr unsigned argument = offsetof(seccomp_data, args[0]);
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, what)
#define IF_EQUAL(value, yes, no) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
  sock_filter filter[] = {
      LOAD(offsetof(seccomp_data, arch)),
      IF_EQUAL(architecture, 1, 0),
      RETURN(SECCOMP_RET_KILL_PROCESS),
      LOAD(offsetof(seccomp_data, nr)),
#ifdef __x86_64__
      // The 32-bit ABI of x86-64 has other numbers.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      RETURN(SECCOMP_RET_KILL_PROCESS),
#endif
      IF_EQUAL(SYS_socket, 12, 0),
      IF_EQUAL(SYS_ptrace, 11, 0),
      IF_EQUAL(SYS_process_vm_readv, 10, 0),
      IF_EQUAL(SYS_process_vm_writev, 9, 0),
      IF_EQUAL(SYS_pidfd_open, 8, 0),
      IF_EQUAL(SYS_io_uring_setup, 7, 0),
      IF_EQUAL(SYS_rt_tgsigqueueinfo, 6, 0),
      IF_EQUAL(SYS_rt_sigqueueinfo, 5, 0),
      IF_EQUAL(SYS_tkill, 4, 0),
      IF_EQUAL(SYS_kill, 1, 0),
      IF_EQUAL(SYS_tgkill, 0, 3),
      LOAD(argument),
      IF_EQUAL(self, 1, 0),
      RETURN(refused),
      RETURN(SECCOMP_RET_ALLOW),
  };
#undef LOAD
#undef IF_EQUAL
#undef RETURN
  const sock_fprog program{sizeof filter / sizeof *filter, filter};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    stop("--no-contact");
#endif
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> environment;
  bool contact = true;
  uid_t user = 0;
  rlim_t processes = 0;
  int at = 1;
  for (; at + 1 < argc; at += 2) {
    const std::string_view option = argv[at];
    char* value = argv[at + 1];
    if (option == "--") break;
    if (option == "--no-contact") {
      contact = false;
      --at;
    } else if (option == "--cpu") {
      limit(RLIMIT_CPU, number(value), "--cpu");
    } else if (option == "--memory") {
      limit(RLIMIT_AS, number(value) << 20, "--memory");
    } else if (option == "--file") {
      limit(RLIMIT_FSIZE, number(value) << 20, "--file");
    } else if (option == "--processes") {
      processes = number(value);
    } else if (option == "--user") {
      user = static_cast<uid_t>(number(value));
    } else if (option == "--folder") {
      if (::chdir(value) != 0) stop(value);
    } else if (option == "--set") {
      environment.push_back(value);
    } else {
      errno = EINVAL;
      stop(argv[at]);
    }
  }
  environment.push_back(nullptr);
  limit(RLIMIT_CORE, 0, "no core file");
  if (user) become(user);
  if (at < argc && std::string_view(argv[at]) == "--sweep") {
    ::kill(-1, SIGKILL);
    return 0;
  }
  if (at + 1 >= argc) {
    errno = EINVAL;
    stop("PROGRAM");
  }
  // After become: the limit counts the processes of whom it is set for.
  if (processes) limit(RLIMIT_NPROC, processes, "--processes");
  if (!contact) refuse_contact();
  ::execve(argv[at + 1], argv + at + 1, environment.data());
  std::fprintf(stderr, "confine: %s: %s\n", argv[at + 1], std::strerror(errno));
  return 127;
}
