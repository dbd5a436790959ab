#include "daemon/authoring/merge_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

namespace fs = std::filesystem;

constexpr const char* journal_name = "/merge.journal";
constexpr std::string_view first_word = "postroom-merge-1";

std::vector<std::string_view> parts_of(std::string_view line) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t tab = line.find('\t');
        parts.push_back(line.substr(0, tab));
        if (tab == line.npos) return parts;
        line.remove_prefix(tab + 1);
    }
}

template <class Number>
std::optional<Number> number_in_text(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

std::optional<Digest> digest_in(std::string_view text) {
    const auto bytes = from_hex(text);
    Digest digest{};
    if (!bytes || bytes->size() != digest.size()) return {};
    std::memcpy(digest.data(), bytes->data(), digest.size());
    return digest;
}

std::optional<MergeBeginning> beginning_in(std::string_view line) {
    const auto parts = parts_of(line);
    if (parts.size() != 4 || parts[0] != first_word) return {};
    const auto letter = digest_in(parts[1]);
    const auto at = number_in_text<std::int64_t>(parts[3]);
    if (!letter || !at) return {};
    return MergeBeginning{*letter, std::string(parts[2]), Instant{*at}};
}

std::optional<MadeRow> row_in(std::string_view line) {
    const auto parts = parts_of(line);
    if (parts.size() != 4) return {};
    const auto number = number_in_text<int>(parts[0]);
    const auto row = digest_in(parts[1]);
    const auto file = digest_in(parts[2]);
    const auto pages = number_in_text<int>(parts[3]);
    if (!number || !row || !file || !pages) return {};
    return MadeRow{*number, *row, *file, *pages};
}

Problem other_beginning(const std::string& what, const std::string& folder) {
    return {.what = what + " since this folder's letters were begun",
            .remedy = "give a new folder with -o: letters of one merge are made alike",
            .file = folder};
}

}  // namespace

MergeFolder::MergeFolder(MergeFolder&& other) noexcept
    : folder_(std::move(other.folder_)),
      journal_(std::exchange(other.journal_, -1)),
      at_(other.at_),
      made_(std::move(other.made_)) {}

MergeFolder::~MergeFolder() {
    if (journal_ >= 0) ::close(journal_);
}

Expected<MergeFolder> MergeFolder::open(const std::string& folder, const MergeBeginning& beginning,
                                        bool date_was_given) {
    std::error_code error;
    fs::create_directories(folder + "/letters", error);
    if (error) throw FileError("cannot make " + folder + "/letters: " + error.message());
    const std::string path = folder + journal_name;
    const int journal = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) throw FileError("cannot write " + path + ": " + std::strerror(errno));
    MergeFolder opened(folder, journal);
    if (::flock(journal, LOCK_EX | LOCK_NB) != 0)
        throw FileError("another merge writes into " + folder + "; wait for it, or give another");
    opened.at_ = beginning.at;
    const auto read = opened.read_journal(read_file(path), beginning, date_was_given);
    if (!read) return fail(read.error());
    if (!*read)
        opened.write_line(std::string(first_word) + "\t" + to_hex(beginning.letter) + "\t" +
                          beginning.as + "\t" + std::to_string(beginning.at.microseconds));
    return opened;
}

/// False when nothing was begun there. A last line that a crash cut short counts for nothing.
Expected<bool> MergeFolder::read_journal(std::string_view text, const MergeBeginning& beginning,
                                         bool date_was_given) {
    const std::size_t whole = text.rfind('\n') == text.npos ? 0 : text.rfind('\n') + 1;
    if (whole < text.size() && ::ftruncate(journal_, static_cast<off_t>(whole)) != 0)
        throw FileError("cannot write " + folder_ + journal_name + ": " + std::strerror(errno));
    text = text.substr(0, whole);
    if (text.empty()) return false;
    const auto begun = beginning_in(text.substr(0, text.find('\n')));
    if (!begun)
        return fail(Problem{.what = "this is no journal of a merge",
                            .remedy = "give a new folder with -o",
                            .file = folder_ + journal_name,
                            .line = 1});
    if (begun->as != beginning.as)
        return fail(other_beginning("the rendition asked for changed", folder_));
    if (date_was_given && begun->at.microseconds != beginning.at.microseconds)
        return fail(other_beginning("the letters' date changed", folder_));
    if (begun->letter != beginning.letter)
        return fail(other_beginning("the letter, its form or the configuration changed", folder_));
    at_ = begun->at;
    text.remove_prefix(text.find('\n') + 1);
    for (int line = 2; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        const auto row = row_in(text.substr(0, end));
        if (!row)
            return fail(Problem{.what = "a line that no merge wrote",
                                .remedy = "give a new folder with -o",
                                .file = folder_ + journal_name,
                                .line = line});
        made_.push_back(*row);
        text.remove_prefix(end + 1);
    }
    // A row that was made again, because its letter was lost, counts as made last.
    std::ranges::stable_sort(made_, {}, &MadeRow::number);
    std::ranges::reverse(made_);
    const auto older = std::ranges::unique(made_, {}, &MadeRow::number);
    made_.erase(older.begin(), older.end());
    std::ranges::reverse(made_);
    return true;
}

const MadeRow* MergeFolder::made(int number) const {
    const auto found = std::ranges::lower_bound(made_, number, {}, &MadeRow::number);
    return found != made_.end() && found->number == number ? &*found : nullptr;
}

bool MergeFolder::holds(const std::string& name, const Digest& digest) const {
    const auto bytes = read_file_if_there(path_of(name));
    return bytes && sha256(*bytes) == digest;
}

void MergeFolder::keep(const std::string& name, std::string_view bytes, const MadeRow& row) {
    const std::string path = path_of(name);
    {
        std::ofstream file(path + ".part", std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (!file) throw FileError("cannot write " + path + ": is there room on the disk?");
    }
    std::error_code error;
    fs::rename(path + ".part", path, error);
    if (error) throw FileError("cannot write " + path + ": " + error.message());
    write_line(std::to_string(row.number) + "\t" + to_hex(row.row) + "\t" + to_hex(row.file) +
               "\t" + std::to_string(row.pages));
}

void MergeFolder::write_line(const std::string& line) {
    const std::string whole = line + "\n";
    if (::write(journal_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
        throw FileError("cannot write " + folder_ + journal_name + ": is there room on the disk?");
}

std::string merged_file_name(int number, const std::string& reference, const std::string& ending) {
    constexpr std::size_t longest = 60;
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%06d", number);
    std::string name = std::string("letters/") + digits.data();
    std::string plain;
    for (const char c : reference.substr(0, longest)) {
        const bool kept =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (kept)
            plain += c;
        else if (!plain.empty() && plain.back() != '-')
            plain += '-';
    }
    while (!plain.empty() && plain.back() == '-') plain.pop_back();
    return name + (plain.empty() ? "" : "-" + plain) + ending;
}

}  // namespace postroom::daemon
