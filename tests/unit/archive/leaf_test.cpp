#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

std::string good() {
    return "postroom-leaf-v1\n"
           "event accepted\n"
           "parcel 0123456789abcdef0123456789abcdef\n"
           "at 2018-03-05T09:30:02.250000Z\n"
           "channel letter\n"
           "size 48213\n"
           "sealed " +
           std::string(64, 'a') + "\ncommitment " + std::string(64, '0') + "\n";
}

std::string with(const std::string& from, const std::string& to) {
    std::string text = good();
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST(Leaf, IsReadFieldByField) {
    const auto leaf = parse_leaf(good());
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->event, "accepted");
    EXPECT_EQ(leaf->parcel.text, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(leaf->at, Instant{1'520'242'202'250'000});
    EXPECT_EQ(leaf->channel, "letter");
    EXPECT_EQ(leaf->size, 48213);
    EXPECT_EQ(leaf->sealed_digest[0], 0xaa);
    EXPECT_EQ(leaf->commitment, Digest{});
    EXPECT_EQ(to_text(*leaf), good());
}

TEST(Leaf, HasOneSpellingAndNoOther) {
    for (const auto& [from, to, field] :
         std::vector<std::tuple<std::string, std::string, std::string>>{
             {"leaf-v1", "leaf-v2", "version"},
             {"event accepted", "event Accepted", "event"},
             {"event accepted", "event  accepted", "event"},
             {"event accepted", "event", "event"},
             {"event accepted", "event posted", "event"},
             {"event accepted\n", "", "event"},
             {"0123456789abcdef0", "0123456789ABCDEF0", "parcel"},
             {"parcel 0", "parcel ", "parcel"},
             {"2018-03-05", "2018-02-30", "at"},
             {"2018-03-05", "1969-12-31", "at"},
             {"2018-03-05", "+018-03-05", "at"},
             {"09:30:02", "24:00:00", "at"},
             {"09:30:02", "09:30:60", "at"},
             {".250000Z", ".25000Z", "at"},
             {".250000Z", ".250000z", "at"},
             {"T09", " 09", "at"},
             {"channel letter", "channel fax", "channel"},
             {"size 48213", "size 048213", "size"},
             {"size 48213", "size -1", "size"},
             {"size 48213", "size +1", "size"},
             {"size 48213", "size", "size"},
             {"size 48213", "size 9223372036854775808", "size"},
             {"sealed aaa", "sealed AAA", "sealed"},
             {"sealed aaa", "sealed aa", "sealed"},
             {"sealed", "digest", "sealed"},
             {"commitment 00", "commitment 0", "commitment"}}) {
        const auto leaf = parse_leaf(with(from, to));
        ASSERT_FALSE(leaf) << to;
        EXPECT_EQ(leaf.error().field, field) << to;
    }
    EXPECT_FALSE(parse_leaf(""));
    EXPECT_EQ(parse_leaf(good() + "\n").error().field, "end");
    EXPECT_EQ(parse_leaf(good().substr(0, good().size() - 1)).error().field, "commitment");
    std::string crlf = good();
    crlf.insert(crlf.find('\n'), "\r");
    EXPECT_FALSE(parse_leaf(crlf));
}

TEST(Leaf, ThatIsFrozenNeedsBothDigests) {
    std::string no_commitment = with("event accepted", "event frozen");
    EXPECT_EQ(parse_leaf(no_commitment).error().field, "commitment");
    std::string no_seal = with(std::string(64, 'a'), std::string(64, '0'));
    no_seal.replace(no_seal.find("accepted"), 8, "frozen");
    EXPECT_EQ(parse_leaf(no_seal).error().field, "sealed");
}

TEST(Leaf, OfAnyInstantAndSizeComesBackEqual) {
    EXPECT_TRUE(rc::check([] {
        Leaf leaf = leaf_of("retry", *rc::gen::inRange(0, 1000));
        leaf.at.microseconds = *rc::gen::inRange<std::int64_t>(0, 253'402'300'800'000'000);
        leaf.size = *rc::gen::nonNegative<std::int64_t>();
        const auto read = parse_leaf(to_text(leaf));
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == leaf);
    }));
}

TEST(Leaf, NeverTakesOneByteForAnother) {
    // A changed byte may give another leaf, never the same one, and never one in another spelling.
    const std::string text = good();
    const auto original = parse_leaf(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = text;
            changed[at] = static_cast<char>(value);
            if (changed == text) continue;
            const auto leaf = parse_leaf(changed);
            if (!leaf) continue;
            ASSERT_NE(*leaf, *original);
            ASSERT_EQ(to_text(*leaf), changed);
        }
    }
}

TEST(LeafEvents, CoverWhatThePageLists) {
    EXPECT_TRUE(is_leaf_event("frozen"));
    EXPECT_TRUE(is_leaf_event("baselined"));
    EXPECT_FALSE(is_leaf_event(""));
    EXPECT_FALSE(is_leaf_event("frozen "));
}

}  // namespace postroom::archive
