// docs/archive-format.md's worked example, whose bytes a separate program computed from the page.
#include <gtest/gtest.h>

#include "archive/hash_tree.hpp"
#include "archive/shipped_texts.hpp"
#include "makers.hpp"

namespace postroom::archive {

namespace {

std::string page() {
    return contents(std::string(POSTROOM_SOURCE_TREE) + "/docs/archive-format.md");
}

/// The lines of the block that opens with ```name.
std::string block(const std::string& name) {
    const std::string text = page();
    const std::string opening = "\n```" + name + "\n";
    const std::size_t start = text.find(opening);
    EXPECT_NE(start, std::string::npos) << name;
    const std::size_t first = start + opening.size();
    return text.substr(first, text.find("\n```", first) + 1 - first);
}

std::string word(const std::string& name) {
    const std::string line = block(name);
    return line.substr(0, line.size() - 1);
}

std::string bytes(const std::string& name) {
    return from_hex(word(name)).value();
}

std::string counting_from(int first) {
    std::string counted;
    for (int i = 0; i < 32; ++i) counted += static_cast<char>(first + i);
    return counted;
}

const ParcelId example_parcel("5e8f0c6d1b7a49239d04c2e6f8a1b357");

}  // namespace

TEST(FormatPage, ExampleObjectAndKeyOpen) {
    EXPECT_EQ(open_sealed(bytes("case-key"), example_parcel, bytes("object")), bytes("plain"));
    EXPECT_EQ(unwrap_key(counting_from(0x80), bytes("wrapped")), bytes("case-key"));
    EXPECT_EQ(to_hex(commit(bytes("salt"), bytes("plain"))), word("commitment"));
}

TEST(FormatPage, ExampleLeavesSayWhatThePageTells) {
    const auto frozen_leaf = parse_leaf(block("leaf-0"));
    ASSERT_TRUE(frozen_leaf);
    EXPECT_EQ(*frozen_leaf, (Leaf{.event = "frozen",
                                  .parcel = example_parcel,
                                  .at = Instant{1'520'242'200'000'000},
                                  .channel = "email",
                                  .size = static_cast<std::int64_t>(bytes("plain").size()),
                                  .sealed_digest = sha256(bytes("object")),
                                  .commitment = commit(bytes("salt"), bytes("plain"))}));
    EXPECT_EQ(to_text(*frozen_leaf), block("leaf-0"));
    EXPECT_EQ(to_hex(leaf_hash(block("leaf-0"))), word("hash-0"));
    EXPECT_EQ(to_hex(leaf_hash(block("leaf-1"))), word("hash-1"));
}

TEST(FormatPage, ExampleFolderIsWhatTheWriterWrites) {
    const TestFolder folder;
    Keys keys = keys_of(counting_from(0));
    EXPECT_EQ(keys.verifier, word("verifier"));
    Writer writer(folder / "archive", keys);
    EXPECT_EQ(contents(folder / "archive/checkpoint"), block("checkpoint-0"));
    writer.extend(
        0, {{block("leaf-0"), example_parcel.text, bytes("object")}, {block("leaf-1"), "", ""}});

    const auto prefixed = [](const std::string& leaf) {
        return std::string(1, static_cast<char>(leaf.size() / 256)) +
               static_cast<char>(leaf.size() % 256) + leaf;
    };
    EXPECT_EQ(files_in(folder / "archive"),
              (std::vector<std::string>{"VERIFY.md", "checkpoint", "checkpoints/0",
                                        "objects/5e/" + example_parcel.text, "tile/0/000.p/2",
                                        "tile/entries/000.p/2", "verify.py"}));
    EXPECT_EQ(contents(folder / "archive/checkpoints/0"), block("checkpoint-0"));
    EXPECT_EQ(contents(folder / "archive/checkpoint"), block("checkpoint-2"));
    EXPECT_EQ(contents(folder / "archive/tile/0/000.p/2"), bytes("hash-0") + bytes("hash-1"));
    EXPECT_EQ(contents(folder / "archive/tile/entries/000.p/2"),
              prefixed(block("leaf-0")) + prefixed(block("leaf-1")));
    EXPECT_EQ(contents(folder / ("archive/objects/5e/" + example_parcel.text)), bytes("object"));
    EXPECT_EQ(writer.checkpoint_summary(), "council.example/archive 2 " + to_base64(bytes("root")));
    EXPECT_TRUE(verify(folder / "archive", {.verifier = word("verifier")}).sound());
}

TEST(FormatPage, NamesTheDigestsOfGuideAndProgram) {
    for (const std::string_view text : {verify_guide(), verify_program()})
        EXPECT_NE(page().find(to_hex(sha256(text))), std::string::npos);
    EXPECT_NE(verify_program().find(to_hex(sha256(verify_guide()))), std::string_view::npos);
}

TEST(FormatPage, CanBeCheckedByAProgramThatAPersonReadsThrough) {
    EXPECT_LE(std::count(verify_program().begin(), verify_program().end(), '\n'), 300);
}

TEST(FormatPage, ListsExactlyTheEventsALeafMayHave) {
    const std::string text = page();
    const std::size_t start = text.find("event      =");
    ASSERT_NE(start, std::string::npos);
    std::string grammar = text.substr(start, text.find("parcel     =") - start);
    int events = 0;
    for (std::size_t at = grammar.find('"'); at != std::string::npos;
         at = grammar.find('"', at + 1)) {
        const std::size_t end = grammar.find('"', at + 1);
        EXPECT_TRUE(is_leaf_event(grammar.substr(at + 1, end - at - 1)));
        at = end;
        ++events;
    }
    EXPECT_EQ(events, 19);
}

}  // namespace postroom::archive
