// The system calls of a program that was linked with --wrap (wrapped.txt).
//
// On the thread of a World, a socket or a timer of the World is answered by its
// Network, and so is whatever waits or tells the time. All else goes to the
// system: __real_recv is the recv that the program asked for.
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstring>
#include <ctime>
#include <string>
#include <support/world/network.hpp>
#include <support/world/stuck.hpp>
#include <support/world/world.hpp>

using workbook::Network;
using workbook::Socket;

namespace {

// The socket of the World that the calling thread means, if it is one.
Socket* socket_of_world(int descriptor) {
  Network* network = Network::here();
  return network ? network->find(descriptor) : nullptr;
}

Network& network() { return *Network::here(); }

// A file, on the thread of a World.
bool is_file(int descriptor) {
  struct stat status;
  return Network::here() && ::fstat(descriptor, &status) == 0 &&
         S_ISREG(status.st_mode);
}

// May this call of a file go ahead? `size` becomes what it may move.
bool use_disk(const char* name, std::size_t& size, bool writes) {
  const auto allowed = network().use_disk(name, size, writes);
  if (allowed >= 0) size = static_cast<std::size_t>(allowed);
  return allowed >= 0;
}
bool use_disk(const char* name) {
  std::size_t none = 0;
  return use_disk(name, none, false);
}

int fail(int error) {
  errno = error;
  return -1;
}

// Addresses. In the World, a machine is known by its ports.

// A socket takes addresses of its own family only.
bool read_port(const Socket& socket, const sockaddr* address, socklen_t size,
               workbook::Port& port) {
  if (address->sa_family != socket.family) return false;
  if (address->sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in in;
    std::memcpy(&in, address, sizeof in);
    port = ntohs(in.sin_port);
    return true;
  }
  if (address->sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 in;
    std::memcpy(&in, address, sizeof in);
    port = ntohs(in.sin6_port);
    return true;
  }
  return false;
}

void write_address(const Socket& socket, workbook::Port port, sockaddr* address,
                   socklen_t* size) {
  if (!address || !size) return;
  const auto write = [&](const auto& in) {
    std::memcpy(address, &in, std::min<std::size_t>(*size, sizeof in));
    *size = sizeof in;
  };
  if (socket.family == AF_INET6) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    in.sin6_addr = in6addr_loopback;
    write(in);
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    write(in);
  }
}

workbook::Port port_of_peer(const Socket& socket) {
  return socket.end == &socket.connection->client
             ? socket.connection->server_port
             : socket.connection->client_port;
}

// Several buffers, read or written as one.

ssize_t receive_into(Socket& socket, const iovec* buffers, std::size_t count,
                     int flags) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) size += buffers[i].iov_len;
  if (count == 1)
    return network().receive(socket, buffers->iov_base, size, flags);
  std::string bytes(size, '\0');
  const auto received = network().receive(socket, bytes.data(), size, flags);
  for (std::size_t i = 0, from = 0;
       i < count && received > 0 && from < static_cast<std::size_t>(received);
       ++i) {
    const auto part = std::min(buffers[i].iov_len, received - from);
    std::memcpy(buffers[i].iov_base, bytes.data() + from, part);
    from += part;
  }
  return received;
}

ssize_t send_from(Socket& socket, const iovec* buffers, std::size_t count,
                  int flags) {
  // The network looks at the address, too.
  if (count == 1)
    return network().send(
        socket,
        {static_cast<const char*>(buffers[0].iov_base), buffers[0].iov_len},
        flags);
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i)
    bytes.append(static_cast<const char*>(buffers[i].iov_base),
                 buffers[i].iov_len);
  return network().send(socket, bytes, flags);
}

// The value of a socket option that the system knows, not the program: its
// error, its type.
int option_of(Socket& socket, int level, int name) {
  if (level == SOL_SOCKET) {
    if (name == SO_ERROR) return network().take_error(socket);
    if (name == SO_TYPE) return SOCK_STREAM;
    if (name == SO_ACCEPTCONN) return socket.listener != nullptr;
  }
  const auto option = socket.options.find({level, name});
  if (option != socket.options.end()) return option->second;
  const bool size = name == SO_SNDBUF || name == SO_RCVBUF;
  return level == SOL_SOCKET && size ? 64 * 1024 : 0;
}

workbook::Moment length_of(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) +
         std::chrono::nanoseconds(time.tv_nsec);
}

