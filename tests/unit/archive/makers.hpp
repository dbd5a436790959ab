// Small archives for tests.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/cryptography.hpp"

namespace postroom::archive {

/// A folder of its own, gone with the test; in memory where that can be, since syncing a busy disk
/// is what these tests would otherwise wait for.
class TestFolder {
  public:
    TestFolder() {
        const std::filesystem::path memory = "/dev/shm";
        const bool in_memory = ::access(memory.c_str(), W_OK) == 0;
        const auto where = in_memory ? memory : std::filesystem::temp_directory_path();
        std::string name = (where / "postroom-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TestFolder() { std::filesystem::remove_all(path_); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

inline std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

inline void put(const std::string& path, std::string_view bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Names of all files below `folder`, relative to it, sorted.
inline std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_directory()) continue;
        names.push_back(entry.path().lexically_relative(folder).string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

inline Keys keys_of(const std::string& seed) {
    const VerifierKey key{"council.example/archive", public_key_of(seed)};
    return {.master = std::string(32, 'm'),
            .signing_seed = seed,
            .verifier = to_text(key),
            .origin = key.name};
}
inline Keys some_keys() {
    return keys_of(std::string(32, 's'));
}

/// The same id for the same number, spread over the folders as random ones are.
inline ParcelId parcel(int number) {
    return ParcelId(to_hex(sha256("parcel " + std::to_string(number))).substr(0, 32));
}

inline Leaf leaf_of(const std::string& event, int number) {
    return {.event = event,
            .parcel = parcel(number),
            .at = Instant{1'520'242'200'000'000 + number},
            .channel = "email"};
}

/// An entry without an object.
inline Entry accepted(int number) {
    return {.leaf = to_text(leaf_of("accepted", number)), .object_id = "", .object = ""};
}

inline Entry frozen(int number) {
    const std::string plain = "Dear Ms Example " + std::to_string(number);
    Entry entry{.leaf = "",
                .object_id = parcel(number).text,
                .object = seal(std::string(32, 'k'), parcel(number), plain)};
    Leaf leaf = leaf_of("frozen", number);
    leaf.size = static_cast<std::int64_t>(plain.size());
    leaf.sealed_digest = sha256(entry.object);
    leaf.commitment = commit(std::string(32, 'x'), plain);
    entry.leaf = to_text(leaf);
    return entry;
}

inline std::vector<Entry> accepted_range(int from, int until) {
    std::vector<Entry> entries;
    for (int number = from; number < until; ++number) entries.push_back(accepted(number));
    return entries;
}

/// One frozen, one accepted, and so on.
inline std::vector<Entry> mixed_range(int from, int until) {
    std::vector<Entry> entries;
    for (int number = from; number < until; ++number) {
        entries.push_back(number % 2 == 0 ? frozen(number) : accepted(number));
    }
    return entries;
}

inline VerifyReport verified(const std::string& folder,
                             std::optional<std::string> earlier = std::nullopt) {
    return verify(folder, {.verifier = some_keys().verifier,
                           .earlier_checkpoint = std::move(earlier),
                           .progress = {}});
}

}  // namespace postroom::archive
