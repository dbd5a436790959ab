#include "dispatch/smtp_wire.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace postroom::dispatch {
namespace {

using Progress = ReplyParser::Progress;

Reply reply(int code, std::vector<std::string> lines) {
    return {.code = code, .lines = std::move(lines)};
}

/// What a receiving server does with the text of DATA (RFC 5321, 4.5.2).
std::string unstuffed(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool at_line_start = i == 0 || text[i - 1] == '\n';
        if (!(at_line_start && text[i] == '.')) result += text[i];
    }
    return result;
}

TEST(SmtpAddress, IsThePlainFormOnly) {
    EXPECT_TRUE(is_smtp_address("sam.o'neill+cc@mail.example"));
    EXPECT_TRUE(is_smtp_address("complaints@social-care.council.example"));
    EXPECT_TRUE(is_smtp_address("postroom@localhost"));
    for (const char* wrong :
         {"", "@", "sam", "@mail.example", "sam@", "sam@mail..example", "sam@-mail.example",
          "sam@mail.example.", ".sam@mail.example", "sam.@mail.example", "s am@mail.example",
          "\"sam\"@mail.example", "sam@[127.0.0.1]", "sam@mail_example", "sam<@mail.example",
          "Sam <sam@mail.example>", "sam@mail.example>", "s\u00e2m@mail.example",
          "a@b@mail.example"}) {
        EXPECT_FALSE(is_smtp_address(wrong)) << wrong;
    }
}

TEST(SmtpAddress, CannotSmuggleACommand) {
    EXPECT_FALSE(is_smtp_address("a@mail.example>\r\nRCPT TO:<b@mail.example"));
    EXPECT_FALSE(is_smtp_address("a@mail.example\n"));
    EXPECT_FALSE(is_smtp_address(std::string("a@mail.example\0", 15)));
    EXPECT_TRUE(rc::check([](const std::string& text) {
        const std::string address = "a" + text + "@mail.example";
        if (is_smtp_address(address)) {
            RC_ASSERT(address.find_first_of(std::string("<> \r\n\t\"\\\0", 9)) ==
                      std::string::npos);
        }
    }));
}

TEST(SmtpAddress, KeepsWithinTheLimitsOfRfc5321) {
    EXPECT_TRUE(is_smtp_address(std::string(64, 'a') + "@mail.example"));
    EXPECT_FALSE(is_smtp_address(std::string(65, 'a') + "@mail.example"));
    EXPECT_TRUE(is_smtp_address("a@" + std::string(63, 'b') + ".example"));
    EXPECT_FALSE(is_smtp_address("a@" + std::string(64, 'b') + ".example"));
}

TEST(Message, TravelsOnlyWithCrlfAtEveryEnd) {
    EXPECT_EQ(cannot_travel("Subject: x\r\n\r\nbody\r\n"), std::nullopt);
    EXPECT_EQ(cannot_travel("\r\n"), std::nullopt);
    EXPECT_TRUE(cannot_travel(""));
    EXPECT_TRUE(cannot_travel("body"));
    EXPECT_TRUE(cannot_travel("body\n"));
    EXPECT_TRUE(cannot_travel("a\nb\r\n"));
    EXPECT_TRUE(cannot_travel("a\rb\r\n"));
    EXPECT_TRUE(cannot_travel("a\r\r\n"));
    EXPECT_TRUE(cannot_travel("a\n.\r\nMAIL FROM:<x@mail.example>\r\n"));
    EXPECT_TRUE(cannot_travel(std::string("a\0b\r\n", 5)));
    EXPECT_EQ(cannot_travel(std::string(998, 'x') + "\r\n"), std::nullopt);
    EXPECT_TRUE(cannot_travel(std::string(999, 'x') + "\r\n"));
}

TEST(DotStuffing, DoublesADotOnlyAtALinesStart) {
    EXPECT_EQ(dot_stuffed(".\r\n"), "..\r\n");
    EXPECT_EQ(dot_stuffed("..\r\n.a\r\nb.\r\n"), "...\r\n..a\r\nb.\r\n");
    EXPECT_EQ(dot_stuffed("a\r\n\r\n.\r\n.\r\n"), "a\r\n\r\n..\r\n..\r\n");
}

