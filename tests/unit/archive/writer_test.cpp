#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "archive/hash_tree.hpp"
#include "makers.hpp"

namespace postroom::archive {

namespace {

/// What `work` throws, run in a process of its own after `constrain`; "" when it does not throw.
template <class Constrain, class Work>
std::string trouble_in_child(Constrain constrain, Work work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        constrain();
        std::string trouble;
        try {
            work();
        } catch (const ArchiveError& error) {
            trouble = error.what();
        }
        const ssize_t written = ::write(ends[1], trouble.data(), trouble.size());
        ::_exit(written == static_cast<ssize_t>(trouble.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string trouble(4096, '\0');
    const ssize_t got = ::read(ends[0], trouble.data(), trouble.size());
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    trouble.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return trouble;
}

void become_ordinary_user() {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
}

std::string what_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const ArchiveError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(Writer, StartsAnArchiveOfNoLeavesThatIsSound) {
    const TestFolder folder;
    const Writer writer(folder / "archive", some_keys());
    EXPECT_EQ(writer.size(), 0);
    EXPECT_EQ(files_in(folder / "archive"),
              (std::vector<std::string>{"VERIFY.md", "checkpoint", "verify.py"}));
    const VerifyReport report = verified(folder / "archive");
    EXPECT_TRUE(report.sound()) << to_text(report.problems);
    EXPECT_EQ(report.leaves, 0);
}

TEST(Writer, RenewsTheTextsThatAnEarlierPostroomLaidThere) {
    const TestFolder folder;
    { Writer(folder / "archive", some_keys()).extend(0, mixed_range(0, 3)); }
    put(folder / "archive/verify.py", "print('sound')\n");
    put(folder / "archive/VERIFY.md", "");
    EXPECT_THAT(to_text(verified(folder / "archive").problems),
                testing::HasSubstr(
                    "verify.py: its text is not the one that this Postroom lays there; after "
                    "an update of Postroom the next run renews it"));
    const Writer writer(folder / "archive", some_keys());
    EXPECT_EQ(writer.size(), 3);
    EXPECT_EQ(to_text(verified(folder / "archive").problems), "");
}

TEST(Writer, KeepsWhatItWasGivenInOrder) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    const auto entries = mixed_range(0, 10);
    writer.extend(0, entries);
    EXPECT_EQ(writer.size(), 10);
    const auto leaves = list(folder / "archive");
    ASSERT_EQ(leaves.size(), 10U);
    for (std::size_t i = 0; i < leaves.size(); ++i) EXPECT_EQ(to_text(leaves[i]), entries[i].leaf);
    EXPECT_EQ(read_object(folder / "archive", parcel(4)), entries[4].object);
    EXPECT_EQ(read_object(folder / "archive", parcel(5)), std::nullopt);
    EXPECT_EQ(read_object(folder / "archive", ParcelId("../../keys/master.key")), std::nullopt);
    const VerifyReport report = verified(folder / "archive");
    EXPECT_TRUE(report.sound()) << to_text(report.problems);
    EXPECT_EQ(report.leaves, 10);
    EXPECT_EQ(report.objects, 5);
}

TEST(Writer, ExtendingAgainWithTheSameEntriesChangesNothing) {
    const TestFolder folder;
    const auto entries = mixed_range(0, 300);
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, entries);
    const std::string checkpoint = contents(folder / "archive/checkpoint");
    const auto files = files_in(folder / "archive");
    writer.extend(0, entries);
    writer.extend(250, {entries.begin() + 250, entries.end()});
    writer.extend(300, {});
    EXPECT_EQ(contents(folder / "archive/checkpoint"), checkpoint);
    EXPECT_EQ(files_in(folder / "archive"), files);
}

TEST(Writer, TakesKnownEntriesWithoutTheObjectsTheDatabaseHasDropped) {
    const TestFolder folder;
    auto entries = mixed_range(0, 4);
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, entries);
    for (Entry& entry : entries) entry.object = entry.object_id = "";
    entries.push_back(frozen(4));
    writer.extend(0, entries);
    EXPECT_EQ(writer.size(), 5);
    EXPECT_TRUE(verified(folder / "archive").sound());
}

TEST(Writer, InManyStepsMakesTheSameTilesAsInOne) {
    const TestFolder folder;
    Writer at_once(folder / "a", some_keys());
    at_once.extend(0, accepted_range(0, 700));
    {
        Writer stepwise(folder / "b", some_keys());
        for (int size = 0; size < 300; ++size) stepwise.extend(size, {accepted(size)});
    }
    for (int size = 300; size < 700; size += 40) {
        Writer(folder / "b", some_keys()).extend(size, accepted_range(size, size + 40));
    }
    EXPECT_EQ(contents(folder / "a/checkpoint"), contents(folder / "b/checkpoint"));
    EXPECT_EQ(files_in(folder / "a/tile"), files_in(folder / "b/tile"));
    for (const std::string& name : files_in(folder / "a/tile")) {
        EXPECT_EQ(contents(folder / ("a/tile/" + name)), contents(folder / ("b/tile/" + name)));
    }
    const VerifyReport report = verified(folder / "b");
    EXPECT_TRUE(report.sound()) << to_text(report.problems);
    EXPECT_EQ(files_in(folder / "b/checkpoints").size(), 310U);
}

TEST(Writer, HasExactlyTheTilesOfItsSize) {
    for (const int size : {1, 255, 256, 257, 512}) {
        const TestFolder folder;
        Writer(folder / "archive", some_keys()).extend(0, accepted_range(0, size));
        std::vector<std::string> expected;
        const auto add = [&](const std::string& kind, int count) {
            for (int i = 0; i < count / 256; ++i) expected.push_back(kind + "/00" + char('0' + i));
            if (count % 256 != 0) {
                expected.push_back(kind + "/00" + char('0' + count / 256) + ".p/" +
                                   std::to_string(count % 256));
            }
        };
        add("0", size);
        add("1", size / 256);
        add("entries", size);
        std::sort(expected.begin(), expected.end());
        EXPECT_EQ(files_in(folder / "archive/tile"), expected) << size;
        const VerifyReport report = verified(folder / "archive");
        EXPECT_TRUE(report.sound()) << size << to_text(report.problems);
    }
}

TEST(Writer, CrossesTheSecondLevelOfTiles) {
    const TestFolder folder;
    const auto entries = accepted_range(0, 65'537);
    HashTree tree;
    Writer writer(folder / "archive", some_keys());
    std::size_t done = 0;
    for (const std::size_t size : {65'535U, 65'536U, 65'537U}) {
        writer.extend(static_cast<std::int64_t>(done),
                      {entries.begin() + static_cast<std::ptrdiff_t>(done),
                       entries.begin() + static_cast<std::ptrdiff_t>(size)});
        for (; done < size; ++done) {
            tree.append(leaf_hash(entries[done].leaf), [](int, const Digest&) {});
        }
        EXPECT_EQ(writer.checkpoint_summary(), "council.example/archive " + std::to_string(size) +
                                                   " " + to_base64(as_bytes(tree.root())));
        const VerifyReport report = verified(folder / "archive");
        EXPECT_TRUE(report.sound()) << size << to_text(report.problems);
        EXPECT_EQ(Writer(folder / "archive", some_keys()).checkpoint_summary(),
                  writer.checkpoint_summary());
    }
    EXPECT_EQ(contents(folder / "archive/tile/2/000.p/1").size(), 32U);
}

TEST(Writer, RefusesAGapAndEntriesThatDiffer) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 4));
    EXPECT_NE(what_of([&] { writer.extend(5, {accepted(5)}); }).find("ends at entry 4"),
              std::string::npos);
    EXPECT_NE(what_of([&] { writer.extend(3, {accepted(99)}); }).find("entry 3"),
              std::string::npos);
    Entry other_object = frozen(2);
    other_object.leaf = to_text(list(folder / "archive")[2]);
    EXPECT_NE(what_of([&] { writer.extend(2, {other_object}); }).find("object of entry 2"),
              std::string::npos);
    writer.extend(4, {accepted(4)});
    EXPECT_TRUE(verified(folder / "archive").sound());
}

