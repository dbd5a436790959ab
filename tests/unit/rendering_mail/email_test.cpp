#include "rendering/email.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "make_email.hpp"

namespace postroom::rendering {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Bytes composed(const EmailParts& parts) {
    const auto email = compose_email(parts);
    EXPECT_TRUE(email) << (email ? "" : to_text(email.error()));
    return email.value_or(Bytes());
}

std::vector<std::string> lines_of(const Bytes& email) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < email.size();) {
        const std::size_t end = email.find("\r\n", at);
        if (end == std::string::npos) {
            lines.push_back(email.substr(at));
            break;
        }
        lines.push_back(email.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

std::string with_single_spaces(std::string text) {
    const auto both = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::unique(text.begin(), text.end(), both), text.end());
    if (text.starts_with(' ')) text.erase(0, 1);
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

std::string field_refused(const EmailParts& parts) {
    const auto email = compose_email(parts);
    return email ? "" : email.error().field;
}

TEST(Email, CarriesWhatItWasGiven) {
    EmailParts parts = an_email();
    parts.cc = {{"Head, of \"Service\"", "head@council.example"}, {"", "manager@council.example"}};
    parts.reply_to = {"Complaints", "reply@council.example"};
    parts.attachments = {
        {"letter CC-2025-0143.pdf", "application/pdf", Bytes("\0%PDF\r\n\n\xFF", 9)}};
    const ReadEmail read = read_with_python({composed(parts)}).front();

    const ReadEmail sent = as_sent(parts);
    for (const auto& [key, values] : sent) EXPECT_EQ(read.at(key), values) << key;
    EXPECT_THAT(read.at("auto-submitted"), ElementsAre("auto-generated"));
    EXPECT_THAT(read.at("types"),
                ElementsAre("multipart/mixed,multipart/alternative,text/plain,text/html,"
                            "application/pdf"));
    EXPECT_THAT(read.at("defects"), ElementsAre(""));
    EXPECT_EQ(read_with_gmime(composed(parts)), sent);
}

TEST(Email, WithoutHtmlIsTextAlone) {
    EmailParts parts = an_email();
    parts.html.clear();
    EXPECT_THAT(read_with_python({composed(parts)}).front().at("types"), ElementsAre("text/plain"));
}

TEST(Email, SaysItsDateInLondonTime) {
    EmailParts parts = an_email();
    EXPECT_THAT(composed(parts), HasSubstr("\r\nDate: Mon, 17 Mar 2025 09:00:00 +0000\r\n"));
    parts.date = Instant{1750150800LL * 1'000'000};  // 2025-06-17T09:00:00Z, British Summer Time
    parts.utc_offset_minutes = 60;
    EXPECT_THAT(composed(parts), HasSubstr("\r\nDate: Tue, 17 Jun 2025 10:00:00 +0100\r\n"));
}

TEST(Email, NamesTheEarlierEmailsOfItsCase) {
    EmailParts parts = an_email();
    parts.references = {"first@council.example", "second@council.example"};
    const Bytes email = composed(parts);
    EXPECT_THAT(email, HasSubstr("\r\nIn-Reply-To: <second@council.example>\r\n"));
    EXPECT_THAT(email, HasSubstr("\r\nReferences: <first@council.example> "
                                 "<second@council.example>\r\n"));
    EXPECT_THAT(email, HasSubstr("\r\nMessage-ID: <0123456789abcdef0123456789abcdef@"
                                 "council.example>\r\n"));
}

TEST(Email, KeepsACheckpointReadableByAMachine) {
    EmailParts parts = an_email();
    const std::string signature(120, 'A');
    parts.headers = {{"Archive-Checkpoint", "council.example/archive 12 " + signature}};
    EXPECT_THAT(
        composed(parts),
        HasSubstr("\r\nArchive-Checkpoint: council.example/archive 12\r\n " + signature + "\r\n"));
}

TEST(Email, OfTheSamePartsIsTheSameBytes) {
    EmailParts parts = an_email();
    parts.attachments = {{"letter.pdf", "application/pdf", "%PDF"}};
    EXPECT_EQ(composed(parts), composed(parts));
}

TEST(Email, OfAnotherTextHasOtherBoundaries) {
    const auto boundary = [](const Bytes& email) {
        return email.substr(email.find("boundary="), 50);
    };
    EmailParts parts = an_email();
    const Bytes before = composed(parts);
    parts.text += "One line more.\n";
    EXPECT_NE(boundary(before), boundary(composed(parts)));
}

TEST(Email, TextThatLooksLikeABoundaryEndsNothing) {
    EmailParts parts = an_email();
    const Bytes first = composed(parts);
    const std::size_t at = first.find("--=_");
    parts.text = first.substr(at, first.find("\r\n", at) - at) + "\n.\nFrom here on\n";
    EXPECT_EQ(read_with_python({composed(parts)}).front().at("plain").front(), parts.text);
}

TEST(Email, EndsNoLineTwiceAndNoneBare) {
    EmailParts parts = an_email();
    parts.text = "one\r\ntwo\rthree\nfour";
    EXPECT_EQ(read_with_gmime(composed(parts)).at("plain").front(), "one\ntwo\nthree\nfour");
    std::string rest = composed(parts);
    for (std::size_t at; (at = rest.find("\r\n")) != std::string::npos;) rest.erase(at, 2);
    EXPECT_EQ(rest.find_first_of("\r\n"), std::string::npos);
}

TEST(Email, WrapsLongLinesOfText) {
    EmailParts parts = an_email();
    parts.text = std::string(5000, 'x') + "\n" + std::string(3000, '=') + " \n";
    EXPECT_EQ(read_with_gmime(composed(parts)).at("plain").front(), parts.text);
    for (const std::string& line : lines_of(composed(parts))) EXPECT_LE(line.size(), 78U);
}

TEST(Email, RefusesEveryControlInEveryHeaderAndNamesTheField) {
    for (const std::string& bad :
         {std::string("a\r\nBcc: other@mail.example"), std::string("a\nb"), std::string("a\rb"),
          std::string("a\0b", 3), std::string("a\x7f"), std::string("a\u0085"),
          std::string("a\u2028"), std::string("a\u202E"), std::string("a\u2066b\u2069")}) {
        EmailParts parts = an_email();
        parts.subject = bad;
        EXPECT_EQ(field_refused(parts), "subject");
        parts = an_email();
        parts.to.name = bad;
        EXPECT_EQ(field_refused(parts), "to name");
        parts = an_email();
        parts.from.name = bad;
        EXPECT_EQ(field_refused(parts), "from name");
        parts = an_email();
        parts.cc = {{bad, "a@council.example"}};
        EXPECT_EQ(field_refused(parts), "cc name");
        parts = an_email();
        parts.reply_to = {bad, "a@council.example"};
        EXPECT_EQ(field_refused(parts), "reply-to name");
        parts = an_email();
        parts.headers = {{"Archive-Checkpoint", bad}};
        EXPECT_EQ(field_refused(parts), "Archive-Checkpoint");
        parts = an_email();
        parts.attachments = {{bad, "application/pdf", "x"}};
        EXPECT_EQ(field_refused(parts), "attachment file name");
        parts = an_email();
        parts.message_id = bad + "@council.example";
        EXPECT_EQ(field_refused(parts), "message id");
        parts = an_email();
        parts.references = {bad};
        EXPECT_EQ(field_refused(parts), "references");
        parts = an_email();
        parts.to.email = "a@mail.example" + bad;
        EXPECT_EQ(field_refused(parts), "to email");
    }
}

TEST(Email, NeverRepeatsARefusedValue) {
    EmailParts parts = an_email();
    parts.to = {"Secret\nName", "secret@mail.example"};
    EXPECT_THAT(to_text(compose_email(parts).error()), Not(HasSubstr("Secret")));
    EXPECT_THAT(to_text(compose_email(parts).error()), HasSubstr("U+000A"));
    parts.to = {"", "secret at mail.example"};
    EXPECT_THAT(to_text(compose_email(parts).error()), Not(HasSubstr("secret")));
}

TEST(Email, RefusesWhatIsNotUtf8) {
    EmailParts parts = an_email();
    parts.to.name = "Zo\xEB";
    EXPECT_EQ(field_refused(parts), "to name");
    parts = an_email();
    parts.text = "\xC3";
    EXPECT_EQ(field_refused(parts), "text");
    parts = an_email();
    parts.html = "\xED\xA0\x80";
    EXPECT_EQ(field_refused(parts), "html");
}

TEST(Email, RefusesMisshapenTypesNamesAndAMissingSubject) {
    EmailParts parts = an_email();
    parts.subject.clear();
    EXPECT_EQ(field_refused(parts), "subject");
    for (const std::string type : {"", "pdf", "application/", "a/b; name=x", "a/b/c"}) {
        parts = an_email();
        parts.attachments = {{"letter.pdf", type, "x"}};
        EXPECT_EQ(field_refused(parts), "attachment content type") << type;
    }
    for (const std::string name : {"", "../letter.pdf", "a\\b"}) {
        parts = an_email();
        parts.attachments = {{name, "application/pdf", "x"}};
        EXPECT_EQ(field_refused(parts), "attachment file name") << name;
    }
    for (const std::string name : {"", "Bad Name", "Bad:", "Bäd"}) {
        parts = an_email();
        parts.headers = {{name, "x"}};
        EXPECT_EQ(field_refused(parts), "headers") << name;
    }
}

TEST(Email, RefusesAHeaderThatFitsOnNoLine) {
    EmailParts parts = an_email();
    parts.headers = {{"Archive-Checkpoint", std::string(1200, 'A')}};
    EXPECT_EQ(field_refused(parts), "headers");
}

TEST(Email, AnyUnicodeInNamesAndTextsArrivesAsItWasAndInjectsNothing) {
    std::vector<EmailParts> all;
    std::vector<Bytes> emails;
    EXPECT_TRUE(rc::check([&](const std::vector<char32_t>& name, const std::vector<char32_t>& title,
                              const std::vector<char32_t>& text, const std::string& bytes) {
        EmailParts parts = an_email();
        parts.to.name = with_single_spaces(harmless(name));
        parts.subject = "x" + harmless(title);
        parts.text = "x" + harmless(text) + "\n";
        parts.attachments = {{"letter.pdf", "application/pdf", bytes}};
        const auto email = compose_email(parts);
        RC_ASSERT(email.has_value());
        RC_ASSERT(std::all_of(email->begin(), email->end(),
                              [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
        for (const std::string& line : lines_of(*email)) {
            RC_ASSERT(line.size() <= 78U);
            RC_ASSERT(line.find_first_of("\r\n") == std::string::npos);
        }
        RC_ASSERT(read_with_gmime(*email) == as_sent(parts));
        all.push_back(parts);
        emails.push_back(*email);
    }));
    const std::vector<ReadEmail> read = read_with_python(emails);
    ASSERT_EQ(read.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const auto& [key, values] : as_sent(all[i]))
            EXPECT_EQ(read[i].at(key), values) << key << "\n" << emails[i].substr(0, 1500);
        EXPECT_THAT(read[i].at("headers"),
                    ElementsAre("from,to,subject,date,message-id,auto-submitted,mime-version,"
                                "content-type"));
    }
}

TEST(Email, TextMadeToLookLikeHeadersOrEncodedWordsStaysText) {
    for (const std::string hostile :
         {"=?utf-8?Q?Bcc:_other=40mail.example?=", "Bcc: other@mail.example", "a@b.example, c",
          "\"quoted\" \\ back", "<angle@mail.example>", "(comment)", "x;y:z,", "=?",
          "?=", "Zoë =?utf-8?B?eA==?=", "name\" <other@mail.example>, \""}) {
        EmailParts parts = an_email();
        parts.to.name = hostile;
        parts.subject = hostile;
        EXPECT_EQ(read_with_gmime(composed(parts)), as_sent(parts)) << hostile;
        const ReadEmail read = read_with_python({composed(parts)}).front();
        EXPECT_THAT(read.at("to-name"), ElementsAre(hostile));
        EXPECT_THAT(read.at("to-email"), ElementsAre("anita.patel@mail.example"));
        EXPECT_THAT(read.at("subject"), ElementsAre(hostile));
    }
}

TEST(Email, SpacesOfANameCollapseBecauseReadersDisagreeAboutThem) {
    EmailParts parts = an_email();
    parts.to.name = "  Zoë   Example ";
    parts.subject = "two  spaces ";
    const ReadEmail read = read_with_python({composed(parts)}).front();
    EXPECT_THAT(read.at("to-name"), ElementsAre("Zoë Example"));
    EXPECT_THAT(read.at("subject"), ElementsAre("two  spaces "));
}

TEST(Email, MostlyNonLatinTextTravelsWhole) {
    EmailParts parts = an_email();
    parts.text = "আপনার অভিযোগ\nپیش رفت\n进展\n";
    EXPECT_THAT(composed(parts), HasSubstr("Content-Transfer-Encoding: base64"));
    EXPECT_EQ(read_with_gmime(composed(parts)), as_sent(parts));
}

TEST(EmailAddress, FollowsTheGrammar) {
    for (const std::string good :
         {"a@council.example", "first.last+tag@mail.example", "o'neil@sub.mail.example",
          "x_1@a-b.example", "a@xn--caf-dma.example"})
        EXPECT_TRUE(is_email_address(good)) << good;
    for (const std::string bad : {"",
                                  "@",
                                  "a@",
                                  "@council.example",
                                  "a",
                                  "a@b",
                                  "a@@b.example",
                                  "a b@c.example",
                                  "a@b..example",
                                  "a..b@c.example",
                                  ".a@c.example",
                                  "a.@c.example",
                                  "a@-c.example",
                                  "a@c-.example",
                                  "a@c.example.",
                                  "a@[127.0.0.1]",
                                  "a@127.0.0.1",
                                  "a@c.e",
                                  "zoë@c.example",
                                  "a@caf\u00E9.example",
                                  "a@c.example\n",
                                  "a@c.example\r\nBcc: d@e.example",
                                  "<a@c.example>",
                                  "a@c.example,b@c.example",
                                  "\"a\"@c.example",
                                  "a@c_d.example"})
        EXPECT_FALSE(is_email_address(bad)) << bad;
}

TEST(EmailAddress, HasLimitsOfLength) {
    EXPECT_TRUE(is_email_address(std::string(64, 'a') + "@council.example"));
    EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@council.example"));
    EXPECT_TRUE(is_email_address("a@" + std::string(63, 'b') + ".example"));
    EXPECT_FALSE(is_email_address("a@" + std::string(64, 'b') + ".example"));
    std::string host = "example";
    while (host.size() < 250) host.insert(0, "abcdefg.");
    EXPECT_FALSE(is_email_address("a@" + host));
}

}  // namespace
}  // namespace postroom::rendering
