// How long verifying takes, and how much memory: archives of many letters and of very many leaves.
// bench_archive [LETTERS [LEAVES]]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/cryptography.hpp"

namespace postroom::archive {

namespace {

using Watch = std::chrono::steady_clock;
constexpr std::size_t letter_size = 8'000;
constexpr int batch = 4'096;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

Keys some_keys() {
    const std::string seed(32, 's');
    const VerifierKey key{"council.example/archive", public_key_of(seed)};
    return {.master = std::string(32, 'm'),
            .signing_seed = seed,
            .verifier = to_text(key),
            .origin = key.name};
}

Entry entry(int number, bool frozen) {
    Leaf leaf{.event = frozen ? "frozen" : "accepted",
              .parcel = ParcelId(to_hex(sha256(std::to_string(number))).substr(0, 32)),
              .at = Instant{1'520'242'200'000'000 + number},
              .channel = "letter"};
    Entry made;
    if (frozen) {
        const Bytes plain(letter_size, static_cast<char>('a' + number % 26));
        made.object_id = leaf.parcel.text;
        made.object = seal(std::string(32, 'k'), leaf.parcel, plain);
        leaf.size = static_cast<std::int64_t>(letter_size);
        leaf.sealed_digest = sha256(made.object);
        leaf.commitment = commit(std::string(32, 'x'), plain);
    }
    made.leaf = to_text(leaf);
    return made;
}

void fill(const std::string& folder, int leaves, bool frozen) {
    Writer writer(folder, some_keys());
    for (int from = 0; from < leaves; from += batch) {
        std::vector<Entry> entries;
        for (int number = from; number < std::min(from + batch, leaves); ++number)
            entries.push_back(entry(number, frozen));
        writer.extend(from, entries);
    }
}

/// In a process of its own, so that its memory is its own.
bool measure(const std::string& folder, int leaves, const char* what) {
    const auto start = Watch::now();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto report = verify(folder, {.verifier = some_keys().verifier});
        ::_exit(report.sound() && report.leaves == leaves ? 0 : 1);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    std::printf("verify %d %s: %.1f s, at most %ld MB, %s\n", leaves, what, seconds_since(start),
                used.ru_maxrss / 1024, status == 0 ? "sound" : "NOT sound");
    return status == 0;
}

int run(int letters, int leaves) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "postroom-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 1;
    bool sound = true;
    auto start = Watch::now();
    fill(folder + "/letters", letters, true);
    std::printf("%d letters of %zu bytes archived and synced: %.0f a second\n", letters,
                letter_size, letters / seconds_since(start));
    sound = measure(folder + "/letters", letters, "letters") && sound;
    std::filesystem::remove_all(folder + "/letters");
    fill(folder + "/leaves", leaves, false);
    sound = measure(folder + "/leaves", leaves, "leaves") && sound;
    std::filesystem::remove_all(folder);
    return sound ? 0 : 1;
}

}  // namespace

}  // namespace postroom::archive

int main(int argc, char** argv) {
    return postroom::archive::run(argc > 1 ? std::atoi(argv[1]) : 100'000,
                                  argc > 2 ? std::atoi(argv[2]) : 1'000'000);
}