// The thread sleeps. Time goes by, and nobody is served.
void oversleep(workbook::Moment length) {
  network().note_blocking({"your code puts the thread to sleep for {}",
                           "votre code endort le fil d'exécution pendant {}"},
                          workbook::shown(length));
  network().clock.move_to(network().clock.now() + length);
}

// A sleep of a thread that is not in a World.
std::atomic<long> sleeps_elsewhere{0};

// The clock moves when it is asked again and again, so that a loop that waits
// for a later time comes to an end.
workbook::Moment now() {
  if (network().asked_too_often())
    network().clock.move_to(network().clock.now() +
                            std::chrono::milliseconds(1));
  return network().clock.now();
}

// A World begins at these times.
constexpr std::chrono::seconds steady_beginning{1};
constexpr std::chrono::seconds system_beginning{1'767'225'600};  // 2026-01-01

// The moment at which a clock of the system shows this time.
workbook::Moment moment_of(clockid_t clock, const timespec& time) {
  return length_of(time) -
         (clock == CLOCK_REALTIME ? system_beginning : steady_beginning);
}

// Sleeps until then.
void oversleep_until(workbook::Moment moment) {
  oversleep(std::max(moment - network().clock.now(), workbook::Moment::zero()));
}

timespec time_of(workbook::Moment since) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  return {static_cast<std::time_t>(whole.count()),
          static_cast<long>((since - whole).count())};
}

}  // namespace

long workbook::World::sleeps_elsewhere() { return ::sleeps_elsewhere; }

extern "C" {

int __real_socket(int, int, int);
int __real_bind(int, const sockaddr*, socklen_t);
int __real_listen(int, int);
int __real_accept(int, sockaddr*, socklen_t*);
int __real_accept4(int, sockaddr*, socklen_t*, int);
int __real_connect(int, const sockaddr*, socklen_t);
int __real_shutdown(int, int);
int __real_close(int);
int __real_getsockname(int, sockaddr*, socklen_t*);
int __real_getpeername(int, sockaddr*, socklen_t*);
int __real_getsockopt(int, int, int, void*, socklen_t*);
int __real_setsockopt(int, int, int, const void*, socklen_t);
ssize_t __real_recv(int, void*, size_t, int);
ssize_t __real_recvfrom(int, void*, size_t, int, sockaddr*, socklen_t*);
ssize_t __real_recvmsg(int, msghdr*, int);
ssize_t __real_read(int, void*, size_t);
ssize_t __real_readv(int, const iovec*, int);
ssize_t __real_send(int, const void*, size_t, int);
ssize_t __real_sendto(int, const void*, size_t, int, const sockaddr*,
                      socklen_t);
ssize_t __real_sendmsg(int, const msghdr*, int);
ssize_t __real_write(int, const void*, size_t);
ssize_t __real_writev(int, const iovec*, int);
ssize_t __real_pread(int, void*, size_t, off_t);
ssize_t __real_pwrite(int, const void*, size_t, off_t);
int __real_fsync(int);
int __real_fdatasync(int);
int __real_ioctl(int, unsigned long, ...);
int __real_fcntl(int, int, ...);
int __real_fcntl64(int, int, ...);
int __real_poll(pollfd*, nfds_t, int);
int __real_epoll_ctl(int, int, int, epoll_event*);
int __real_epoll_wait(int, epoll_event*, int, int);
int __real_timerfd_create(int, int);
int __real_timerfd_settime(int, int, const itimerspec*, itimerspec*);
int __real_nanosleep(const timespec*, timespec*);
int __real_clock_nanosleep(clockid_t, int, const timespec*, timespec*);
int __real_usleep(useconds_t);
unsigned __real_sleep(unsigned);
int __real_select(int, fd_set*, fd_set*, fd_set*, timeval*);
int __real_pthread_cond_clockwait(pthread_cond_t*, pthread_mutex_t*, clockid_t,
                                  const timespec*);
int __real_pthread_cond_timedwait(pthread_cond_t*, pthread_mutex_t*,
                                  const timespec*);
int __real_clock_gettime(clockid_t, timespec*);
int __real_gettimeofday(timeval*, void*);
std::time_t __real_time(std::time_t*);

// Sockets

int __wrap_socket(int family, int type, int protocol) {
  if (!Network::here() || (family != AF_INET && family != AF_INET6))
    return __real_socket(family, type, protocol);
  return network().open(family, type);
}

int __wrap_bind(int descriptor, const sockaddr* address, socklen_t size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_bind(descriptor, address, size);
  workbook::Port port = 0;
  if (!read_port(*socket, address, size, port)) return fail(EAFNOSUPPORT);
  return network().bind(*socket, port);
}

int __wrap_listen(int descriptor, int backlog) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? network().listen(*socket)
                : __real_listen(descriptor, backlog);
}

