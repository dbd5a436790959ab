#include "archive/proof.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "makers.hpp"

namespace postroom::archive {

TEST(InclusionProof, HoldsForEveryEntryOfLedgersOfManySizes) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    int size = 0;
    for (const int grown : {1, 2, 3, 7, 8, 255, 256, 257, 600}) {
        writer.extend(size, mixed_range(size, grown));
        size = grown;
        Prover prover(folder / "archive");
        ASSERT_EQ(prover.size(), size);
        for (int index = 0; index < size; index += index < 9 ? 1 : 13) {
            const InclusionProof proof = prover.prove(index);
            const auto leaf = proved_leaf(proof, some_keys().verifier);
            ASSERT_TRUE(leaf) << size << ' ' << index;
            EXPECT_EQ(leaf->parcel, parcel(index));
            EXPECT_EQ(parse_proof(to_text(proof)), proof);
        }
    }
}

TEST(InclusionProof, HoldsUnderItsOwnCheckpointWhileTheArchiveGrows) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 5));
    Prover prover(folder / "archive");
    writer.extend(5, mixed_range(5, 300));
    const auto leaf = proved_leaf(prover.prove(3), some_keys().verifier);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->parcel, parcel(3));
}

RC_GTEST_PROP(InclusionProof, DoesNotHoldOnceAnyByteOfItChanged, ()) {
    static const std::string text = [] {
        const TestFolder folder;
        Writer writer(folder / "archive", some_keys());
        writer.extend(0, mixed_range(0, 300));
        return to_text(Prover(folder / "archive").prove(261));
    }();
    std::string changed = text;
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    changed[at] = static_cast<char>(changed[at] ^ (1 << *rc::gen::inRange(0, 8)));
    const auto proof = parse_proof(changed);
    RC_ASSERT(!proof || !proved_leaf(*proof, some_keys().verifier));
}

TEST(InclusionProof, DoesNotHoldUnderAnotherKeyOrForAnotherPlace) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 9));
    InclusionProof proof = Prover(folder / "archive").prove(4);
    EXPECT_FALSE(proved_leaf(proof, keys_of(std::string(32, 'o')).verifier));
    for (const std::int64_t index : {0, 3, 5, 8, 9, 4096}) {
        proof.index = index;
        EXPECT_FALSE(proved_leaf(proof, some_keys().verifier)) << index;
    }
}

TEST(CopiedArchive, IsSoundAndIsTheOneOfThatMoment) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    int size = 0;
    for (const int grown : {0, 3, 256, 700}) {
        if (grown > 0) writer.extend(size, mixed_range(size, grown));
        const ArchiveCopy copy(folder / "archive");
        size = grown + 2;
        writer.extend(grown, mixed_range(grown, size));
        const std::string to = folder / ("copy" + std::to_string(grown));
        copy.write(
            [&](const std::string& name, const Bytes& bytes) { put(to + "/" + name, bytes); });
        const VerifyReport report = verified(to);
        EXPECT_TRUE(report.sound()) << to_text(report.problems);
        EXPECT_EQ(report.leaves, grown);
    }
}

TEST(EarlierCheckpoint, IsReadFromAnEmailAsMailProgramsSaveIt) {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 5));
    const std::string summary = writer.checkpoint_summary();
    const std::size_t space = summary.rfind(' ');
    for (const std::string& end : {std::string("\n"), std::string("\r\n")}) {
        const std::string email = "Subject: x" + end +
                                  "Archive-Checkpoint: " + summary.substr(0, space) + end + "\t" +
                                  summary.substr(space + 1) + end + "To: y" + end + end + "Text.";
        EXPECT_TRUE(verified(folder / "archive", email).sound());
        std::string other = email;
        other[other.find(" 5") + 1] = '4';
        EXPECT_FALSE(verified(folder / "archive", other).sound());
    }
}

}  // namespace postroom::archive
