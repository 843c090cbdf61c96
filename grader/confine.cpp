// Runs a program under limits: confine [OPTION...] -- PROGRAM [ARGUMENT...]
//
//   --cpu SECONDS    of computing, after which the system kills it
//   --memory MIB     of address space
//   --processes N    and threads, of this user and in this user namespace
//   --file MIB       the largest file it may write
//   --user UID       run as this user and group; needs root
//   --folder PATH    start there
//   --set NAME=VALUE the whole environment is what is set so
//   --group FILE     join the control group that this file stands for
//   --no-contact     no sockets, no signals to other processes, no namespaces,
//                    nothing that lasts in the kernel
//   --alone          the same, and no other process
//
// It ends with status 126 if it cannot set a limit, 127 if there is no such
// program.
//
//   confine --sweep UID
//
// removes what that user has left: its processes, and its files where everybody
// may write.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
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

void join(const char* group) {
  const int file = ::open(group, O_WRONLY | O_CLOEXEC);
  if (file < 0 || ::write(file, "0", 1) != 1) stop("--group");
  ::close(file);
}

// A filter of system calls: seccomp(2), in the classic BPF of the kernel.
#if defined(__x86_64__) || defined(__aarch64__)

class Filter {
 public:
  // The verdicts on the call: it fails with `error`, or it is made.
  void refuse(unsigned error) {
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error);
  }
  void allow() { add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW); }
  void end() { add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS); }

  void load(std::size_t offset) {
    add(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
  }

  // The next `count` instructions are for this case only.
  void if_equal(int value, unsigned char count) {
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(value), 0, count);
  }
  void unless_equal(unsigned value, unsigned char count) {
    add(BPF_JMP | BPF_JEQ | BPF_K, value, count, 0);
  }
  void if_at_least(unsigned value, unsigned char count) {
    add(BPF_JMP | BPF_JGE | BPF_K, value, 0, count);
  }
  void if_any_bit(unsigned bits, unsigned char count) {
    add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, count);
  }
  void if_no_bit(unsigned bits, unsigned char count) {
    add(BPF_JMP | BPF_JSET | BPF_K, bits, count, 0);
  }

  void install() {
    const sock_fprog program{static_cast<unsigned short>(code_.size()),
                             code_.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
      stop("--no-contact");
  }

 private:
  void add(int what, unsigned value, unsigned char yes = 0,
           unsigned char no = 0) {
    code_.push_back({static_cast<unsigned short>(what), yes, no, value});
  }

  std::vector<sock_filter> code_;
};

// Calls that reach other processes, leave something behind, or hold memory that
// no limit of ours counts. Files are not among them: the sandbox and the user's
// rights protect those.
constexpr int refused_calls[] = {
    SYS_socket,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_process_madvise,
    SYS_kcmp,
    SYS_rt_tgsigqueueinfo,
    SYS_rt_sigqueueinfo,
    SYS_tkill,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    // Memory without an owner.
    SYS_memfd_create,
    SYS_shmget,
    SYS_shmat,
    SYS_shmctl,
    SYS_msgget,
    SYS_msgctl,
    SYS_msgsnd,
    SYS_msgrcv,
    SYS_semget,
    SYS_semctl,
    SYS_semop,
    SYS_semtimedop,
    SYS_mq_open,
    SYS_mq_unlink,
#ifdef SYS_memfd_secret
    SYS_memfd_secret,
#endif
    // Notes in the kernel.
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    // Name spaces, and file systems of one's own.
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_open_tree,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_swapon,
    SYS_swapoff,
    SYS_quotactl,
#ifdef SYS_mount_setattr
    SYS_mount_setattr,
#endif
    // The kernel itself.
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_fanotify_init,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_reboot,
    SYS_acct,
    SYS_syslog,
    SYS_vhangup,
    SYS_lookup_dcookie,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_settimeofday,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_personality,
    SYS_move_pages,
    SYS_migrate_pages,
    SYS_mbind,
    SYS_set_mempolicy,
#ifdef __x86_64__
    SYS_modify_ldt,
    SYS_iopl,
    SYS_ioperm,
    SYS_create_module,
    SYS_uselib,
    SYS_ustat,
    SYS_sysfs,
    SYS__sysctl,
    SYS_get_kernel_syms,
    SYS_query_module,
    SYS_nfsservctl,
    SYS_vserver,
#endif
};

// The namespaces that clone(2) makes, from CLONE_NEWNS to CLONE_NEWNET.
constexpr unsigned new_namespaces = 0x7e020000;

// The last system call that this list was read against. A later one is not
// known to be harmless: as on an older kernel, there is none.
constexpr unsigned newest_call = 450;

