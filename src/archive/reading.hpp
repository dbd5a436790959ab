// Reading what may not be trusted: no links followed, nothing waited for, no more than asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::archive {

/// Owns a descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }
    bool close();

  private:
    int number_;
};

/// The whole of a regular file of at most `at_most` bytes; nothing when there is none. A link, a
/// pipe, a longer file or a disk error is a problem, with `path` as its file.
Expected<std::optional<Bytes>> read_file(const std::string& path, std::size_t at_most);

struct MeasuredFile {
    std::int64_t size = 0;
    Digest digest{};
};
/// As read_file, but only measured.
Expected<std::optional<MeasuredFile>> measure_file(const std::string& path, std::int64_t at_most);

}  // namespace postroom::archive
