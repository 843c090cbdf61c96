// For wrong answers: a Handler of files that is right, in pieces. Each answer
// does one of these pieces in its own way.
#pragma once

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http.hpp"

namespace exo43::plain {

namespace http = workbook::http;

using Content = std::optional<std::string>;

class Site {
 public:
  Site(std::filesystem::path root, Clerks& readers)
      : folder(std::move(root)), clerks(readers) {}
  virtual ~Site() = default;

  // The Handler may be gone before its answer: each call owns the site, too.
  static asio::awaitable<Response> answer(std::shared_ptr<const Site> site,
                                          Request request) {
    if (!site->allows(request.method)) co_return not_allowed();
    const auto path = site->path_of(request.target);
    if (!path) co_return nothing(400);
    if (site->is_hidden(request.target, *path)) co_return nothing(404);
    auto content = co_await site->read(site->file_of(*path));
    co_return site->answer_with(std::move(content), *path);
  }

  // ---- The path

  virtual bool allows(const std::string& method) const {
    return method == "GET" || method == "HEAD";
  }
  // Nothing if it cannot be one.
  std::optional<std::string> path_of(const std::string& target) const {
    auto path = decoded(target);
    if (!path || !is_possible(*path)) return std::nullopt;
    if (path->ends_with('/')) *path += index();
    return path;
  }
  virtual std::optional<std::string> decoded(const std::string& target) const {
    return http::percent_decoded(target.substr(0, target.find('?')));
  }
  virtual bool is_possible(const std::string& path) const {
    return path.find('\0') == path.npos;
  }
  virtual std::string index() const { return "index.html"; }
  virtual bool is_hidden(const std::string&, const std::string& path) const {
    return path.find("/.") != path.npos;
  }

  // ---- The file

  virtual std::string file_of(const std::string& path) const {
    return folder.string() + path;
  }
  virtual asio::awaitable<Content> read(std::string file) const {
    co_return co_await asio::co_spawn(
        clerks, read_by_clerk(std::move(file)),
        asio::bind_cancellation_slot(asio::cancellation_slot(),
                                     asio::use_awaitable));
  }

  // ---- The answer

  virtual Response answer_with(Content content, const std::string& path) const {
    return content ? of(std::move(*content), path) : nothing(404);
  }
  virtual std::string type_of(const std::string& path) const {
    return std::string(http::media_type(path));
  }

  // ---- Used by these

  static asio::awaitable<Content> read_by_clerk(std::string file) {
    co_return http::read_file(file);
  }
  Response of(std::string content, const std::string& path) const {
    return {200, {{"Content-Type", type_of(path)}}, std::move(content)};
  }
  static Response nothing(int status) { return {status, {}, ""}; }
  static Response not_allowed() { return {405, {{"Allow", "GET, HEAD"}}, ""}; }

  const std::filesystem::path folder;
  Clerks& clerks;
};

// For an answer: `return plain::site<NoIndex>(std::move(folder), clerks);`
template <class OwnSite>
Handler site(std::filesystem::path folder, Clerks& clerks) {
  return
      [site = std::make_shared<const OwnSite>(std::move(folder), clerks)](
          Request request) { return Site::answer(site, std::move(request)); };
}

}  // namespace exo43::plain
