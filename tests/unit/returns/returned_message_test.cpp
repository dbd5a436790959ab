// What came back, as the servers of the world say it: each file of corpus/ has the shape of a real
// report (Postfix, Exim, Exchange, Gmail, SES, …) about one invented email.
#include "returns/returned_message.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postroom::returns {

void PrintTo(Kind kind, std::ostream* out) {
    constexpr const char* names[] = {"failed",    "failed_once", "delayed",
                                     "delivered", "automatic",   "other"};
    *out << names[static_cast<int>(kind)];
}

namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

constexpr const char* our_id = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const std::string corpus = POSTROOM_SOURCE_TREE "/tests/unit/returns/corpus/";

std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Shape {
    const char* name;
    Kind kind;
    const char* status = "";
};

void PrintTo(const Shape& shape, std::ostream* out) {
    *out << shape.name;
}

constexpr Shape shapes[] = {
    {"postfix-unknown-user", Kind::failed, "5.1.1"},
    {"postfix-host-not-found", Kind::failed, "5.4.4"},
    {"postfix-delayed", Kind::delayed, "4.4.1"},
    {"postfix-expired", Kind::failed_once, "4.4.1"},
    {"postfix-mailbox-full", Kind::failed_once, "4.2.2"},
    {"postfix-relayed", Kind::delivered, "2.1.5"},
    {"postfix-utf8", Kind::failed, "5.1.1"},
    {"exim-unrouteable", Kind::failed, "5.0.0"},
    {"exim-delayed", Kind::delayed, "4.0.0"},
    {"exchange-not-found", Kind::failed, "5.1.10"},
    {"exchange-quota", Kind::failed, "5.2.2"},
    {"exchange-delayed", Kind::delayed, "4.4.7"},
    {"exchange-delivered", Kind::delivered, "2.6.0"},
    {"exchange-spam", Kind::failed, "5.7.1"},
    {"gmail-no-such-user", Kind::failed, "5.1.1"},
    {"gmail-delay", Kind::delayed, "4.2.2"},
    {"gmail-quota", Kind::failed_once, "4.2.2"},
    {"ses-bounce", Kind::failed, "5.1.1"},
    {"sendmail-failed", Kind::failed, "5.1.1"},
    {"sendmail-warning", Kind::delayed, "4.4.2"},
    {"sendmail-success", Kind::delivered, "2.1.5"},
    {"opensmtpd-failed", Kind::failed, "5.0.0"},
    {"courier-failed", Kind::failed, "5.0.0"},
    {"domino-failed", Kind::failed, "5.1.1"},
    {"groupwise-failed", Kind::failed, "5.0.0"},
    {"zimbra-over-quota", Kind::failed_once, "4.2.2"},
    {"mimecast-rejected", Kind::failed, "5.0.0"},
    {"proofpoint-failed", Kind::failed, "5.1.2"},
    {"ironport-failed", Kind::failed, "5.0.0"},
    {"mdaemon-status-only", Kind::failed, "5.1.1"},
    {"two-recipients-worst-counts", Kind::failed, "5.1.1"},
    {"envelope-id-in-xtext", Kind::failed, "5.1.1"},
    {"qmail-failure", Kind::failed, "5.1.1"},
    {"exim-old-style", Kind::failed},
    {"exim-old-style-warning", Kind::delayed},
    {"webshield-no-report", Kind::failed, "5.7.1"},
    {"yahoo-old-style", Kind::failed, "5.4.7"},
    {"full-mailbox-in-words", Kind::failed_once, "4.2.2"},
    {"out-of-office-exchange", Kind::automatic},
    {"vacation-rfc3834", Kind::automatic},
    {"vacation-old", Kind::automatic},
    {"out-of-office-words-only", Kind::automatic},
    {"out-of-office-that-says-undeliverable", Kind::automatic},
    {"read-receipt", Kind::automatic},
    {"server-word-that-says-nothing", Kind::automatic},
    {"person-answers", Kind::other},
    {"person-forwards-a-report", Kind::other},
};

bool names_our_email(const ReturnedMessage& message) {
    const auto holds_id = [](const std::string& text) {
        return text.find(our_id) != std::string::npos;
    };
    return holds_id(message.envelope_id) || std::ranges::any_of(message.recipients, holds_id) ||
           std::ranges::any_of(message.message_ids, holds_id);
}

class Corpus : public ::testing::TestWithParam<Shape> {};

TEST_P(Corpus, SaysWhatBecameOfTheEmailAndWhichItWas) {
    const auto read = read_returned(contents_of(corpus + GetParam().name + ".eml"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, GetParam().kind);
    EXPECT_EQ(read->status, GetParam().status);
    EXPECT_TRUE(names_our_email(*read));
}

INSTANTIATE_TEST_SUITE_P(Shapes, Corpus, ::testing::ValuesIn(shapes));

TEST(Corpus, HasATestForEachOfItsFiles) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        ++files;
        EXPECT_TRUE(std::ranges::any_of(shapes, [&](const Shape& shape) {
            return entry.path().stem() == shape.name;
        })) << entry.path();
    }
    EXPECT_EQ(files, std::size(shapes));
}

TEST(ReturnedMessage, ForwardedToAnotherMailboxStillNamesTheAddressItCameTo) {
    const auto read = read_returned(
        "Delivered-To: team@council.example\r\n"
        "X-Original-To: bounce+abc@council.example\r\n"
        "To: \"Bounces\" <bounce+abc@council.example>, other@council.example\r\n\r\nHello\r\n");
    ASSERT_TRUE(read);
    EXPECT_THAT(read->recipients, Contains("bounce+abc@council.example"));
    EXPECT_THAT(read->recipients, Contains("other@council.example"));
}

TEST(ReturnedMessage, AnIdInTheWordsOfAPersonIsNotTaken) {
    const auto read = read_returned(
        "From: Reader <reader@mail.example>\r\nTo: complaints@council.example\r\n\r\n"
        "You wrote Message-ID: <abc@council.example> to me.\r\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, Kind::other);
    EXPECT_THAT(read->message_ids, IsEmpty());
}

TEST(ReturnedMessage, ThatIsTooLongOrNestedBeyondReasonIsRefusedWithoutAWordOfIt) {
    std::string nested = "From: mailer-daemon@mail.example\r\n";
    for (int i = 0; i < 2000; ++i)
        nested += "Content-Type: multipart/mixed; boundary=\"b" + std::to_string(i) +
                  "\"\r\n\r\n--b" + std::to_string(i) + "\r\n";
    for (const std::string& message :
         {std::string(longest_message + 1, 'x'), nested, std::string(), std::string("\r\n\r\n")}) {
        const auto read = read_returned(message);
        ASSERT_FALSE(read);
        EXPECT_EQ(to_text(read.error()).find("xxx"), std::string::npos);
    }
}

TEST(ReturnedMessage, CutOffOrChangedAnywhereIsReadWithoutHarm) {
    const std::string whole = contents_of(corpus + "postfix-unknown-user.eml");
    for (std::size_t length = 0; length < whole.size(); length += 7)
        (void)read_returned(whole.substr(0, length));
    rc::check([&](const std::vector<std::pair<std::uint16_t, char>>& changes) {
        std::string changed = whole;
        for (const auto& [at, byte] : changes) changed[at % changed.size()] = byte;
        (void)read_returned(changed);
    });
}

}  // namespace
}  // namespace postroom::returns
