// Goes to a clerk, and never comes back.
// breaks: "Whatever may have to wait for the disk is done by a clerk, and
//   nothing else."
// step: 5
// lesson: stays-with-the-clerk
#include "http.hpp"

#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <string>
#include <utility>

namespace exo43 {

namespace http = workbook::http;

namespace {

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
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  auto content = http::read_file(file);
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