static int accept_in_world(Socket& socket, sockaddr* address, socklen_t* size,
                           int flags) {
  const int descriptor = network().accept(socket, flags);
  if (descriptor >= 0) {
    const Socket& accepted = *network().find(descriptor);
    write_address(accepted, port_of_peer(accepted), address, size);
  }
  return descriptor;
}

int __wrap_accept(int descriptor, sockaddr* address, socklen_t* size) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? accept_in_world(*socket, address, size, 0)
                : __real_accept(descriptor, address, size);
}

int __wrap_accept4(int descriptor, sockaddr* address, socklen_t* size,
                   int flags) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? accept_in_world(*socket, address, size, flags)
                : __real_accept4(descriptor, address, size, flags);
}

int __wrap_connect(int descriptor, const sockaddr* address, socklen_t size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_connect(descriptor, address, size);
  workbook::Port port = 0;
  if (!read_port(*socket, address, size, port)) return fail(EAFNOSUPPORT);
  return network().connect(*socket, port);
}

int __wrap_shutdown(int descriptor, int how) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? network().shut_down(*socket, how)
                : __real_shutdown(descriptor, how);
}

int __wrap_close(int descriptor) {
  if (Socket* socket = socket_of_world(descriptor)) network().close(*socket);
  if (Network::here()) network().forget_timer(descriptor);
  return __real_close(descriptor);
}

int __wrap_getsockname(int descriptor, sockaddr* address, socklen_t* size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_getsockname(descriptor, address, size);
  write_address(*socket, socket->port, address, size);
  return 0;
}

int __wrap_getpeername(int descriptor, sockaddr* address, socklen_t* size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_getpeername(descriptor, address, size);
  if (!socket->end || socket->end->reset) return fail(ENOTCONN);
  write_address(*socket, port_of_peer(*socket), address, size);
  return 0;
}

int __wrap_getsockopt(int descriptor, int level, int name, void* value,
                      socklen_t* size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_getsockopt(descriptor, level, name, value, size);
  const int held = option_of(*socket, level, name);
  linger lingers{};
  const void* from = &held;
  std::size_t length = sizeof held;
  if (level == SOL_SOCKET && name == SO_LINGER) {
    lingers.l_onoff = socket->options.contains({level, name});
    lingers.l_linger = std::max(held, 0);
    from = &lingers;
    length = sizeof lingers;
  }
  length = std::min<std::size_t>(*size, length);
  std::memcpy(value, from, length);
  *size = static_cast<socklen_t>(length);
  return 0;
}

int __wrap_setsockopt(int descriptor, int level, int name, const void* value,
                      socklen_t size) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_setsockopt(descriptor, level, name, value, size);
  if (level == SOL_SOCKET && name == SO_LINGER) {
    linger lingers{};
    std::memcpy(&lingers, value, std::min<std::size_t>(size, sizeof lingers));
    if (lingers.l_onoff)
      socket->options[{level, name}] = lingers.l_linger;
    else
      socket->options.erase({level, name});
    return 0;
  }
  int held = 0;
  std::memcpy(&held, value, std::min<std::size_t>(size, sizeof held));
  socket->options[{level, name}] = held;
  return 0;
}

// Bytes

ssize_t __wrap_recv(int descriptor, void* bytes, size_t size, int flags) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? network().receive(*socket, bytes, size, flags)
                : __real_recv(descriptor, bytes, size, flags);
}

ssize_t __wrap_recvfrom(int descriptor, void* bytes, size_t size, int flags,
                        sockaddr* from, socklen_t* from_size) {
  Socket* socket = socket_of_world(descriptor);
  return socket
             ? network().receive(*socket, bytes, size, flags)
             : __real_recvfrom(descriptor, bytes, size, flags, from, from_size);
}

ssize_t __wrap_recvmsg(int descriptor, msghdr* message, int flags) {
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_recvmsg(descriptor, message, flags);
  message->msg_flags = 0;
  message->msg_controllen = 0;
  return receive_into(*socket, message->msg_iov, message->msg_iovlen, flags);
}