TEST(DotStuffing, IsUndoneByAnyReceiverAndNeverEndsTheMessageEarly) {
    EXPECT_TRUE(rc::check([] {
        const auto lines = *rc::gen::container<std::vector<std::string>>(
            rc::gen::container<std::string>(rc::gen::element('.', '.', 'a', ' ')));
        std::string message;
        for (const std::string& line : lines) message += line + "\r\n";
        const std::string stuffed = dot_stuffed(message);
        RC_ASSERT(unstuffed(stuffed) == message);
        RC_ASSERT(("\r\n" + stuffed).find("\r\n.\r\n") == std::string::npos);
    }));
}

TEST(ReplyParser, TakesAReplyInWhateverPiecesItComes) {
    const std::string wire = "250-relay.council.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n";
    ReplyParser parser;
    std::string received;
    for (std::size_t i = 0; i < wire.size(); ++i) {
        EXPECT_EQ(parser.take(received), Progress::needs_more);
        received += wire[i];
    }
    ASSERT_EQ(parser.take(received), Progress::whole);
    EXPECT_EQ(parser.reply().code, 250);
    EXPECT_EQ(parser.reply().lines,
              (std::vector<std::string>{"relay.council.example", "SIZE 1000", "STARTTLS"}));
}

TEST(ReplyParser, LeavesWhatFollowsTheReply) {
    ReplyParser parser;
    std::string received = "220 go\r\n250 injected\r\n";
    EXPECT_EQ(parser.take(received), Progress::whole);
    EXPECT_EQ(received, "250 injected\r\n");
}

TEST(ReplyParser, RefusesWhatIsNotAReply) {
    for (const char* wrong : {"hello\r\n", "HTTP/1.1 400\r\n", "25\r\n", "150 x\r\n", "650 x\r\n",
                              "250x\r\n", "250-a\r\n251 b\r\n", "\r\n"}) {
        ReplyParser parser;
        std::string received = wrong;
        EXPECT_EQ(parser.take(received), Progress::broken) << wrong;
    }
}

TEST(ReplyParser, RefusesEndlessLinesAndEndlessReplies) {
    ReplyParser parser;
    std::string received(1001, '2');
    EXPECT_EQ(parser.take(received), Progress::broken);

    ReplyParser patient;
    std::string many;
    for (int i = 0; i < 100; ++i) many += "250-x\r\n";
    EXPECT_EQ(patient.take(many), Progress::needs_more);
    many += "250-x\r\n";
    EXPECT_EQ(patient.take(many), Progress::broken);
}

TEST(Offers, AreReadWithoutRegardToCase) {
    const Offers offers = offers_in(
        reply(250, {"relay", "StartTLS", "8bitmime", "SIZE 35882577", "AUTH LOGIN PLAIN XOAUTH2"}));
    EXPECT_TRUE(offers.start_tls && offers.eight_bit && offers.size && offers.auth_plain &&
                offers.auth_login);
    // The first line greets; its words are not offers.
    EXPECT_FALSE(offers_in(reply(250, {"STARTTLS"})).start_tls);
}

TEST(Evidence, HoldsNoAddress) {
    EXPECT_EQ(evidence_of(reply(550, {"5.1.1 <Sam.Hill@mail.example>: Recipient rejected"}),
                          "sam.hill@mail.example"),
              "5.1.1 [address] Recipient rejected");
    EXPECT_EQ(evidence_of(reply(550, {"no mailbox SAM.HILL here", "(sam.hillier is)"}),
                          "sam.hill@mail.example"),
              "no mailbox [address] here (sam.hillier is)");
}

TEST(Evidence, IsOneShortPrintableLine) {
    EXPECT_EQ(evidence_of(reply(250, {"2.0.0\tOk:", "queued\x1B[31m as \xC3\xA9"}), ""),
              "2.0.0 Ok: queued?[31m as ??");
    EXPECT_EQ(evidence_of(reply(250, {std::string(900, 'x')}), "").size(), 200U);
}

}  // namespace
}  // namespace postroom::dispatch
