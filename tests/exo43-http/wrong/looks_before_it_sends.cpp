// Asks the disk itself whether there is such a file.
// breaks: "Whatever may have to wait for the disk is done by a clerk"
// step: 5
// lesson: asks-the-disk-itself
#include "http.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <string>
#include <utility>

namespace exo43 {

namespace http = workbook::http;

namespace {

asio::awaitable<std::optional<std::string>> read(std::string path) {
  co_return http::read_file(path);
}

asio::awaitable<Response> serve(std::filesystem::path folder, Clerks& clerks,
                                Request request) {
  Response response;
  const auto& target = request.target;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.fields.push_back({"Allow", "GET, HEAD"});
    co_return response;
  }
  auto path = http::percent_decoded(target.substr(0, target.find('?')));
  if (!path || path->find('\0') != path->npos) {
    response.status = 400;
    co_return response;
  }
  if (path->find("/.") != path->npos) {
    response.status = 404;
    co_return response;
  }
  if (path->ends_with('/')) *path += "index.html";
  const auto file = folder.string() + *path;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    response.status = 404;
    co_return response;
  }
  auto content = co_await asio::co_spawn(
      clerks, read(file),
      asio::bind_cancellation_slot(asio::cancellation_slot(),
                                   asio::use_awaitable));
  if (!content) {
    response.status = 404;
    co_return response;
  }
  response.fields.push_back(
      {"Content-Type", std::string(http::media_type(*path))});
  response.body = *content;
  co_return response;
}

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return [folder, &clerks](Request request) {
    return serve(folder, clerks, std::move(request));
  };
}

}  // namespace exo43
