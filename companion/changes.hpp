// Hears when a file is saved, or is gone.
#pragma once

#include <asio/awaitable.hpp>
#include <functional>
#include <vector>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

// Calls `saved` with the places, in `files`, of those that were saved, renamed
// or deleted since the last call. Never returns; cancel it.
//
// With inotify where Linux has it. Whether or not that works (on some network
// and virtual-machine disks it stays silent), the files are also looked at once
// a second; with `poll`, ten times a second and without inotify.
asio::awaitable<void> watch_files(
    std::vector<fs::path> files, bool poll,
    std::function<void(std::vector<std::size_t>)> saved);

}  // namespace companion
