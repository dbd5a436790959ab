// A writer killed at any instant leaves what its last checkpoint covers, and extending again with
// the same entries completes what it had begun. (A kill keeps the page cache; what a power cut
// leaves follows from the order of the syncs, which no test here can see.)
#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

void extend_in_steps(const std::string& archive, const std::vector<Entry>& entries) {
    Writer writer(archive, some_keys());
    const std::size_t steps[] = {1, 40, 300};
    std::int64_t first = writer.size();
    for (std::size_t step = 0; first < static_cast<std::int64_t>(entries.size()); ++step) {
        const auto until =
            std::min(entries.size(), static_cast<std::size_t>(first) + steps[step % 3]);
        writer.extend(
            first, {entries.begin() + first, entries.begin() + static_cast<std::ptrdiff_t>(until)});
        first = static_cast<std::int64_t>(until);
    }
}

/// How long the whole of it takes here and now: kills must come while it runs.
std::chrono::microseconds time_to_extend(const std::vector<Entry>& entries) {
    const TestFolder folder;
    const auto start = std::chrono::steady_clock::now();
    extend_in_steps(folder / "archive", entries);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 start);
}

/// Extends in a child, in steps, and kills it after `life`. True when it was still at work.
bool extend_and_kill(const std::string& archive, const std::vector<Entry>& entries,
                     std::chrono::microseconds life) {
    const pid_t child = ::fork();
    if (child == 0) {
        extend_in_steps(archive, entries);
        ::_exit(0);
    }
    std::this_thread::sleep_for(life);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

/// As an office verifies that has these entries on record, in the archive or not.
VerifyReport verified_on_record(const std::string& archive, const std::vector<Entry>& entries) {
    VerifyOptions options{
        .verifier = some_keys().verifier, .earlier_checkpoint = {}, .progress = {}};
    options.on_record = [&](std::int64_t first) {
        std::vector<Bytes> leaves;
        for (auto at = static_cast<std::size_t>(first); at < entries.size(); ++at)
            leaves.push_back(entries[at].leaf);
        return leaves;
    };
    return verify(archive, options);
}

}  // namespace

TEST(KilledWriter, LosesNothingSignedAndIsCompletedByExtendingAgain) {
    const auto entries = mixed_range(0, 700);
    std::mt19937 random(1);
    // How busy the machine is changes meanwhile: who came too late waits less long from then on.
    auto longest = time_to_extend(entries);
    int killed = 0, begun = 0, cut_short = 0;
    for (int round = 0; round < 25; ++round) {
        const TestFolder folder;
        const std::string archive = folder / "archive";
        for (int kills = 0; kills < 3; ++kills) {
            const auto within = static_cast<unsigned>(longest.count()) + 1;
            const std::chrono::microseconds life(random() % within);
            if (extend_and_kill(archive, entries, life)) {
                ++killed;
                longest += longest / 16;
            } else {
                longest = life;
            }
            if (!std::filesystem::exists(archive + "/checkpoint")) continue;
            ++begun;
            const VerifyReport found = verified_on_record(archive, entries);
            ASSERT_TRUE(found.sound()) << to_text(found.problems);
            if (!verified(archive).sound()) {
                ++cut_short;
                ASSERT_GT(found.cut_short, 0);
            }
        }
        Writer writer(archive, some_keys());
        writer.extend(0, entries);
        const VerifyReport report = verified(archive);
        ASSERT_TRUE(report.sound()) << to_text(report.problems);
        ASSERT_EQ(report.leaves, 700);
        ASSERT_EQ(report.objects, 350);
        ASSERT_TRUE(std::filesystem::is_empty(archive + ".tmp"));
    }
    EXPECT_GT(killed, 15);
    EXPECT_GT(begun, 15);
    EXPECT_GT(cut_short, 0);
}

TEST(KilledWriter, ExplainsNothingButWhatTheEntriesOnRecordWouldLay) {
    const TestFolder folder;
    const std::string archive = folder / "archive";
    const auto entries = mixed_range(0, 40);
    Writer(archive, some_keys()).extend(0, mixed_range(0, 30));
    const std::string stranger = std::string(32, 'a');
    for (const std::string& name :
         {"objects/aa/" + stranger, std::string("tile/0/000.p/41"), std::string("tile/0/000.p/29"),
          std::string("tile/0/000.p/35"), std::string("tile/entries/000.p/35"),
          "objects/" + entries[38].object_id.substr(0, 2) + "/" + entries[38].object_id,
          std::string("tile/1/000.p/1"), std::string("objects/stray")}) {
        const std::filesystem::path stray = std::filesystem::path(archive) / name;
        put(stray.string(), "x");
        EXPECT_FALSE(verified_on_record(archive, entries).sound()) << name;
        std::filesystem::remove(stray);
    }
    EXPECT_NE(to_text(verified_on_record(archive, entries).problems).find("objects/aa"),
              std::string::npos)
        << "a folder that nothing is laid in";
}

TEST(KilledWriter, LeavesSupersededTilesThatTheNextOneRemoves) {
    const TestFolder folder;
    const std::string archive = folder / "archive";
    Writer(archive, some_keys()).extend(0, accepted_range(0, 200));
    const std::string tile = contents(archive + "/tile/0/000.p/200");
    Writer(archive, some_keys()).extend(200, accepted_range(200, 300));
    put(archive + "/tile/0/000.p/200", tile);
    EXPECT_FALSE(verified(archive).sound());
    { const Writer next(archive, some_keys()); }
    EXPECT_TRUE(verified(archive).sound());
}

TEST(Verify, GivesNoFalseAlarmWhileAWriterExtends) {
    const TestFolder folder;
    const std::string archive = folder / "archive";
    { const Writer starter(archive, some_keys()); }
    const pid_t child = ::fork();
    if (child == 0) {
        Writer writer(archive, some_keys());
        for (int size = 0; size < 600; size += 3) {
            writer.extend(size, mixed_range(size, size + 3));
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        ::_exit(0);
    }
    int status = 0, looks = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        const VerifyReport report = verified(archive);
        EXPECT_TRUE(report.sound()) << to_text(report.problems);
        ++looks;
    }
    EXPECT_EQ(status, 0);
    EXPECT_GT(looks, 10);
    EXPECT_EQ(verified(archive).leaves, 600);
}

}  // namespace postroom::archive
