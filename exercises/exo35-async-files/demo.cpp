// The demo of exo35: a station. Its one office thread announces trains while
// two mechanics do what takes time.
#include <fmt/format.h>

#include <array>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace fs = std::filesystem;

const auto office = std::this_thread::get_id();

std::string where() {
  return std::this_thread::get_id() == office ? "in the office"
                                              : "in the workshop";
}

// begin inspect
asio::awaitable<int> inspect(std::string engine, int wheels) {
  fmt::print("{}: inspected {}\n", engine, where());
  if (wheels % 2 != 0) throw std::runtime_error(engine + " lost a wheel");
  co_return wheels;
}

asio::awaitable<void> dispatch_engine(asio::thread_pool& workshop,
                                      std::string engine, int wheels) {
  try {
    const int good = co_await asio::co_spawn(workshop, inspect(engine, wheels),
                                             asio::use_awaitable);
    fmt::print("{}: {} good wheels, says someone {}\n", engine, good, where());
  } catch (const std::exception& error) {
    fmt::print("{}, says someone {}\n", error.what(), where());
  }
}
// end inspect

// begin weigh
std::size_t weigh(std::istream& freight) {
  std::size_t total = 0;
  std::array<char, 8> wagon;
  do {
    freight.read(wagon.data(), wagon.size());
    fmt::print("a wagon with {}\n", freight.gcount());
    total += static_cast<std::size_t>(freight.gcount());
  } while (freight);
  if (freight.bad()) throw std::runtime_error("the track is broken");
  return total;
}
// end weigh

// begin rename
void change_sign(const fs::path& sign, const fs::path& painted) {
  fs::rename(painted, sign);
}
// end rename

void paint(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string look_at(const fs::path& path) {
  std::string text;
  std::getline(std::ifstream(path), text);
  return text;
}

void show_signs() {
  const auto station =
      fs::temp_directory_path() /
      ("async-workbook-demo-" + std::to_string(std::random_device{}()));
  fs::create_directory(station);
  paint(station / "sign", "platform 3");
  paint(station / "painted in the workshop", "platform 9");
  fmt::print("the sign says {}\n", look_at(station / "sign"));
  change_sign(station / "sign", station / "painted in the workshop");
  fmt::print("the sign says {}\n", look_at(station / "sign"));
  fs::remove_all(station);
}

asio::awaitable<void> morning(asio::thread_pool& workshop) {
  co_await dispatch_engine(workshop, "Mallard", 12);
  co_await dispatch_engine(workshop, "Rocket", 3);
}

int main() {
  asio::io_context context;
  asio::thread_pool workshop(2);
  asio::co_spawn(context, morning(workshop), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
  std::istringstream freight("twenty bytes of coal");
  fmt::print("in all: {}\n", weigh(freight));
  show_signs();
}
