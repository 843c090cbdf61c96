#include <fcntl.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <support/world/network.hpp>
#include <support/world/stuck.hpp>

namespace workbook {

namespace {

thread_local Network* network_of_this_thread = nullptr;

std::size_t room_in(const End& end) {
  return end.room - std::min(end.room, end.arrived.size());
}

}  // namespace

std::string quoted(std::string_view bytes) {
  constexpr std::size_t shown = 32;
  auto beginning = bytes.substr(0, shown);
  std::string text = "\"";
  // Most bytes are plain, and come in runs.
  std::size_t plain = 0;
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    const auto byte = static_cast<unsigned char>(beginning[i]);
    if (byte >= 32 && byte <= 126 && byte != '"' && byte != '\\') continue;
    text += beginning.substr(plain, i - plain);
    plain = i + 1;
    if (byte == '\n')
      text += "\\n";
    else if (byte == '\r')
      text += "\\r";
    else if (byte == '"' || byte == '\\')
      text += {'\\', static_cast<char>(byte)};
    else
      text += fmt::format("\\x{:02x}", byte);
    // What is no text fills a line with fewer bytes.
    if (bytes.size() > shown && text.size() > shown)
      beginning = beginning.substr(0, i + 1);
  }
  text += beginning.substr(plain);
  text += '"';
  if (bytes.size() > shown)
    text += fmt::format(
        fmt::runtime(Text{"... ({} bytes)", "… ({} octets)"}.spoken()),
        bytes.size());
  return text;
}

Connection::Connection(std::size_t room) {
  client.other = &server;
  server.other = &client;
  client.room = server.room = room;
}

Network::Network() : outer_(network_of_this_thread) {
  network_of_this_thread = this;
}

Network::~Network() { network_of_this_thread = outer_; }

Network* Network::here() { return network_of_this_thread; }

Socket* Network::find(int descriptor) {
  const auto found = by_descriptor_.find(descriptor);
  return found == by_descriptor_.end() ? nullptr : &sockets.at(found->second);
}

int Network::fail(int error) {
  errno = error;
  return -1;
}

std::string Network::name_of(const Socket& socket) const {
  if (socket.connection) return socket.connection->name;
  return fmt::format("port {}", socket.port);
}

// Sockets

int Network::add_socket(int family, int type) {
  if (sockets.size() >= faults.descriptors) return fail(EMFILE);
  // It only holds a number that no other descriptor has.
  const int descriptor = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) return -1;
  auto& socket = sockets[++opened_];
  by_descriptor_[descriptor] = opened_;
  socket.descriptor = descriptor;
  socket.family = static_cast<sa_family_t>(family);
  socket.blocking = !(type & SOCK_NONBLOCK);
  return descriptor;
}

