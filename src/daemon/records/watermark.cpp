#include "daemon/records/watermark.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "archive/archive.hpp"
#include "daemon/premises/descriptor.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

constexpr std::size_t digits = 19;

}  // namespace

Watermark::Watermark(const Config& config) : path_(config.text("archive.watermark_file")) {}

std::int64_t Watermark::read() const {
    if (path_.empty()) return 0;
    const auto text = read_file_if_there(path_);
    if (!text)
        throw archive::ArchiveError(path_ +
                                    ": the watermark is not there; bring back the disk it is on, "
                                    "or, for a new office, make an empty file of that name");
    if (text->empty()) return 0;
    std::int64_t entries = -1;
    const char* const last = text->data() + text->size() - 1;
    const auto [end, error] = std::from_chars(text->data(), last, entries);
    if (text->size() != digits + 1 || error != std::errc{} || end != last || entries < 0)
        throw archive::ArchiveError(path_ +
                                    ": it is no watermark; look at postroom archive verify, "
                                    "and empty it when the archive is the newest");
    return entries;
}

void Watermark::write(std::int64_t entries) const {
    if (path_.empty()) return;
    // Always as long, and in place: a rename would have to be synced as well.
    std::string text = std::to_string(entries);
    text.insert(0, digits - text.size(), '0');
    text += '\n';
    const Descriptor file(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.is_open() ||
        ::pwrite(file.number(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
        ::fdatasync(file.number()) != 0)
        throw archive::ArchiveError(path_ +
                                    ": the watermark cannot be written: " + std::strerror(errno));
}

void Watermark::raise(std::int64_t entries) const {
    if (entries > read()) write(entries);
}

}  // namespace postroom::daemon
