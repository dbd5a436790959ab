#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// Five checkpoints, two levels of tiles, objects.
class TamperedArchive : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        pristine = new TestFolder;
        Writer writer(*pristine / "archive", some_keys());
        int size = 0;
        for (const int next : {3, 100, 256, 262}) {
            writer.extend(size, size == 100 ? accepted_range(size, next) : mixed_range(size, next));
            size = next;
        }
    }
    static void TearDownTestSuite() {
        delete pristine;
        pristine = nullptr;
    }

    void SetUp() override {
        fs::copy(*pristine / "archive", archive(), fs::copy_options::recursive);
    }

    std::string archive() const { return folder / "archive"; }
    std::string in(const std::string& name) const { return archive() + "/" + name; }
    std::string problems(std::optional<std::string> earlier = std::nullopt) const {
        return to_text(verified(archive(), std::move(earlier)).problems);
    }
    void flip(const std::string& name, std::size_t at, int change) const {
        std::fstream file(in(name), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte ^ change));
    }

    static TestFolder* pristine;
    TestFolder folder;
};

TestFolder* TamperedArchive::pristine = nullptr;

}  // namespace

TEST_F(TamperedArchive, IsSoundBeforeAnybodyTouchesIt) {
    EXPECT_EQ(problems(), "");
    EXPECT_EQ(verified(archive()).leaves, 262);
}

TEST_F(TamperedArchive, AnyByteOfAnyFileChangedIsFoundAndNamed) {
    std::vector<std::pair<std::string, std::size_t>> places;
    for (const std::string& name : files_in(archive())) {
        for (std::size_t at = 0; at < fs::file_size(in(name)); ++at) places.emplace_back(name, at);
    }
    EXPECT_TRUE(rc::check([&] {
        const auto& [name, at] = *rc::gen::elementOf(places);
        const int change = *rc::gen::inRange(1, 256);
        flip(name, at, change);
        const std::string found = problems();
        flip(name, at, change);
        RC_ASSERT(found.find(in(name) + ":") != std::string::npos);
    }));
    EXPECT_EQ(problems(), "");
}

TEST(SmallArchive, EveryByteOfEveryFileChangedIsFoundAndNamed) {
    const TestFolder folder;
    const std::string archive = folder / "archive";
    {
        Writer writer(archive, some_keys());
        writer.extend(0, {frozen(0), accepted(0)});
        writer.extend(2, {frozen(2)});
    }
    std::mt19937 random(20180305);
    int flips = 0;
    for (const std::string& name : files_in(archive)) {
        const std::string path = (fs::path(archive) / name).string();
        const std::string before = contents(path);
        // The guide is compared as a whole: some of its bytes stand for all.
        const std::size_t step = name == "VERIFY.md" ? 97 : 1;
        for (std::size_t at = 0; at < before.size(); at += step) {
            std::string changed = before;
            changed[at] = static_cast<char>(changed[at] ^ static_cast<int>(random() % 255 + 1));
            put(path, changed);
            ASSERT_THAT(to_text(verified(archive).problems), HasSubstr(path + ":")) << at;
            ++flips;
        }
        for (const std::string& changed :
             {before + std::string(1, '\0'), before + "\n", before.substr(1),
              before.substr(0, before.size() - 1), std::string()}) {
            put(path, changed);
            ASSERT_THAT(to_text(verified(archive).problems), HasSubstr(path + ":"));
        }
        put(path, before);
    }
    EXPECT_GT(flips, 1500);
    EXPECT_TRUE(verified(archive).sound());
}

TEST_F(TamperedArchive, AnyFileRemovedIsFoundAndNamed) {
    for (const std::string& name : files_in(archive())) {
        if (name.starts_with("objects/") && name > "objects/20") continue;
        if (name.starts_with("checkpoints/")) continue;
        const std::string before = contents(in(name));
        fs::remove(in(name));
        EXPECT_THAT(problems(), HasSubstr(in(name) + ":")) << name;
        put(in(name), before);
    }
    EXPECT_EQ(problems(), "");
}

TEST_F(TamperedArchive, WhateverDoesNotBelongIsFoundAndNamed) {
    for (const char* name :
         {"lock", "checkpoint.tmp", "verify.py", "objects/stray", "objects/ff/stray",
          "tile/0/002.p/1", "tile/0/001.p/5", "tile/0/000.p/255", "tile/1/001.p/1",
          "tile/entries/002", "tile/3/000.p/1", "checkpoints/0000", "checkpoints/300", ".hidden"}) {
        put(in(name), "x");
        EXPECT_THAT(problems(), HasSubstr(in(name) + ":")) << name;
        fs::remove(in(name));
        if (const fs::path parent = fs::path(in(name)).parent_path(); fs::is_empty(parent)) {
            EXPECT_THAT(problems(), HasSubstr("empty folder")) << parent;
            fs::remove(parent);
        }
    }
    const std::string stray =
        in("objects/" + parcel(9999).text.substr(0, 2) + "/" + parcel(9999).text);
    put(stray, "x");
    EXPECT_THAT(problems(), HasSubstr(stray + ": no leaf claims it"));
}

