// verify.py, run as a reader of the folder would run it: Python's standard library and openssl, no
// code of ours.
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archive/shipped_texts.hpp"
#include "makers.hpp"

namespace postroom::archive {

namespace {

using testing::HasSubstr;

struct Outcome {
    int status = 0;
    std::string said;
};

/// The program as the repository has it, run from elsewhere; `earlier` is a checkpoint or "".
Outcome check_by_hand(const TestFolder& folder, const std::string& earlier = "") {
    put(folder / "verify.py", verify_program());
    put(folder / "ledger.pub", some_keys().verifier + "\n");
    put(folder / "earlier", earlier);
    const std::string command = "python3 -I '" + (folder / "verify.py") + "' '" +
                                (folder / "archive") + "' '" + (folder / "ledger.pub") + "' " +
                                (earlier.empty() ? "" : "'" + (folder / "earlier") + "'") + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    Outcome outcome;
    char piece[512];
    while (std::fgets(piece, sizeof piece, pipe) != nullptr) outcome.said += piece;
    outcome.status = ::pclose(pipe);
    return outcome;
}

void change_byte(const std::string& path, std::size_t at) {
    std::string bytes = contents(path);
    bytes.at(at) ^= 1;
    put(path, bytes);
}

}  // namespace

TEST(CheckingByHand, FindsOurArchivesSound) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    EXPECT_EQ(check_by_hand(folder).said, "sound: 0 entries\n");
    writer.extend(0, mixed_range(0, 5));
    writer.extend(5, mixed_range(5, 600));
    const std::string summary = writer.checkpoint_summary();
    writer.extend(600, accepted_range(600, 70'000));
    EXPECT_EQ(check_by_hand(folder).said, "sound: 70000 entries\n");
    EXPECT_EQ(check_by_hand(folder, summary).said, "sound: 70000 entries\n");
}

TEST(CheckingByHand, FindsWhatWasChanged) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 5));
    const std::string past = "council.example/archive 5 " + to_base64(std::string(32, 'r'));
    EXPECT_THAT(check_by_hand(folder, past).said, HasSubstr("the past was changed"));
    const std::string object = "objects/" + parcel(2).text.substr(0, 2) + "/" + parcel(2).text;
    for (const auto& [name, at, said] :
         std::vector<std::tuple<std::string, std::size_t, std::string>>{
             {object, 20, "differs from its leaf"},
             {"tile/0/000.p/5", 33, "tile/0/000.p/5: differs"},
             {"tile/entries/000.p/5", 60, "do not have the root that checkpoint signs"},
             {"checkpoint", 8, "not exactly a checkpoint"},
             {"checkpoints/0", 30, "checkpoints/0"}}) {
        change_byte(folder / ("archive/" + name), at);
        const Outcome outcome = check_by_hand(folder);
        EXPECT_NE(outcome.status, 0) << name;
        EXPECT_THAT(outcome.said, HasSubstr(said)) << name;
        change_byte(folder / ("archive/" + name), at);
    }
    put(folder / "archive/stray", "x");
    EXPECT_THAT(check_by_hand(folder).said, HasSubstr("stray: not implied"));
}

}  // namespace postroom::archive