// A program may signal itself, which abort() does, and nobody else. With
// `alone` it cannot have another process, either; threads it can have.
void refuse_contact(bool alone) {
#ifdef __x86_64__
  constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#else
  constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#endif
  Filter filter;
  filter.load(offsetof(seccomp_data, arch));
  filter.unless_equal(architecture, 1);
  filter.end();
  filter.load(offsetof(seccomp_data, nr));
#ifdef __x86_64__
  // The 32-bit ABI of x86-64 has other numbers.
  filter.if_at_least(0x40000000, 1);
  filter.end();
#endif
  filter.if_at_least(newest_call + 1, 1);
  filter.refuse(ENOSYS);
  // Its flags are in memory, where no filter can look; the C library then takes
  // clone().
  filter.if_equal(SYS_clone3, 1);
  filter.refuse(ENOSYS);
  for (const int call : refused_calls) {
    filter.if_equal(call, 1);
    filter.refuse(EPERM);
  }
#ifdef __x86_64__
  if (alone)
    for (const int call : {SYS_fork, SYS_vfork}) {
      filter.if_equal(call, 1);
      filter.refuse(EAGAIN);
    }
#endif
  filter.if_equal(SYS_clone, alone ? 6 : 4);
  filter.load(offsetof(seccomp_data, args[0]));
  filter.if_any_bit(new_namespaces, 1);
  filter.refuse(EPERM);
  if (alone) {
    filter.if_no_bit(CLONE_THREAD, 1);
    filter.refuse(EAGAIN);
  }
  filter.allow();
  for (const int call : {SYS_kill, SYS_tgkill}) {
    filter.if_equal(call, 4);
    filter.load(offsetof(seccomp_data, args[0]));
    filter.unless_equal(static_cast<unsigned>(::getpid()), 1);
    filter.refuse(EPERM);
    filter.allow();
  }
  filter.allow();
  filter.install();
}

#else

void refuse_contact(bool) {}

#endif

namespace fs = std::filesystem;

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code none;
  for (fs::directory_iterator
           at(folder, fs::directory_options::skip_permission_denied, none),
       end;
       !none && at != end; at.increment(none))
    entries.push_back(at->path());
  return entries;
}

// Removes the files that a user has left in folders that everybody may write:
// /tmp and /run/lock, and what else a system has where such folders are.
void remove_files_of(uid_t user) {
  for (auto place : {"/", "/dev", "/run", "/tmp", "/var", "/var/lib",
                     "/var/spool", "/srv", "/mnt", "/media", "/opt", "/home"})
    for (const auto& folder : entries_of(place)) {
      struct ::stat found;
      const bool open = ::lstat(folder.c_str(), &found) == 0 &&
                        S_ISDIR(found.st_mode) && (found.st_mode & S_IWOTH);
      if (!open) continue;
      for (const auto& entry : entries_of(folder)) {
        std::error_code none;
        if (::lstat(entry.c_str(), &found) == 0 && found.st_uid == user)
          fs::remove_all(entry, none);
      }
    }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--sweep") {
    const auto user = static_cast<uid_t>(number(argv[2]));
    const pid_t child = ::fork();
    if (child == 0) {
      become(user);
      // Again, for what one of them has started meanwhile.
      for (int round = 0; round < 20 && ::kill(-1, SIGKILL) == 0; ++round) {
      }
      std::_Exit(0);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0)
      stop("--sweep");
    remove_files_of(user);
    return 0;
  }
  std::vector<char*> environment;
  bool contact = true;
  bool alone = false;
  uid_t user = 0;
  rlim_t processes = 0;
  int at = 1;
  for (; at + 1 < argc; at += 2) {
    const std::string_view option = argv[at];
    char* value = argv[at + 1];
    if (option == "--") break;
    if (option == "--no-contact" || option == "--alone") {
      contact = false;
      alone = option == "--alone";
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
    } else if (option == "--group") {
      join(value);
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
  // The buffers of sockets and pipes are memory, too.
  limit(RLIMIT_NOFILE, 512, "open files");
  limit(RLIMIT_MEMLOCK, 0, "locked memory");
  // Files that our parent had open are not for the program: close them.
  ::close_range(3, ~0u, 0);
  if (user) become(user);
  if (at + 1 >= argc) {
    errno = EINVAL;
    stop("PROGRAM");
  }
  // After become: the limit counts the processes of whom it is set for.
  if (processes) limit(RLIMIT_NPROC, processes, "--processes");
  if (!contact) refuse_contact(alone);
  ::execve(argv[at + 1], argv + at + 1, environment.data());
  std::fprintf(stderr, "confine: %s: %s\n", argv[at + 1], std::strerror(errno));
  return 127;
}