ssize_t __wrap_read(int descriptor, void* bytes, size_t size) {
  if (Socket* socket = socket_of_world(descriptor))
    return network().receive(*socket, bytes, size, 0);
  if (is_file(descriptor) && !use_disk("read", size, false)) return -1;
  return __real_read(descriptor, bytes, size);
}

ssize_t __wrap_readv(int descriptor, const iovec* buffers, int count) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? receive_into(*socket, buffers,
                               static_cast<std::size_t>(count), 0)
                : __real_readv(descriptor, buffers, count);
}

ssize_t __wrap_send(int descriptor, const void* bytes, size_t size, int flags) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? network().send(*socket,
                                 {static_cast<const char*>(bytes), size}, flags)
                : __real_send(descriptor, bytes, size, flags);
}

ssize_t __wrap_sendto(int descriptor, const void* bytes, size_t size, int flags,
                      const sockaddr* to, socklen_t to_size) {
  Socket* socket = socket_of_world(descriptor);
  return socket ? network().send(*socket,
                                 {static_cast<const char*>(bytes), size}, flags)
                : __real_sendto(descriptor, bytes, size, flags, to, to_size);
}

ssize_t __wrap_sendmsg(int descriptor, const msghdr* message, int flags) {
  Socket* socket = socket_of_world(descriptor);
  return socket
             ? send_from(*socket, message->msg_iov, message->msg_iovlen, flags)
             : __real_sendmsg(descriptor, message, flags);
}

ssize_t __wrap_write(int descriptor, const void* bytes, size_t size) {
  if (Socket* socket = socket_of_world(descriptor))
    return network().send(*socket, {static_cast<const char*>(bytes), size}, 0);
  if (is_file(descriptor) && !use_disk("write", size, true)) return -1;
  return __real_write(descriptor, bytes, size);
}

ssize_t __wrap_writev(int descriptor, const iovec* buffers, int count) {
  Socket* socket = socket_of_world(descriptor);
  if (socket)
    return send_from(*socket, buffers, static_cast<std::size_t>(count), 0);
  if (!is_file(descriptor)) return __real_writev(descriptor, buffers, count);
  std::string bytes;
  for (int i = 0; i < count; ++i)
    bytes.append(static_cast<const char*>(buffers[i].iov_base),
                 buffers[i].iov_len);
  auto size = bytes.size();
  if (!use_disk("writev", size, true)) return -1;
  return __real_write(descriptor, bytes.data(), size);
}

// Files, beside read and write

ssize_t __wrap_pread(int descriptor, void* bytes, size_t size, off_t at) {
  if (is_file(descriptor) && !use_disk("pread", size, false)) return -1;
  return __real_pread(descriptor, bytes, size, at);
}

ssize_t __wrap_pwrite(int descriptor, const void* bytes, size_t size,
                      off_t at) {
  if (is_file(descriptor) && !use_disk("pwrite", size, true)) return -1;
  return __real_pwrite(descriptor, bytes, size, at);
}

int __wrap_fsync(int descriptor) {
  if (is_file(descriptor) && !use_disk("fsync")) return -1;
  return __real_fsync(descriptor);
}

int __wrap_fdatasync(int descriptor) {
  if (is_file(descriptor) && !use_disk("fdatasync")) return -1;
  return __real_fdatasync(descriptor);
}

int __wrap_ioctl(int descriptor, unsigned long request, ...) {
  std::va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  Socket* socket = socket_of_world(descriptor);
  if (!socket) return __real_ioctl(descriptor, request, argument);
  if (request == FIONBIO) {
    socket->blocking = !*static_cast<int*>(argument);
    return 0;
  }
  if (request == FIONREAD) {
    if (network().asked_too_often()) return fail(EDEADLK);
    *static_cast<int*>(argument) =
        socket->end ? static_cast<int>(socket->end->arrived.size()) : 0;
    return 0;
  }
  return fail(EINVAL);
}

static int fcntl_in_world(Socket& socket, int command, long argument) {
  switch (command) {
    case F_GETFL:
      return O_RDWR | (socket.blocking ? 0 : O_NONBLOCK);
    case F_SETFL:
      socket.blocking = !(argument & O_NONBLOCK);
      return 0;
    case F_GETFD:
    case F_SETFD:
      return __real_fcntl(socket.descriptor, command, argument);
    default:
      return fail(EINVAL);
  }
}

