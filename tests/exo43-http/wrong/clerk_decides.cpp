// Lets a clerk do all of it, and not only read the file.
// breaks: "is done by a clerk, and nothing else"
// step: 5
// lesson: clerk-for-everything
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <exo43-http/plain_site.hpp>

namespace exo43 {

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return [handler = plain::site<plain::Site>(std::move(folder), clerks),
          &clerks](Request request) {
    return asio::co_spawn(clerks, handler(std::move(request)),
                          asio::use_awaitable);
  };
}

}  // namespace exo43
