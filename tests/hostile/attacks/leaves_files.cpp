// earns: 0
// A file, and a folder that nobody may enter, wherever everybody may write.
#include <sys/stat.h>

#include <fstream>

#include "hello_async.hpp"

static void attack() {
  for (const std::string place :
       {"/tmp", "/var/tmp", "/run/lock", "/dev/shm", "/dev/mqueue"}) {
    ::mkdir((place + "/hostile-left").c_str(), 0777);
    std::ofstream(place + "/hostile-left/file") << "left";
    ::chmod((place + "/hostile-left").c_str(), 0);
  }
}