int Network::open(int family, int type) {
  if ((type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != SOCK_STREAM)
    return fail(EPROTONOSUPPORT);
  return add_socket(family, type);
}

int Network::bind(Socket& socket, Port port) {
  if (socket.port) return fail(EINVAL);
  if (port && listeners_.contains(port)) return fail(EADDRINUSE);
  socket.port = port ? port : next_port_++;
  return 0;
}

int Network::listen(Socket& socket) {
  if (socket.connection) return fail(EINVAL);
  if (socket.listener) return 0;
  if (!socket.port) socket.port = next_port_++;
  if (listeners_.contains(socket.port)) return fail(EADDRINUSE);
  socket.listener = std::make_shared<Listener>();
  socket.listener->port = socket.port;
  socket.listener->holder = &socket;
  listeners_[socket.port] = socket.listener;
  return 0;
}

bool Network::call_fails(const char* name) {
  if (running) {
    if (!running->dead && ++running->calls == running->dies_before) {
      running->dead = true;
      tell("",
           {"(the process is killed before this call: {})",
            "(le processus est tué avant cet appel : {})"},
           name);
    }
    if (running->dead) return true;
  }
  return ++io_calls == faults.failing_call;
}

ssize_t Network::use_disk(const char* name, std::size_t size, bool writes) {
  if (call_fails(name)) {
    if (!dead())
      tell("", {"{} of a file fails", "{} d'un fichier échoue"}, name);
    return fail(EIO);
  }
  if (faults.disk_takes > Moment::zero()) {
    tell("",
         {"your code waits {} for the disk ({})",
          "votre code attend le disque pendant {} ({})"},
         shown(faults.disk_takes), name);
    clock.move_to(clock.now() + faults.disk_takes);
  }
  if (!writes || faults.disk_room == Faults::unlimited || size == 0)
    return static_cast<ssize_t>(size);
  if (faults.disk_room == 0) {
    tell("", {"the disk is full", "le disque est plein"});
    return fail(ENOSPC);
  }
  size = std::min(size, faults.disk_room);
  faults.disk_room -= size;
  return static_cast<ssize_t>(size);
}

int Network::accept(Socket& socket, int flags) {
  ++accept_calls;
  if (!socket.listener) return fail(EINVAL);
  int error = 0;
  auto& queue = socket.listener->queue;
  if (call_fails("accept")) {
    if (dead()) return fail(EAGAIN);
    error = EMFILE;
  } else if (!faults.accept_errors.empty() && !queue.empty()) {
    error = faults.accept_errors.front();
    faults.accept_errors.pop_front();
  } else if (sockets.size() >= faults.descriptors) {
    error = EMFILE;
  }
  if (error) {
    tell("", {"your code: accept fails: {}", "votre code : accept échoue : {}"},
         std::strerror(error));
    socket.changed = true;
    if (error == ECONNABORTED && !queue.empty()) {
      reset(queue.front()->server);
      queue.pop_front();
    }
    return fail(error);
  }
  if (queue.empty()) {
    socket.waits = Socket::Waits::client;
    if (socket.blocking) {
      note_blocking({"your code: accept blocks the thread until a client comes",
                     "votre code : accept bloque le fil d'exécution jusqu'à "
                     "l'arrivée d'un client"});
      return fail(EDEADLK);
    }
    return fail(asked_too_often() ? EDEADLK : EAGAIN);
  }
  socket.waits = Socket::Waits::nothing;
  const int descriptor = add_socket(socket.family, SOCK_STREAM | flags);
  if (descriptor < 0) return -1;
  auto& accepted = *find(descriptor);
  accepted.port = socket.port;
  accepted.connection = std::move(queue.front());
  queue.pop_front();
  accepted.end = &accepted.connection->server;
  accepted.end->holder = &accepted;
  tell("",
       socket.listener->test_accepts
           ? Text{"{} is connected", "{} : la connexion est établie"}
           : Text{"your code accepts {}", "votre code accepte {}"},
       name_of(accepted));
  return descriptor;
}

int Network::connect(Socket& socket, Port port) {
  if (socket.connection) return fail(EISCONN);
  if (socket.waits == Socket::Waits::connection) return fail(EALREADY);
  if (call_fails("connect")) return fail(dead() ? EAGAIN : ETIMEDOUT);
  const auto listener = listeners_.find(port);
  const std::string name =
      listener == listeners_.end() ? "" : listener->second->name;
  if (listener != listeners_.end() &&
      listener->second->manners == Listener::Manners::hangs) {
    tell("",
         {"your code connects to {}, which does not answer",
          "votre code se connecte à {}, qui ne répond pas"},
         name);
    if (socket.blocking) {
      note_blocking({"your code: connect blocks the thread",
                     "votre code : connect bloque le fil d'exécution"});
      return fail(EDEADLK);
    }
    listener->second->hanging.push_back(&socket);
    socket.waits = Socket::Waits::connection;
    return fail(EINPROGRESS);
  }
  auto connection = reach(port, name);
  if (!connection) {
    tell("",
         {"your code: port {} refuses the connection",
          "votre code : le port {} refuse la connexion"},
         port);
    return fail(ECONNREFUSED);
  }
  if (name.empty()) connection->name = fmt::format("port {}", port);
  tell("", {"your code connects to {}", "votre code se connecte à {}"},
       connection->name);
  if (!socket.port) socket.port = connection->client_port;
  connection->client_port = socket.port;
  socket.connection = std::move(connection);
  socket.end = &socket.connection->client;
  socket.end->holder = &socket;
  socket.changed = true;
  // A socket that does not block hears of it from epoll, as with TCP.
  return socket.blocking ? 0 : fail(EINPROGRESS);
}

void Network::answer_hanging(Listener& listener) {
  if (listener.manners == Listener::Manners::hangs) return;
  for (Socket* socket : std::exchange(listener.hanging, {})) {
    socket->waits = Socket::Waits::nothing;
    socket->changed = true;
    if (auto connection = reach(listener.port, listener.name)) {
      if (!socket->port) socket->port = connection->client_port;
      socket->connection = std::move(connection);
      socket->end = &socket->connection->client;
      socket->end->holder = socket;
    } else {
      socket->error = ECONNREFUSED;
    }
  }
}

int Network::take_error(Socket& socket) {
  return std::exchange(socket.end ? socket.end->error : socket.error, 0);
}

int Network::shut_down(Socket& socket, int how) {
  if (!socket.end) return fail(ENOTCONN);
  if (dead()) return 0;
  if (socket.end->reset) return fail(ENOTCONN);
  if (how != SHUT_WR) {
    socket.end->receives = false;
    socket.changed = true;
  }
  if (how != SHUT_RD && socket.end->sends) {
    tell("",
         {"your code will send no more to {}",
          "votre code n'enverra plus rien à {}"},
         name_of(socket));
    end_sending(*socket.end);
  }
  return 0;
}

void Network::close(Socket& socket) {
  if (socket.listener) {
    tell("", {"your code closes port {}", "votre code ferme le port {}"},
         socket.port);
    stop_listening(*socket.listener);
  }
  for (auto& [port, listener] : listeners_)
    std::erase(listener->hanging, &socket);
  if (socket.end) {
    tell("",
         {"your code closes the connection of {}",
          "votre code ferme la connexion avec {}"},
         name_of(socket));
    socket.end->holder = nullptr;
    const auto linger = socket.options.find({SOL_SOCKET, SO_LINGER});
    const bool cuts = linger != socket.options.end() && linger->second == 0;
    if (cuts)
      reset(*socket.end);
    else
      hang_up(*socket.end);
  }
  const auto found = by_descriptor_.find(socket.descriptor);
  sockets.erase(found->second);
  by_descriptor_.erase(found);
}

// Bytes

namespace {

std::size_t moved(const Faults& faults, std::size_t possible,
                  std::size_t at_most) {
  const auto most = std::min(possible, at_most);
  return faults.cut && most > 0
             ? std::clamp<std::size_t>(faults.cut(most), 1, most)
             : most;
}

}  // namespace

ssize_t Network::receive(Socket& socket, void* bytes, std::size_t size,
                         int flags) {
  if (!socket.end) return fail(ENOTCONN);
  End& end = *socket.end;
  if (call_fails("read")) {
    if (dead()) return fail(EAGAIN);
    reset(end);
    change(end);
  }
  socket.waits = Socket::Waits::nothing;
  if (end.arrived.empty() || size == 0) {
    if (end.error) {
      tell("",
           {"{}: your code reads, and the connection is broken",
            "{} : votre code lit, et la connexion est rompue"},
           name_of(socket));
      return fail(std::exchange(end.error, 0));
    }
    if (size == 0) return 0;
    if (!end.receives || !end.other->sends || end.reset) {
      tell("", {"{}: your code reads the end", "{} : votre code lit la fin"},
           name_of(socket));
      return 0;
    }
    socket.waits = Socket::Waits::bytes;
    if (!socket.blocking || flags & MSG_DONTWAIT)
      return fail(asked_too_often() ? EDEADLK : EAGAIN);
    note_blocking({"{}: reading blocks the thread until bytes come",
                   "{} : lire bloque le fil d'exécution jusqu'à l'arrivée "
                   "d'octets"},
                  name_of(socket));
    return fail(EDEADLK);
  }
  const auto count =
      moved(faults, std::min(size, end.arrived.size()), faults.read_at_most);
  std::memcpy(bytes, end.arrived.data(), count);
  if (flags & MSG_PEEK) return static_cast<ssize_t>(count);
  const auto taken = take(end, count);
  if (!end.other->holder) taken_from_test += taken.size();
  tell("", {"{}: your code reads {}", "{} : votre code lit {}"},
       name_of(socket), quoted(taken));
  // Epoll told of all that was there. What is left is news again.
  socket.changed = true;
  return static_cast<ssize_t>(count);
}

ssize_t Network::send(Socket& socket, std::string_view bytes, int flags) {
  if (!socket.end) return fail(ENOTCONN);
  End& end = *socket.end;
  if (call_fails("write")) {
    if (dead()) return fail(EAGAIN);
    reset(end);
    change(end);
  }
  socket.waits = Socket::Waits::nothing;
  if (end.error || end.reset || !end.sends) {
    tell("",
         {"{}: your code writes, and the connection is broken",
          "{} : votre code écrit, et la connexion est rompue"},
         name_of(socket));
    return fail(end.error ? std::exchange(end.error, 0) : EPIPE);
  }
  if (bytes.empty()) return 0;
  note_write(socket, bytes, 0);
  if (end.other->closed) {
    // The first write after the other end has closed still succeeds: the news
    // comes back later.
    tell("",
         {"{}: your code writes {}, and nobody is there any more",
          "{} : votre code écrit {}, et il n'y a plus personne"},
         name_of(socket), quoted(bytes));
    end.reset = true;
    change(end);
    return static_cast<ssize_t>(bytes.size());
  }
  const auto room = room_in(*end.other);
  if (room == 0) {
    socket.waits = Socket::Waits::room;
    end.wants_room = true;
    if (!socket.blocking || flags & MSG_DONTWAIT)
      return fail(asked_too_often() ? EDEADLK : EAGAIN);
    note_blocking({"{}: writing blocks the thread until the client reads",
                   "{} : écrire bloque le fil d'exécution jusqu'à ce que le "
                   "client lise"},
                  name_of(socket));
    return fail(EDEADLK);
  }
  const auto count =
      moved(faults, std::min(bytes.size(), room), faults.write_at_most);
  put(end, bytes.substr(0, count));
  note_write(socket, bytes, count);
  tell("", {"{}: your code writes {}", "{} : votre code écrit {}"},
       name_of(socket), quoted(bytes.substr(0, count)));
  // A write that was cut short though there was room must not wait for ever.
  if (count < bytes.size()) {
    end.wants_room = true;
    if (room > count) socket.changed = true;
  }
  return static_cast<ssize_t>(count);
}

// A write that was cut short goes on from the same address, or, if the program
// moves the rest to the front of its buffer, with the same bytes. What does
// neither is another write.
void Network::note_write(Socket& socket, std::string_view bytes,
                         std::size_t count) {
  constexpr std::size_t enough = 64;
  if (count == 0) {
    if (!socket.rest.empty() && bytes.data() != socket.rest_at &&
        !bytes.starts_with(socket.rest))
      writes_overlapped = true;
  }
  socket.rest_at = bytes.data() + count;
  socket.rest = bytes.substr(count, enough);
}

void Network::change(End& end) {
  if (end.holder) end.holder->changed = true;
}

std::size_t Network::put(End& from, std::string_view bytes) {
  End& to = *from.other;
  if (!from.sends || from.reset || to.closed) return 0;
  bytes = bytes.substr(0, room_in(to));
  to.arrived += bytes;
  from.sent += bytes.size();
  if (!bytes.empty()) change(to);
  return bytes.size();
}

std::string Network::take(End& end, std::size_t at_most) {
  auto bytes = end.arrived.substr(0, at_most);
  end.arrived.erase(0, bytes.size());
  end.taken += bytes.size();
  if (!bytes.empty() && std::exchange(end.other->wants_room, false))
    change(*end.other);
  return bytes;
}

void Network::end_sending(End& end) {
  if (!std::exchange(end.sends, false)) return;
  change(*end.other);
  // Nobody sends any more: as in TCP, the one who said so last hears of it.
  if (!end.other->sends) change(end);
}

void Network::hang_up(End& end) {
  if (end.closed) return;
  // As in TCP: whoever closes without having read all has not understood.
  if (!end.arrived.empty()) return reset(end);
  end.closed = true;
  end.receives = end.sends = false;
  change(*end.other);
}

void Network::reset(End& end) {
  end.closed = true;
  end.receives = end.sends = false;
  for (End* each : {&end, end.other}) {
    if (std::exchange(each->reset, true)) continue;
    each->error = ECONNRESET;
    change(*each);
  }
}

// Ports

std::shared_ptr<Connection> Network::reach(Port port, std::string name) {
  const auto found = listeners_.find(port);
  if (found == listeners_.end() ||
      found->second->manners == Listener::Manners::refuses)
    return nullptr;
  auto connection = std::make_shared<Connection>(faults.room);
  connection->name = std::move(name);
  connection->client_port = next_port_++;
  connection->server_port = port;
  found->second->queue.push_back(connection);
  if (Socket* holder = found->second->holder) holder->changed = true;
  return connection;
}

std::shared_ptr<Listener> Network::listen_at(Port port, std::string name) {
  if (!port) port = next_port_++;
  auto listener = std::make_shared<Listener>();
  listener->port = port;
  listener->name = std::move(name);
  listeners_[port] = listener;
  return listener;
}

void Network::test_accepts_at(Port port) {
  listeners_.at(port)->test_accepts = true;
}

void Network::stop_listening(Listener& listener) {
  listener.holder = nullptr;
  listener.manners = Listener::Manners::refuses;
  answer_hanging(listener);
  // Those whom nobody has accepted hear that nobody will.
  for (auto& waiting : std::exchange(listener.queue, {}))
    reset(waiting->server);
  listeners_.erase(listener.port);
}

// Readiness

std::uint32_t Network::ready(const Socket& socket) const {
  if (socket.listener) return socket.listener->queue.empty() ? 0u : EPOLLIN;
  if (socket.waits == Socket::Waits::connection) return 0;
  if (socket.error) return EPOLLOUT | EPOLLERR | EPOLLHUP;
  if (!socket.end) return EPOLLOUT | EPOLLHUP;
  const End& end = *socket.end;
  const bool no_more = !end.other->sends || !end.receives || end.reset;
  std::uint32_t events = 0;
  if (!end.arrived.empty() || no_more || end.error) events |= EPOLLIN;
  if (no_more) events |= EPOLLRDHUP;
  if (end.reset || !end.sends || end.other->closed || room_in(*end.other) > 0)
    events |= EPOLLOUT;
  if (end.error) events |= EPOLLERR;
  if (end.reset || (no_more && !end.sends)) events |= EPOLLHUP;
  return events;
}

void Network::watch(Socket& socket, int epoll, const epoll_event& wanted) {
  socket.epoll = epoll;
  socket.interest = wanted.events;
  socket.data = wanted.data;
  socket.changed = true;
}

void Network::watch_timer(int descriptor, int epoll,
                          const epoll_event& wanted) {
  timers_[descriptor] = {epoll, wanted.data};
}

void Network::forget_timer(int descriptor) {
  clock.remove_timer(descriptor);
  timers_.erase(descriptor);
}

std::uint32_t Network::news_of(const Socket& socket, int epoll) const {
  if (socket.epoll != epoll) return 0;
  if (socket.interest & EPOLLET && !socket.changed) return 0;
  return ready(socket) & (socket.interest | EPOLLERR | EPOLLHUP);
}

int Network::collect(int epoll, epoll_event* events, int size) {
  asked = 0;
  collected_for = epoll;
  int count = 0;
  for (const auto& [descriptor, watched] : timers_) {
    if (count == size) break;
    if (watched.epoll != epoll || !clock.rings(descriptor)) continue;
    events[count].events = EPOLLIN;
    events[count++].data = watched.data;
  }
  for (auto& [number, socket] : sockets) {
    if (count == size) break;
    const auto told = news_of(socket, epoll);
    if (!told) continue;
    socket.changed = false;
    events[count].events = told;
    events[count++].data = socket.data;
  }
  return count;
}

bool Network::has_events(int epoll) const {
  for (const auto& [descriptor, watched] : timers_)
    if (watched.epoll == epoll && clock.rings(descriptor)) return true;
  for (const auto& [number, socket] : sockets)
    if (news_of(socket, epoll)) return true;
  return false;
}

void Network::note_blocking(Text what, const std::string& detail) {
  ++blocking_calls;
  tell("", what, detail);
}

bool Network::asked_too_often() {
  constexpr long far_too_often = 100'000;
  if (++asked < far_too_often) return false;
  if (asked == far_too_often)
    note_blocking({"your code asks again and again, and keeps the thread",
                   "votre code demande sans cesse, et garde le fil "
                   "d'exécution"});
  return true;
}

}  // namespace workbook