int __wrap_fcntl(int descriptor, int command, ...) {
  std::va_list rest;
  va_start(rest, command);
  const long argument = va_arg(rest, long);
  va_end(rest);
  Socket* socket = socket_of_world(descriptor);
  return socket ? fcntl_in_world(*socket, command, argument)
                : __real_fcntl(descriptor, command, argument);
}

int __wrap_fcntl64(int descriptor, int command, ...) {
  std::va_list rest;
  va_start(rest, command);
  const long argument = va_arg(rest, long);
  va_end(rest);
  Socket* socket = socket_of_world(descriptor);
  return socket ? fcntl_in_world(*socket, command, argument)
                : __real_fcntl64(descriptor, command, argument);
}

// Waiting

int __wrap_poll(pollfd* polled, nfds_t count, int timeout) {
  const bool ours = std::any_of(polled, polled + count, [](const pollfd& each) {
    return socket_of_world(each.fd) != nullptr;
  });
  if (!ours) return __real_poll(polled, count, timeout);
  int ready = 0;
  for (pollfd* each = polled; each != polled + count; ++each) {
    Socket* socket = socket_of_world(each->fd);
    each->revents = 0;
    if (!socket) continue;
    // The bits of poll are those of epoll.
    each->revents = static_cast<short>(network().ready(*socket) &
                                       (each->events | EPOLLERR | EPOLLHUP));
    ready += each->revents != 0;
  }
  if (ready > 0) return ready;
  if (network().asked_too_often()) return fail(EDEADLK);
  if (timeout == 0) return 0;
  network().note_blocking(
      {"your code blocks the thread until a socket is ready",
       "votre code bloque le fil d'exécution jusqu'à ce qu'une socket soit "
       "prête"});
  return fail(EDEADLK);
}

int __wrap_epoll_ctl(int epoll, int operation, int descriptor,
                     epoll_event* event) {
  if (!Network::here())
    return __real_epoll_ctl(epoll, operation, descriptor, event);
  const epoll_event wanted =
      operation == EPOLL_CTL_DEL ? epoll_event{} : *event;
  const int watcher = operation == EPOLL_CTL_DEL ? -1 : epoll;
  if (Socket* socket = network().find(descriptor)) {
    network().watch(*socket, watcher, wanted);
    return 0;
  }
  if (network().clock.has_timer(descriptor)) {
    network().watch_timer(descriptor, watcher, wanted);
    return 0;
  }
  return __real_epoll_ctl(epoll, operation, descriptor, event);
}

int __wrap_epoll_wait(int epoll, epoll_event* events, int size, int timeout) {
  if (!Network::here()) return __real_epoll_wait(epoll, events, size, timeout);
  int count = __real_epoll_wait(epoll, events, size, 0);
  if (count < 0) return count;
  count += network().collect(epoll, events + count, size - count);
  if (count > 0 || timeout == 0) return count;
  // A loop inside the loop of the test: no client can do anything meanwhile.
  const auto next = network().clock.next();
  network().note_blocking(
      {"your code waits inside run(), and keeps the thread",
       "votre code attend dans run(), et garde le fil d'exécution"});
  if (!next) workbook::stuck_for_ever();
  network().clock.move_to(*next);
  return network().collect(epoll, events, size);
}

int __wrap_timerfd_create(int clock, int flags) {
  if (!Network::here()) return __real_timerfd_create(clock, flags);
  const int descriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor >= 0) network().clock.add_timer(descriptor);
  return descriptor;
}

int __wrap_timerfd_settime(int descriptor, int flags, const itimerspec* wanted,
                           itimerspec* before) {
  if (!Network::here() || !network().clock.has_timer(descriptor))
    return __real_timerfd_settime(descriptor, flags, wanted, before);
  auto rings = length_of(wanted->it_value);
  if (before) *before = {};
  if (rings == workbook::Moment::zero())
    network().clock.set_timer(descriptor, std::nullopt);
  else if (flags & TFD_TIMER_ABSTIME)
    network().clock.set_timer(descriptor, rings - steady_beginning);
  else
    network().clock.set_timer(descriptor, network().clock.now() + rings);
  return 0;
}

// Time

int __wrap_nanosleep(const timespec* length, timespec* rest) {
  if (!Network::here()) {
    ++sleeps_elsewhere;
    return __real_nanosleep(length, rest);
  }
  oversleep(length_of(*length));
  if (rest) *rest = {};
  return 0;
}

