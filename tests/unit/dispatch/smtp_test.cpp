#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <stdexcept>
#include <thread>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "certificates.hpp"
#include "dispatch/transport.hpp"
#include "dispatch_makers.hpp"
#include "relay/scripted_relay.hpp"

namespace postroom::dispatch {
namespace {

using Kind = Outcome::Kind;
using Answers = std::map<std::string, std::vector<std::string>>;
using std::chrono::steady_clock;
using testing_makers::certificates;
using testing_makers::parcel_to;

const std::string letter = "Subject: Your complaint\r\n\r\nDear Sam\r\n.\r\n..\r\nYours\r\n";

std::string message_of(std::size_t size) {
    const std::string line = std::string(76, 'x').append("\r\n");
    std::string message = "Subject: x\r\n\r\n";
    while (message.size() < size) message += line;
    return message;
}

bool always() {
    return true;
}
bool never() {
    return false;
}

SmtpSettings in_clear(const ScriptedRelay& relay) {
    SmtpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = relay.port();
    settings.tls = SmtpSettings::Tls::none;
    settings.helo_name = "postroom.council.example";
    settings.envelope_from = "bounces@council.example";
    settings.phase_timeout_seconds = 1;
    settings.answer_timeout_seconds = 1;
    return settings;
}

SmtpSettings under_tls(const ScriptedRelay& relay) {
    SmtpSettings settings = in_clear(relay);
    settings.host = "localhost";
    settings.tls = SmtpSettings::Tls::required;
    settings.ca_file = certificates()["localhost"];
    return settings;
}

Script with_tls(Answers answers = {}) {
    return {.answers = std::move(answers), .certificate = certificates()["localhost"]};
}

Outcome send(const SmtpSettings& settings, const Bytes& bytes = letter,
             const std::function<bool()>& may_commit = always) {
    return make_smtp(settings)->deliver(parcel_to("sam.hill@mail.example"), bytes, may_commit);
}

/// The relay notices a little later than we that the connection is gone.
std::string first_unfinished(const ScriptedRelay& relay) {
    for (int i = 0; i < 200 && relay.unfinished().empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return relay.unfinished().empty() ? "" : relay.unfinished().front();
}

TEST(Smtp, HandsOverOneMessageToOneRecipient) {
    ScriptedRelay relay({});
    const Outcome outcome = send(in_clear(relay));
    EXPECT_EQ(outcome.kind, Kind::accepted);
    EXPECT_EQ(outcome.phase, "dot");
    EXPECT_EQ(outcome.code, 250);
    EXPECT_EQ(outcome.evidence, "2.0.0 Ok: queued as 37172AA0243");
    EXPECT_EQ(relay.said_in_clear(),
              (std::vector<std::string>{
                  "EHLO postroom.council.example",
                  "MAIL FROM:<bounces@council.example> SIZE=" + std::to_string(letter.size()),
                  "RCPT TO:<sam.hill@mail.example>", "DATA", "QUIT"}));
    EXPECT_EQ(relay.messages(),
              std::vector<std::string>{
                  "Subject: Your complaint\r\n\r\nDear Sam\r\n..\r\n...\r\nYours\r\n"});
}

TEST(Smtp, SaysNothingOfWorthBeforeTls) {
    ScriptedRelay relay(with_tls());
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    settings.password = "correct horse";
    EXPECT_EQ(send(settings).kind, Kind::accepted);
    EXPECT_EQ(relay.said_in_clear(),
              (std::vector<std::string>{"EHLO postroom.council.example", "STARTTLS"}));
    const auto said = relay.said_under_tls();
    ASSERT_GE(said.size(), 3U);
    EXPECT_EQ(said[0], "EHLO postroom.council.example");
    EXPECT_EQ(said[1], "AUTH PLAIN AHBvc3Ryb29tAGNvcnJlY3QgaG9yc2U=");
    EXPECT_EQ(relay.messages().size(), 1U);
}

TEST(Smtp, SpeaksTlsFromTheStartWhenTold) {
    Script script = with_tls();
    script.tls_from_the_start = true;
    ScriptedRelay relay(script);
    SmtpSettings settings = under_tls(relay);
    settings.tls = SmtpSettings::Tls::implicit;
    EXPECT_EQ(send(settings).kind, Kind::accepted);
    EXPECT_TRUE(relay.said_in_clear().empty());
}

TEST(Smtp, StopsWhenStarttlsIsStripped) {
    for (const Script& script : {Script{.offers = "8BITMIME AUTH=PLAIN"},
                                 Script{.answers = {{"starttls", {"454 not now"}}}},
                                 Script{.answers = {{"starttls", {"502 what"}}}},
                                 Script{.answers = {{"starttls", {"CLOSE"}}}},
                                 Script{.answers = {{"starttls", {"220 go STALL"}}}},
                                 Script{.answers = {{"starttls", {"220 go CLOSE"}}}}}) {
        ScriptedRelay relay(script);
        SmtpSettings settings = under_tls(relay);
        settings.user = "postroom";
        settings.password = "secret";
        const Outcome outcome = send(settings);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_EQ(outcome.phase, "starttls");
        for (const std::string& said : relay.said_in_clear()) {
            EXPECT_TRUE(said.starts_with("EHLO") || said == "STARTTLS") << said;
        }
    }
}

TEST(Smtp, StopsWhenAnswersWereSlippedInBeforeTls) {
    ScriptedRelay relay(with_tls({{"starttls", {"220 go\r\n250 injected"}}}));
    const Outcome outcome = send(under_tls(relay));
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_EQ(outcome.phase, "starttls");
    EXPECT_EQ(outcome.evidence, "the relay spoke out of turn");
    EXPECT_TRUE(relay.said_under_tls().empty());
}

TEST(Smtp, RefusesACertificateForAnotherName) {
    ScriptedRelay relay({.certificate = certificates()["otherwise"]});
    SmtpSettings settings = under_tls(relay);
    settings.ca_file = certificates()["otherwise"];
    const Outcome outcome = send(settings);
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_EQ(outcome.phase, "starttls");
    EXPECT_EQ(outcome.evidence, "the relay's certificate is for another name");
    EXPECT_TRUE(relay.said_under_tls().empty());
}

TEST(Smtp, RefusesACertificateOfAnUnknownAuthority) {
    ScriptedRelay relay(with_tls());
    for (const std::string& authority : {certificates()["stranger"], std::string()}) {
        SmtpSettings settings = under_tls(relay);
        settings.ca_file = authority;
        const Outcome outcome = send(settings);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_EQ(outcome.phase, "starttls");
        EXPECT_EQ(outcome.evidence,
                  "the relay's certificate comes from an authority that is not trusted");
    }
    EXPECT_TRUE(relay.said_under_tls().empty());
}

TEST(Smtp, KeepsALetterWhenThePasswordIsWrong) {
    ScriptedRelay relay(with_tls({{"auth", {"535 5.7.8 wrong"}}}));
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    settings.password = "wrong";
    const Outcome outcome = send(settings);
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_EQ(outcome.phase, "auth");
    EXPECT_EQ(outcome.code, 535);
}

TEST(Smtp, TellsWhatAPersonMustMendFromWhatPasses) {
    for (const Script& script :
         {Script{.offers = "8BITMIME"}, Script{.answers = {{"starttls", {"502 what"}}}},
          Script{.certificate = certificates()["otherwise"]},
          with_tls({{"auth", {"535 5.7.8 wrong"}}})}) {
        ScriptedRelay relay(script);
        SmtpSettings settings = under_tls(relay);
        settings.user = "postroom";
        const Outcome outcome = send(settings);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_TRUE(outcome.about_settings) << words_for(outcome);
        EXPECT_NE(words_for(outcome).find("; check smtp."), std::string::npos);
    }
    for (const Script& script :
         {Script{.answers = {{"starttls", {"454 not now"}}}},
          Script{.answers = {{"starttls", {"CLOSE"}}}}, with_tls({{"auth", {"454 4.7.0 not now"}}}),
          with_tls({{"mail", {"452 full"}}})}) {
        ScriptedRelay relay(script);
        SmtpSettings settings = under_tls(relay);
        settings.user = "postroom";
        const Outcome outcome = send(settings);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_FALSE(outcome.about_settings) << words_for(outcome);
    }
}

TEST(Smtp, TriesARelayWithoutHandingAnythingOver) {
    ScriptedRelay relay(with_tls());
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    EXPECT_FALSE(try_smtp(settings));
    const auto said = relay.said_under_tls();
    ASSERT_EQ(said.size(), 3U);
    EXPECT_TRUE(said[1].starts_with("AUTH PLAIN "));
    EXPECT_EQ(said[2], "QUIT");
    ScriptedRelay other(with_tls({{"auth", {"535 5.7.8 wrong"}}}));
    SmtpSettings wrong = under_tls(other);
    wrong.user = "postroom";
    const auto refusal = try_smtp(wrong);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(words_for(*refusal),
              "(auth 535): it refused the login; check smtp.user and its password or token");
}

TEST(Smtp, FallsBackToAuthLogin) {
    Script script = with_tls({{"auth", {"334 User Name", "334 Password", "235 welcome"}}});
    script.offers = "STARTTLS AUTH=LOGIN";
    ScriptedRelay relay(script);
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    settings.password = "secret";
    EXPECT_EQ(send(settings).kind, Kind::accepted);
    const auto said = relay.said_under_tls();
    ASSERT_GE(said.size(), 4U);
    EXPECT_EQ(said[1], "AUTH LOGIN");
    EXPECT_EQ(said[2], "cG9zdHJvb20=");
    EXPECT_EQ(said[3], "c2VjcmV0");
}

TEST(Smtp, LogsInWithATokenThatAnotherProgramFetches) {
    Script script = with_tls();
    script.offers = "STARTTLS AUTH=XOAUTH2";
    ScriptedRelay relay(script);
    SmtpSettings settings = under_tls(relay);
    settings.user = "sam";
    settings.access_token = [] { return Expected<std::string>("ya29"); };
    EXPECT_EQ(send(settings).kind, Kind::accepted);
    const auto said = relay.said_under_tls();
    ASSERT_GE(said.size(), 2U);
    EXPECT_EQ(said[1], "AUTH XOAUTH2 dXNlcj1zYW0BYXV0aD1CZWFyZXIgeWEyOQEB");
}

TEST(Smtp, KeepsALetterWhenTheTokenIsRefusedOrCannotBeHad) {
    Script script = with_tls({{"auth", {"334 eyJzdGF0dXMiOiI0MDEifQ==", "535 5.7.3 expired"}}});
    script.offers = "STARTTLS AUTH=XOAUTH2";
    ScriptedRelay relay(script);
    SmtpSettings settings = under_tls(relay);
    settings.user = "sam";
    settings.access_token = [] { return Expected<std::string>("old"); };
    const Outcome refused = send(settings);
    EXPECT_EQ(refused.kind, Kind::refused_for_now);
    EXPECT_EQ(refused.code, 535);
    settings.access_token = []() -> Expected<std::string> {
        return fail(Problem{"the command that fetches the token failed"});
    };
    const Outcome without = send(settings);
    EXPECT_EQ(without.kind, Kind::refused_for_now);
    EXPECT_EQ(without.phase, "auth");
    EXPECT_TRUE(relay.messages().empty());
}

TEST(Smtp, AsksForReportsWhereTheRelayOffersThemAndGivesEachParcelItsOwnReturnAddress) {
    Script script;
    script.offers = "8BITMIME DSN";
    ScriptedRelay relay(script);
    SmtpSettings settings = in_clear(relay);
    settings.bounce_address = [](const outbox::Parcel& parcel) {
        return "bounce+" + parcel.id.text + "@council.example";
    };
    const outbox::Parcel parcel = parcel_to("sam+home@mail.example");
    EXPECT_EQ(make_smtp(settings)->deliver(parcel, letter, always).kind, Kind::accepted);
    const auto said = relay.said_in_clear();
    ASSERT_GE(said.size(), 3U);
    EXPECT_EQ(said[1], "MAIL FROM:<bounce+" + parcel.id.text +
                           "@council.example> RET=HDRS ENVID=" + parcel.id.text);
    EXPECT_EQ(said[2],
              "RCPT TO:<sam+home@mail.example> NOTIFY=FAILURE,DELAY "
              "ORCPT=rfc822;sam+2Bhome@mail.example");
}

TEST(Smtp, DoesNotSendWithoutLoggingInWhenToldTo) {
    Script script = with_tls();
    script.offers = "STARTTLS AUTH=NTLM";
    ScriptedRelay relay(script);
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    const Outcome outcome = send(settings);
    EXPECT_EQ(outcome.phase, "auth");
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_TRUE(relay.messages().empty());
}

struct PhaseCase {
    const char* phase;
    const char* answer;
    Kind kind;
    int code;
};

TEST(Smtp, TellsHowFarItGotInEveryPhase) {
    const PhaseCase cases[] = {
        {"greeting", "421 busy", Kind::refused_for_now, 421},
        {"greeting", "554 no service", Kind::refused_for_now, 554},
        {"greeting", "CLOSE", Kind::refused_for_now, 0},
        {"greeting", "HTTP/1.1 400 Bad Request", Kind::refused_for_now, 0},
        {"ehlo", "451 later", Kind::refused_for_now, 451},
        {"ehlo", "550 who are you", Kind::refused_for_now, 550},
        {"ehlo", "CLOSE", Kind::refused_for_now, 0},
        {"mail", "452 full", Kind::refused_for_now, 452},
        {"mail", "550 5.7.60 you may not send as this sender", Kind::refused_for_now, 550},
        {"mail", "552 5.3.4 too large", Kind::refused, 552},
        {"mail", "530 log in first", Kind::refused_for_now, 530},
        {"mail", "CLOSE", Kind::refused_for_now, 0},
        {"rcpt", "450 greylisted", Kind::refused_for_now, 450},
        {"rcpt", "550 no such person", Kind::refused, 550},
        {"rcpt", "553 5.7.1 Sender address rejected: not yours", Kind::refused_for_now, 553},
        {"rcpt", "CLOSE", Kind::refused_for_now, 0},
        {"data", "451 later", Kind::refused_for_now, 451},
        {"data", "554 no", Kind::refused, 554},
        {"data", "CLOSE", Kind::refused_for_now, 0},
        {"dot", "451 later", Kind::refused_for_now, 451},
        {"dot", "554 looks like spam", Kind::refused, 554},
        {"dot", "554 5.2.252 SendAsDenied", Kind::refused_for_now, 554},
        {"dot", "CLOSE", Kind::no_answer, 0},
        {"dot", "250-half an answer CLOSE", Kind::no_answer, 0},
        {"dot", "what?", Kind::no_answer, 0},
        {"dot", "354 more?", Kind::no_answer, 354},
    };
    for (const PhaseCase& expected : cases) {
        SCOPED_TRACE(std::string(expected.phase) + ": " + expected.answer);
        ScriptedRelay relay({.answers = {{expected.phase, {expected.answer}}}});
        const Outcome outcome = send(in_clear(relay));
        EXPECT_EQ(outcome.kind, expected.kind);
        EXPECT_EQ(outcome.phase, expected.phase);
        EXPECT_EQ(outcome.code, expected.code);
        EXPECT_EQ(relay.messages().size(), std::string(expected.phase) == "dot" ? 1U : 0U);
    }
}

TEST(Smtp, WaitsNoLongerThanThePhaseAllowsHoweverTheRelayDrips) {
    struct Waiting {
        std::string phase, way;
        std::future<std::pair<Outcome, steady_clock::duration>> result = {};
    };
    Waiting cases[] = {{"greeting", "STALL"},
                       {"greeting", "DRIP"},
                       {"rcpt", "DRIP"},
                       {"dot", "STALL"},
                       {"dot", "DRIP"}};
    for (Waiting& waiting : cases) {
        waiting.result = std::async(std::launch::async, [&waiting] {
            ScriptedRelay relay(with_tls({{waiting.phase, {waiting.way}}}));
            const auto began = steady_clock::now();
            Outcome outcome = send(under_tls(relay));
            return std::pair(std::move(outcome), steady_clock::now() - began);
        });
    }
    for (Waiting& waiting : cases) {
        SCOPED_TRACE(waiting.phase + ": " + waiting.way);
        const auto [outcome, took] = waiting.result.get();
        EXPECT_EQ(outcome.phase, waiting.phase);
        EXPECT_EQ(outcome.kind, waiting.phase == "dot" ? Kind::no_answer : Kind::refused_for_now);
        EXPECT_EQ(outcome.evidence, "timed out");
        EXPECT_GE(took, std::chrono::milliseconds(900));
        EXPECT_LT(took, std::chrono::milliseconds(2500));
    }
}

TEST(Smtp, DoesNotWaitForASilentRelayAgainForEveryLetterOfTheQueue) {
    ScriptedRelay relay({.answers = {{"greeting", {"STALL"}}}});
    const auto transport = make_smtp(in_clear(relay));
    const auto first = transport->deliver(parcel_to("sam.hill@mail.example"), letter, always);
    const auto second = transport->deliver(parcel_to("ann.dale@mail.example"), letter, always);
    EXPECT_EQ(relay.connections(), 1);
    EXPECT_EQ(first.phase, "greeting");
    EXPECT_EQ(second.kind, Kind::refused_for_now);
    EXPECT_EQ(second.phase, "greeting");
}

TEST(Smtp, AsksARelayThatRefusedAtOnceForEveryLetter) {
    ScriptedRelay relay({.answers = {{"greeting", {"CLOSE", "220 ready"}}}});
    const auto transport = make_smtp(in_clear(relay));
    const auto send_one = [&] {
        return transport->deliver(parcel_to("sam.hill@mail.example"), letter, always).kind;
    };
    EXPECT_EQ(send_one(), Kind::refused_for_now);
    EXPECT_EQ(send_one(), Kind::accepted);
}

TEST(Smtp, LetsARelayRestThatTurnedItAwayFiveTimesInARow) {
    ScriptedRelay relay(with_tls({{"auth", {"535 5.7.8 wrong password"}}}));
    SmtpSettings settings = under_tls(relay);
    settings.user = "postroom";
    settings.password = "open barley";
    const auto transport = make_smtp(settings);
    for (int number = 0; number < 100; ++number) {
        const Outcome outcome =
            transport->deliver(parcel_to("sam.hill@mail.example"), letter, always);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_EQ(outcome.phase, "auth");
        EXPECT_EQ(outcome.code, 535);
    }
    EXPECT_EQ(relay.connections(), 5);
}

TEST(Smtp, LetsARelayRestThatRefusesOurSenderFiveTimesInARow) {
    ScriptedRelay relay({.answers = {{"mail", {"550 5.7.60 not as this sender"}}}});
    const auto transport = make_smtp(in_clear(relay));
    for (int number = 0; number < 100; ++number) {
        const Outcome outcome =
            transport->deliver(parcel_to("sam.hill@mail.example"), letter, always);
        EXPECT_EQ(outcome.kind, Kind::refused_for_now);
        EXPECT_TRUE(outcome.about_settings);
    }
    EXPECT_EQ(relay.connections(), 5);
}

TEST(Smtp, TellsARefusalOfOurSettingsFromOneOfALetterOrTroubleOfTheMoment) {
    const std::tuple<const char*, const char*, bool> cases[] = {
        {"greeting", "554 no service", true},
        {"greeting", "421 busy", false},
        {"mail", "550 not you", true},
        {"mail", "530 log in first", true},
        {"mail", "451 later", false},
        {"mail", "552 too large", false},
        {"rcpt", "550 5.1.1 no such person", false},
        {"rcpt", "554 5.7.1 Relay access denied", true},
        {"rcpt", "450 5.7.1 Relay access denied", false},
        {"dot", "554 5.7.1 spam", false},
        {"dot", "550 5.7.60 SMTP; no permissions to send as this sender", true},
        {"dot", "250 taken", false}};
    for (const auto& [phase, answer, about_settings] : cases) {
        SCOPED_TRACE(std::string(phase) + ": " + answer);
        ScriptedRelay relay({.answers = {{phase, {answer}}}});
        EXPECT_EQ(send(in_clear(relay)).about_settings, about_settings);
    }
    ScriptedRelay stripped({.offers = "8BITMIME SIZE"});
    EXPECT_TRUE(send(under_tls(stripped)).about_settings);
    ScriptedRelay strange(with_tls());
    SmtpSettings settings = under_tls(strange);
    settings.ca_file = certificates()["stranger"];
    EXPECT_TRUE(send(settings).about_settings);
}

TEST(Smtp, WaitsForARelayThatReadsSlowly) {
    for (const bool encrypted : {false, true}) {
        Script script = with_tls({{"body", {"PAUSE"}}});
        ScriptedRelay relay(script);
        const std::string much = message_of(12'000'000);
        const Outcome outcome = send(encrypted ? under_tls(relay) : in_clear(relay), much);
        EXPECT_EQ(outcome.kind, Kind::accepted);
        ASSERT_EQ(relay.messages().size(), 1U);
        EXPECT_TRUE(relay.messages().front() == much);
    }
}

TEST(Smtp, GivesUpOnARelayThatStopsReading) {
    ScriptedRelay relay({.answers = {{"body", {"STALL"}}}});
    const std::string much = message_of(20'000'000);
    bool asked = false;
    const Outcome outcome = send(in_clear(relay), much, [&] { return asked = true; });
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_EQ(outcome.phase, "data");
    EXPECT_EQ(outcome.evidence, "timed out");
    EXPECT_FALSE(asked);
}

TEST(Smtp, HearsARelayThatBreaksOffBeforeTheDot) {
    const PhaseCase cases[] = {{"body", "552 too big CLOSE", Kind::refused, 552},
                               {"body", "421 closing down CLOSE", Kind::refused_for_now, 421},
                               {"body", "250 thanks, that will do", Kind::refused_for_now, 0},
                               {"body", "CLOSE", Kind::refused_for_now, 0}};
    const std::string much = message_of(8'000'000);
    for (const PhaseCase& expected : cases) {
        for (const bool encrypted : {false, true}) {
            SCOPED_TRACE(expected.answer);
            ScriptedRelay relay(with_tls({{"body", {expected.answer}}}));
            bool asked = false;
            const Outcome outcome = send(encrypted ? under_tls(relay) : in_clear(relay), much,
                                         [&] { return asked = true; });
            EXPECT_EQ(outcome.phase, "data");
            EXPECT_FALSE(asked);
            EXPECT_TRUE(relay.messages().empty());
            // A reset may overtake the relay's last word; then the letter waits, which is safe.
            if (outcome.code == 0) {
                EXPECT_EQ(outcome.kind, Kind::refused_for_now);
            } else {
                EXPECT_EQ(outcome.kind, expected.kind);
                EXPECT_EQ(outcome.code, expected.code);
            }
        }
    }
}

TEST(Smtp, TakesARefusalGivenBeforeTheDotForWhatItIs) {
    ScriptedRelay relay({.answers = {{"body", {"552 too big STALL"}}}});
    bool asked = false;
    const Outcome outcome =
        send(in_clear(relay), message_of(20'000'000), [&] { return asked = true; });
    EXPECT_EQ(outcome.kind, Kind::refused);
    EXPECT_EQ(outcome.code, 552);
    EXPECT_FALSE(asked);
}

TEST(Smtp, SendsNoDotWhenTheClaimIsLost) {
    for (const bool encrypted : {false, true}) {
        ScriptedRelay relay(with_tls());
        const Outcome outcome = send(encrypted ? under_tls(relay) : in_clear(relay), letter, never);
        EXPECT_EQ(outcome.kind, Kind::lost_claim);
        EXPECT_EQ(first_unfinished(relay),
                  "Subject: Your complaint\r\n\r\nDear Sam\r\n..\r\n...\r\nYours\r\n");
        EXPECT_TRUE(relay.messages().empty());
    }
}

TEST(Smtp, SendsNoDotWhenAskingForTheClaimFails) {
    ScriptedRelay relay({});
    EXPECT_THROW(send(in_clear(relay), letter,
                      []() -> bool { throw std::runtime_error("the database is gone"); }),
                 std::runtime_error);
    EXPECT_FALSE(first_unfinished(relay).empty());
    EXPECT_TRUE(relay.messages().empty());
}

TEST(Smtp, AsksForTheClaimOnceAndOnlyBeforeTheDot) {
    ScriptedRelay relay({});
    int asked = 0;
    send(in_clear(relay), letter, [&] {
        ++asked;
        EXPECT_TRUE(relay.messages().empty());
        return true;
    });
    EXPECT_EQ(asked, 1);
    ScriptedRelay refusing({.answers = {{"rcpt", {"550 no"}}}});
    send(in_clear(refusing), letter, [&] {
        ++asked;
        return true;
    });
    EXPECT_EQ(asked, 1);
}

TEST(Smtp, RefusesWhatItCannotSendUnchangedBeforeConnecting) {
    ScriptedRelay relay({});
    auto smtp = make_smtp(in_clear(relay));
    EXPECT_EQ(smtp->deliver(parcel_to("sam@mail.example"), "bare\nfeed\r\n", always).kind,
              Kind::refused);
    const Outcome outcome =
        smtp->deliver(parcel_to("sam@mail.example>\r\nRCPT TO:<eve@mail.example"), letter, always);
    EXPECT_EQ(outcome.kind, Kind::refused);
    EXPECT_EQ(outcome.phase, "address");
    EXPECT_EQ(outcome.evidence.find("mail.example"), std::string::npos);
    EXPECT_EQ(relay.connections(), 0);
}

TEST(Smtp, SendsEightBitTextOnlyWhereItIsTaken) {
    const std::string welsh = "Subject: x\r\n\r\nT\u0177\r\n";
    ScriptedRelay taking({});
    EXPECT_EQ(send(in_clear(taking), welsh).kind, Kind::accepted);
    EXPECT_EQ(taking.messages().front(), welsh);
    EXPECT_TRUE(taking.said_in_clear()[1].ends_with(" BODY=8BITMIME"));
    ScriptedRelay old({.offers = "SIZE"});
    EXPECT_EQ(send(in_clear(old), welsh).kind, Kind::refused);
}

TEST(Smtp, KeepsAddressesOutOfTheEvidence) {
    ScriptedRelay relay(
        {.answers = {
             {"rcpt", {"550-5.1.1 <sam.hill@mail.example>: unknown\r\n550 user sam.hill"}}}});
    EXPECT_EQ(send(in_clear(relay)).evidence, "5.1.1 [address] unknown user [address]");
}

TEST(Smtp, ReportsARelayThatIsNotThere) {
    SmtpSettings settings;
    {
        ScriptedRelay relay({});
        settings = in_clear(relay);
    }
    const Outcome outcome = send(settings);
    EXPECT_EQ(outcome.kind, Kind::refused_for_now);
    EXPECT_EQ(outcome.phase, "connect");
    EXPECT_EQ(outcome.evidence, "connection refused");
}

TEST(Smtp, CarriesARunOfMessagesOverOneConnection) {
    ScriptedRelay relay(with_tls({{"rcpt", {"250 ok", "550 no", "250 ok"}}}));
    auto smtp = make_smtp(under_tls(relay));
    const auto deliver = [&] {
        return smtp->deliver(parcel_to("sam@mail.example"), letter, always).kind;
    };
    EXPECT_EQ(deliver(), Kind::accepted);
    EXPECT_EQ(deliver(), Kind::refused);
    EXPECT_EQ(deliver(), Kind::accepted);
    EXPECT_EQ(relay.connections(), 1);
    EXPECT_EQ(relay.messages().size(), 2U);
}

TEST(Smtp, ConnectsAnewWhenTheKeptConnectionIsOfNoMoreUse) {
    for (const Answers& answers : {Answers{{"rset", {"CLOSE"}}}, Answers{{"rset", {"421 enough"}}},
                                   Answers{{"mail", {"250 ok", "421 too many messages", "250 ok"}}},
                                   Answers{{"dot", {"250 ok CLOSE", "250 ok"}}}}) {
        ScriptedRelay relay({.answers = answers});
        auto smtp = make_smtp(in_clear(relay));
        for (int i = 0; i < 2; ++i) {
            EXPECT_EQ(smtp->deliver(parcel_to("sam@mail.example"), letter, always).kind,
                      Kind::accepted);
        }
        EXPECT_EQ(relay.connections(), 2);
        EXPECT_EQ(relay.messages().size(), 2U);
    }
}

TEST(Smtp, LeavesNoEvidenceOfItsOwn) {
    ScriptedRelay relay({});
    auto smtp = make_smtp(in_clear(relay));
    EXPECT_FALSE(smtp->leaves_evidence());
    EXPECT_FALSE(smtp->has_delivered(parcel_to("sam@mail.example")));
}

TEST(SmtpSettings, AreRefusedWhenMailWouldTravelInClear) {
    ScriptedRelay relay({});
    SmtpSettings settings = in_clear(relay);
    for (const char* here : {"127.0.0.1", "127.1.2.3", "::1", "localhost"}) {
        settings.host = here;
        EXPECT_NO_THROW(make_smtp(settings)) << here;
    }
    for (const char* elsewhere : {"relay.council.example", "192.0.2.1", "localhost.example"}) {
        settings.host = elsewhere;
        EXPECT_THROW(make_smtp(settings), DispatchError) << elsewhere;
    }
}

TEST(SmtpSettings, AreRefusedByNameOfTheirField) {
    ScriptedRelay relay({});
    const auto field_refused = [&](auto change) {
        SmtpSettings settings = in_clear(relay);
        change(settings);
        try {
            make_smtp(settings);
        } catch (const DispatchError& error) {
            EXPECT_FALSE(error.problem().remedy.empty());
            return error.problem().field;
        }
        return std::string("none");
    };
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.host = "smtp://relay"; }), "smtp.host");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.host = ""; }), "smtp.host");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.port = 0; }), "smtp.port");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.helo_name = "a\r\nMAIL"; }), "smtp.helo_name");
    EXPECT_EQ(
        field_refused([](SmtpSettings& s) { s.envelope_from = "Complaints <c@council.example>"; }),
        "smtp.envelope_from");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.envelope_from = ""; }), "smtp.envelope_from");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.phase_timeout_seconds = 0; }), "smtp.timeout");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.ca_file = "/nowhere/ca.pem"; }),
              "smtp.ca_file");
    EXPECT_EQ(field_refused([](SmtpSettings& s) { s.helo_name = ""; }), "none");
}

TEST(Smtp, TakesTwoHundredMessagesInSeconds) {
    const std::string message = message_of(36'000);
    for (const bool encrypted : {false, true}) {
        ScriptedRelay relay(with_tls());
        auto smtp = make_smtp(encrypted ? under_tls(relay) : in_clear(relay));
        const auto began = steady_clock::now();
        for (int i = 0; i < 200; ++i) {
            ASSERT_EQ(smtp->deliver(parcel_to("sam@mail.example"), message, always).kind,
                      Kind::accepted);
        }
        const std::chrono::duration<double> took = steady_clock::now() - began;
        std::printf("200 messages of 36 KB, %s: %.0f messages/s\n", encrypted ? "TLS" : "in clear",
                    200 / took.count());
        // 44 ms a message is what Nagle's algorithm costs.
        EXPECT_LT(took.count(), 4.0);
    }
}

}  // namespace
}  // namespace postroom::dispatch
