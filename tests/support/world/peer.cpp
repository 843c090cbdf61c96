#include <support/world/peer.hpp>

namespace workbook {

Peer::Peer(World& world, std::shared_ptr<Connection> connection, bool client)
    : network_(world.network()), connection_(std::move(connection)) {
  if (connection_) end_ = client ? &connection_->client : &connection_->server;
}

Peer::~Peer() {
  if (end_) network_.hang_up(*end_);
}

std::size_t Peer::send(std::string_view bytes) {
  if (!end_) return 0;
  const auto taken = network_.put(*end_, bytes);
  if (taken > 0)
    network_.tell(connection_->name, {"sends {}", "envoie {}"},
                  quoted(bytes.substr(0, taken)));
  return taken;
}

std::string Peer::receive(std::size_t at_most) {
  if (!end_) return {};
  auto bytes = network_.take(*end_, at_most);
  if (!bytes.empty())
    network_.tell(connection_->name, {"receives {}", "reçoit {}"},
                  quoted(bytes));
  return bytes;
}

void Peer::half_close() {
  if (!end_) return;
  network_.tell(connection_->name,
                {"will send no more", "n'enverra plus rien"});
  network_.end_sending(*end_);
}

void Peer::hang_up() {
  if (!end_) return;
  network_.tell(connection_->name, {"hangs up", "raccroche"});
  network_.hang_up(*end_);
}

void Peer::reset() {
  if (!end_) return;
  network_.tell(connection_->name,
                {"breaks the connection", "rompt la connexion"});
  network_.reset(*end_);
}

const std::string& Peer::arrived() const {
  static const std::string nothing;
  return end_ ? end_->arrived : nothing;
}

bool Peer::ended() const {
  return end_ && end_->arrived.empty() && !end_->other->sends;
}

bool Peer::cut() const { return end_ && end_->reset; }

std::size_t Peer::sent() const { return end_ ? end_->sent : 0; }

std::size_t Peer::read_by_program() const {
  return end_ ? end_->other->taken : 0;
}

Client::Client(World& world, const std::string& name, Port port)
    : Peer(world, world.network().reach(port, name), true) {
  network_.tell(name, connection_ ? Text{"connects", "se connecte"}
                                  : Text{"finds nobody at the port",
                                         "ne trouve personne au port"});
}

std::size_t send_all(World& world, Peer& peer, std::string_view bytes) {
  std::size_t all = 0;
  for (std::size_t sent = 1; all < bytes.size() && sent > 0;) {
    sent = peer.send(bytes.substr(all));
    all += sent;
    world.settle();
  }
  return all;
}

std::string receive_all(World& world, Peer& peer, std::size_t at_once) {
  std::string all;
  while (all.size() < 10'000'000) {
    world.settle();
    const auto part = peer.receive(at_once);
    if (part.empty()) break;
    all += part;
  }
  return all;
}

Server::Server(World& world, std::string name, Port port)
    : world_(world),
      listener_(world.network().listen_at(port, std::move(name))) {}

Server::~Server() { world_.network().stop_listening(*listener_); }

void Server::behave(Listener::Manners manners) {
  listener_->manners = manners;
  world_.network().answer_hanging(*listener_);
}

std::unique_ptr<Peer> Server::next() {
  if (listener_->queue.empty()) return nullptr;
  auto connection = listener_->queue.front();
  listener_->queue.pop_front();
  return std::unique_ptr<Peer>(new Peer(world_, std::move(connection), false));
}

}  // namespace workbook