TEST_F(TamperedArchive, LinksAndPipesAreReportedAndNeverFollowed) {
    const std::string tile = in("tile/0/000");
    fs::rename(tile, folder / "elsewhere");
    fs::create_symlink(folder / "elsewhere", tile);
    EXPECT_THAT(problems(), HasSubstr(tile + ": it is not a regular file"));
    fs::remove(tile);
    ASSERT_EQ(::mkfifo(tile.c_str(), 0600), 0);
    EXPECT_THAT(problems(), HasSubstr(tile + ": it is not a regular file"));
    fs::remove(tile);
    fs::rename(folder / "elsewhere", tile);
    fs::create_directory_symlink(folder / "", in("more"));
    EXPECT_THAT(problems(), HasSubstr(in("more") + ": it is neither a file nor a folder"));
}

TEST_F(TamperedArchive, TwoLeavesSwappedAreFoundByTheirNumbers) {
    const std::string name = in("tile/entries/001.p/6");
    std::string bundle = contents(name);
    const std::size_t half = bundle.size() / 2;  // six entries: three and three of equal length
    put(name, bundle.substr(half) + bundle.substr(0, half));
    const std::string found = problems();
    EXPECT_THAT(found, HasSubstr("leaf 256 and its hash differ"));
    EXPECT_THAT(found, HasSubstr("leaf 261 and its hash differ"));
    EXPECT_THAT(found, HasSubstr("the entries were changed"));
}

TEST_F(TamperedArchive, AnEntryRewrittenWithItsHashDoesNotHaveTheSignedRoot) {
    const std::string entries = in("tile/entries/001.p/6");
    std::string bundle = contents(entries);
    const std::size_t digit = bundle.find("2018-03-05") + 9;
    bundle[digit] = '6';
    put(entries, bundle);
    std::string hashes = contents(in("tile/0/001.p/6"));
    const std::size_t length =
        static_cast<unsigned char>(bundle[0]) * 256U + static_cast<unsigned char>(bundle[1]);
    const Digest changed = sha256(std::string(1, '\0') + bundle.substr(2, length));
    hashes.replace(0, 32, as_bytes(changed));
    put(in("tile/0/001.p/6"), hashes);
    EXPECT_THAT(problems(), HasSubstr(in("checkpoint") + ": the ledger does not have the root"));
}

TEST_F(TamperedArchive, ChangedTilesAndChangedEntriesAreToldApart) {
    flip("tile/0/000", 32 * 17, 1);
    EXPECT_THAT(problems(), HasSubstr("the tiles were changed"));
    EXPECT_THAT(problems(), HasSubstr("leaf 17"));
    flip("tile/0/000", 32 * 17, 1);
    flip("tile/entries/000", 100, 1);
    EXPECT_THAT(problems(), HasSubstr("the entries were changed"));
}

TEST_F(TamperedArchive, SignedAgainByAnotherKeyIsRefused) {
    const TestFolder other;
    {
        Writer writer(other / "archive", keys_of(std::string(32, 't')));
        writer.extend(0, mixed_range(0, 3));
    }
    EXPECT_THAT(to_text(verified(other / "archive").problems), HasSubstr("another key"));
    put(in("checkpoint"), contents(other / "archive/checkpoint"));
    EXPECT_THAT(problems(), HasSubstr(in("checkpoint") + ": it is signed by another key"));
    put(in("checkpoint"), contents(*pristine / "archive/checkpoint"));
    put(in("checkpoints/3"), contents(other / "archive/checkpoint"));
    EXPECT_THAT(problems(), HasSubstr(in("checkpoints/3") + ": it is signed by another key"));
}

TEST_F(TamperedArchive, RolledBackToAnOlderCheckpointIsFound) {
    for (const char* old : {"0", "3", "100", "256"}) {
        put(in("checkpoint"), contents(*pristine / ("archive/checkpoints/" + std::string(old))));
        EXPECT_THAT(problems(), HasSubstr("beyond the checkpoint")) << old;
        EXPECT_THAT(problems(), HasSubstr("verify again after the next run")) << old;
        EXPECT_THAT(problems(), Not(HasSubstr("move it out"))) << old;
    }
    put(in("checkpoint"), contents(in("checkpoints/3")));
    EXPECT_THAT(problems(), HasSubstr(in("checkpoints/256") + ": it is newer"));
}

TEST_F(TamperedArchive, CheckpointsPutUnderEachOthersNamesAreFound) {
    put(in("checkpoints/3"), contents(in("checkpoints/100")));
    EXPECT_THAT(problems(), HasSubstr(in("checkpoints/3") + ": it is not the checkpoint"));
}