TEST(Writer, NeverSignsWhatVerifyWouldRefuse) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    Entry no_leaf{.leaf = "free text", .object_id = "", .object = ""};
    Entry no_object = frozen(0);
    no_object.object_id = no_object.object = "";
    Entry changed_object = frozen(0);
    changed_object.object.back() ^= 1;
    Entry wrong_name = frozen(0);
    wrong_name.object_id = parcel(1).text;
    Entry stray_object = accepted(0);
    stray_object.object_id = parcel(0).text;
    Entry wrong_size = frozen(0);
    Leaf leaf = parse_leaf(wrong_size.leaf).value();
    ++leaf.size;
    wrong_size.leaf = to_text(leaf);
    for (const Entry& entry :
         {no_leaf, no_object, changed_object, wrong_name, stray_object, wrong_size}) {
        EXPECT_NE(what_of([&] {
                      writer.extend(0, {accepted(7), entry});
                  }).find("entry 1"),
                  std::string::npos);
    }
    EXPECT_EQ(writer.size(), 0);
    writer.extend(0, {frozen(0)});
    EXPECT_TRUE(verified(folder / "archive").sound());
}

TEST(Writer, CatchesUpWithWhatAnotherProcessWrote) {
    const TestFolder folder;
    Writer one(folder / "archive", some_keys());
    Writer two(folder / "archive", some_keys());
    one.extend(0, accepted_range(0, 300));
    two.extend(0, accepted_range(0, 310));
    one.extend(310, {accepted(310)});
    EXPECT_EQ(one.size(), 311);
    EXPECT_TRUE(verified(folder / "archive").sound());
}