int __wrap_clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                           timespec* rest) {
  if (!Network::here()) {
    ++sleeps_elsewhere;
    return __real_clock_nanosleep(clock, flags, time, rest);
  }
  if (flags & TIMER_ABSTIME)
    oversleep_until(moment_of(clock, *time));
  else
    oversleep(length_of(*time));
  return 0;
}

int __wrap_usleep(useconds_t microseconds) {
  if (!Network::here()) {
    ++sleeps_elsewhere;
    return __real_usleep(microseconds);
  }
  oversleep(std::chrono::microseconds(microseconds));
  return 0;
}

unsigned __wrap_sleep(unsigned seconds) {
  if (!Network::here()) {
    ++sleeps_elsewhere;
    return __real_sleep(seconds);
  }
  oversleep(std::chrono::seconds(seconds));
  return 0;
}

// Without descriptors, it is a sleep: so Asio waits for a timer in wait().
int __wrap_select(int size, fd_set* to_read, fd_set* to_write, fd_set* errors,
                  timeval* length) {
  if (size != 0 || !length)
    return __real_select(size, to_read, to_write, errors, length);
  if (!Network::here()) {
    ++sleeps_elsewhere;
    return __real_select(size, to_read, to_write, errors, length);
  }
  oversleep(std::chrono::seconds(length->tv_sec) +
            std::chrono::microseconds(length->tv_usec));
  return 0;
}

// A condition variable with a time limit. There is one thread in a World, so
// nobody notifies it: it waits for the limit.
int __wrap_pthread_cond_clockwait(pthread_cond_t* condition,
                                  pthread_mutex_t* mutex, clockid_t clock,
                                  const timespec* limit) {
  if (!Network::here())
    return __real_pthread_cond_clockwait(condition, mutex, clock, limit);
  oversleep_until(moment_of(clock, *limit));
  return ETIMEDOUT;
}

int __wrap_pthread_cond_timedwait(pthread_cond_t* condition,
                                  pthread_mutex_t* mutex,
                                  const timespec* limit) {
  if (!Network::here())
    return __real_pthread_cond_timedwait(condition, mutex, limit);
  oversleep_until(moment_of(CLOCK_REALTIME, *limit));
  return ETIMEDOUT;
}

int __wrap_clock_gettime(clockid_t clock, timespec* time) {
  const bool system = clock == CLOCK_REALTIME;
  if (!Network::here() || (!system && clock != CLOCK_MONOTONIC))
    return __real_clock_gettime(clock, time);
  *time = time_of((system ? system_beginning : steady_beginning) + now());
  return 0;
}

int __wrap_gettimeofday(timeval* time, void* zone) {
  if (!Network::here()) return __real_gettimeofday(time, zone);
  const auto exact = time_of(system_beginning + now());
  *time = {exact.tv_sec, exact.tv_nsec / 1000};
  return 0;
}

std::time_t __wrap_time(std::time_t* time) {
  if (!Network::here()) return __real_time(time);
  const auto seconds = time_of(system_beginning + now()).tv_sec;
  if (time) *time = seconds;
  return seconds;
}
}

// The clocks are C++ functions of the library, here under their mangled names.
#ifdef _LIBCPP_VERSION
#define STEADY_NOW "_ZNSt3__16chrono12steady_clock3nowEv"
#define SYSTEM_NOW "_ZNSt3__16chrono12system_clock3nowEv"
#else
#define STEADY_NOW "_ZNSt6chrono3_V212steady_clock3nowEv"
#define SYSTEM_NOW "_ZNSt6chrono3_V212system_clock3nowEv"
#endif

using SteadyTime = std::chrono::steady_clock::time_point;
using SystemTime = std::chrono::system_clock::time_point;

SteadyTime real_steady_now() __asm__("__real_" STEADY_NOW);
SystemTime real_system_now() __asm__("__real_" SYSTEM_NOW);
SteadyTime steady_now() __asm__("__wrap_" STEADY_NOW);
SystemTime system_now() __asm__("__wrap_" SYSTEM_NOW);

SteadyTime steady_now() {
  if (!Network::here()) return real_steady_now();
  return SteadyTime(steady_beginning + now());
}

SystemTime system_now() {
  if (!Network::here()) return real_system_now();
  return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
      system_beginning + now()));
}