TEST_F(TamperedArchive, CutToAnEarlierStateNeedsAnOutsideWitness) {
    const std::string kept_note = contents(in("checkpoint"));
    const std::string kept_header = [&] {
        return Writer(archive(), some_keys()).checkpoint_summary();
    }();
    EXPECT_EQ(problems(kept_note), "");
    EXPECT_EQ(problems(kept_header), "");

    // What a perfect forger with the old backup would leave.
    const TestFolder cut;
    Writer(cut / "archive", some_keys()).extend(0, mixed_range(0, 3));
    EXPECT_TRUE(verified(cut / "archive").sound());
    for (const std::string& kept : {kept_note, kept_header}) {
        const VerifyReport report = verified(cut / "archive", kept);
        ASSERT_EQ(report.problems.size(), 1U);
        EXPECT_THAT(to_text(report.problems), HasSubstr("cut off"));
    }
}

TEST_F(TamperedArchive, RewrittenPastOfTheSameOrGreaterLengthNeedsAnOutsideWitness) {
    const std::string kept = contents(in("checkpoints/100"));
    for (const int size : {100, 150}) {
        const TestFolder rewritten;
        Writer(rewritten / "archive", some_keys()).extend(0, accepted_range(1000, 1000 + size));
        EXPECT_TRUE(verified(rewritten / "archive").sound());
        const VerifyReport report = verified(rewritten / "archive", kept);
        ASSERT_EQ(report.problems.size(), 1U);
        EXPECT_THAT(to_text(report.problems), HasSubstr("the past was changed"));
    }
    EXPECT_EQ(problems(kept), "");
}

TEST_F(TamperedArchive, EarlierCheckpointThatIsNoneIsSaid) {
    EXPECT_THAT(problems("something else"), HasSubstr("the earlier checkpoint: "));
    EXPECT_THAT(problems(""), HasSubstr("the earlier checkpoint: "));
    EXPECT_THAT(problems("other.example/archive 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
                HasSubstr("another archive"));
    std::string changed = contents(in("checkpoints/100"));
    changed.replace(changed.find("100"), 3, "101");
    EXPECT_THAT(problems(changed), HasSubstr("the earlier checkpoint: its signature"));
}

TEST_F(TamperedArchive, WithoutAnEntryBundleAndItsTileSaysWhatIsMissingAndNothingFalse) {
    fs::remove(in("tile/0/000"));
    const std::string one = problems();
    EXPECT_THAT(one, HasSubstr(in("tile/0/000") + ": it is missing"));
    EXPECT_THAT(one, Not(HasSubstr("differ")));
    EXPECT_THAT(one, Not(HasSubstr("root")));
    fs::remove(in("tile/entries/000"));
    EXPECT_THAT(problems(), HasSubstr("the root cannot be made again"));
}

TEST(Verify, OfNoArchiveOrNoKeySaysSo) {
    const TestFolder folder;
    EXPECT_THAT(to_text(verified(folder / "nothing").problems),
                HasSubstr("there is no checkpoint"));
    const VerifyReport report = verify(folder / "nothing", {.verifier = "key"});
    EXPECT_THAT(to_text(report.problems), HasSubstr("not a verifier line"));
}

TEST(Verify, TakesTheFolderWithASlashAtItsEndAsWell) {
    const TestFolder folder;
    Writer(folder / "archive/", some_keys()).extend(0, mixed_range(0, 3));
    EXPECT_TRUE(verified(folder / "archive//").sound());
    EXPECT_TRUE(verified(folder / "archive").sound());
}

TEST(Verify, KeepsALongListOfProblemsShort) {
    const TestFolder folder;
    Writer(folder / "archive", some_keys()).extend(0, {accepted(0)});
    for (int i = 0; i < 1500; ++i) put(folder / ("archive/stray/" + std::to_string(i)), "");
    const VerifyReport report = verified(folder / "archive");
    EXPECT_EQ(report.problems.size(), 1001U);
    EXPECT_EQ(report.problems.back().what, "there are 500 more problems");
}

TEST(Verify, TellsItsProgressToTheEnd) {
    const TestFolder folder;
    Writer(folder / "archive", some_keys()).extend(0, accepted_range(0, 600));
    std::vector<std::int64_t> done;
    const auto report =
        verify(folder / "archive", {.verifier = some_keys().verifier,
                                    .earlier_checkpoint = std::nullopt,
                                    .progress = [&](std::int64_t at, std::int64_t of) {
                                        EXPECT_EQ(of, 600);
                                        done.push_back(at);
                                    }});
    EXPECT_TRUE(report.sound());
    EXPECT_EQ(done, (std::vector<std::int64_t>{256, 512, 600}));
}

}  // namespace postroom::archive