TEST(Writer, RefusesToGoOnWhenTheCheckpointIsPutBackUnderItsHands) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, accepted_range(0, 3));
    const std::string old = contents(folder / "archive/checkpoint");
    writer.extend(3, accepted_range(3, 5));
    put(folder / "archive/checkpoint", old);
    EXPECT_THROW(writer.extend(3, {accepted(77)}), ArchiveError);
}

TEST(Writer, RefusesToOpenWhatDoesNotCarryItsCheckpoint) {
    const auto opening_after = [](const std::function<void(const std::string&)>& damage) {
        const TestFolder folder;
        {
            Writer writer(folder / "archive", some_keys());
            writer.extend(0, accepted_range(0, 3));
            writer.extend(3, accepted_range(3, 260));
        }
        damage(folder / "archive/");
        return what_of([&] { Writer(folder / "archive", some_keys()); });
    };
    EXPECT_EQ(opening_after([](const std::string&) {}), "");
    const auto missing = opening_after(
        [](const std::string& archive) { std::filesystem::remove(archive + "checkpoint"); });
    EXPECT_NE(missing.find("no checkpoint"), std::string::npos);
    const auto rolled_back = opening_after([](const std::string& archive) {
        put(archive + "checkpoint", contents(archive + "checkpoints/3"));
        put(archive + "checkpoints/260", "whatever");
    });
    EXPECT_NE(rolled_back.find("older than checkpoints/260"), std::string::npos);
    for (const char* name : {"tile/0/001.p/4", "tile/1/000.p/1", "tile/entries/001.p/4"}) {
        const auto changed = opening_after([&](const std::string& archive) {
            std::string bytes = contents(archive + name);
            bytes[bytes.size() / 2] ^= 1;
            put(archive + name, bytes);
        });
        EXPECT_NE(changed, "") << name;
        const auto removed = opening_after(
            [&](const std::string& archive) { std::filesystem::remove(archive + name); });
        EXPECT_NE(removed.find(name), std::string::npos) << removed;
    }
    const auto foreign = opening_after([&](const std::string& archive) {
        std::filesystem::remove_all(archive);
        Writer(archive, keys_of(std::string(32, 't')));
    });
    EXPECT_NE(foreign.find("another key"), std::string::npos);
}

TEST(Writer, DoesNotStartInAFolderThatHoldsSomethingElse) {
    const TestFolder folder;
    put(folder / "archive/notes.txt", "x");
    EXPECT_NE(what_of([&] { Writer(folder / "archive", some_keys()); }).find("not empty"),
              std::string::npos);
    put(folder / "file", "x");
    EXPECT_THROW(Writer(folder / "file", some_keys()), ArchiveError);
    EXPECT_THROW(Writer(folder / "no/such/place", some_keys()), ArchiveError);
}

TEST(Writer, SaysWhatIsWrongWithAReadOnlyFolder) {
    const TestFolder folder;
    ASSERT_EQ(::chmod((folder / "").c_str(), 0755), 0);
    std::filesystem::create_directory(folder / "shared");
    ASSERT_EQ(::chmod((folder / "shared").c_str(), 0777), 0);
    const auto starting = trouble_in_child(become_ordinary_user, [&] {
        ::chmod((folder / "").c_str(), 0555);  // refused when the folder is root's, and not needed
        Writer(folder / "archive", some_keys());
    });
    EXPECT_NE(starting.find("make the folder"), std::string::npos) << starting;
    EXPECT_NE(starting.find("Permission denied"), std::string::npos) << starting;
    ::chmod((folder / "").c_str(), 0755);
    const auto extending = trouble_in_child(become_ordinary_user, [&] {
        Writer writer(folder / "shared/archive", some_keys());
        ::chmod((folder / "shared/archive").c_str(), 0500);
        writer.extend(0, {accepted(0)});
    });
    EXPECT_NE(extending.find("make the folder"), std::string::npos) << extending;
    EXPECT_NE(extending.find("Permission denied"), std::string::npos) << extending;
}

TEST(Writer, StopsForGoodWhenTheDiskIsFullAndGoesOnWhenStartedAgain) {
    const TestFolder folder;
    Entry large = accepted(0);
    const auto trouble = trouble_in_child(
        [] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{6000, 6000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        },
        [&] {
            Writer writer(folder / "archive", some_keys());
            writer.extend(0, {accepted(0)});
            const std::string first = what_of([&] { writer.extend(1, accepted_range(1, 100)); });
            if (first.find("File too large") == std::string::npos) throw ArchiveError(first);
            const std::string second = what_of([&] { writer.extend(1, {accepted(1)}); });
            if (second.find("failed before") == std::string::npos) throw ArchiveError(second);
        });
    // VERIFY.md itself does not fit below the limit, which is as good a place to stop.
    EXPECT_EQ(trouble.find("File too large") == std::string::npos, trouble.empty()) << trouble;
    Writer(folder / "archive", some_keys()).extend(0, accepted_range(0, 100));
    EXPECT_TRUE(verified(folder / "archive").sound());
}

}  // namespace postroom::archive
