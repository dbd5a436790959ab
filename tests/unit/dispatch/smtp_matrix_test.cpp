// Whatever goes wrong in whichever phase, a letter comes to one state that can be foretold:
// thirteen phases times twelve faults. Only what went wrong after the dot may be uncertain.
#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "certificates.hpp"
#include "dispatch/transport.hpp"
#include "dispatch_makers.hpp"
#include "outbox/parcel.hpp"
#include "relay/scripted_relay.hpp"

namespace postroom::dispatch {
namespace {

using outbox::Happening;
using outbox::State;
using testing_makers::certificates;
using testing_makers::parcel_to;

const std::vector<std::string> phases = {"connect", "greeting", "ehlo", "starttls", "tls",
                                         "auth",    "mail",     "rcpt", "data",     "body",
                                         "dot",     "reply",    "quit"};

/// What the relay does in that phase instead of what it should.
const std::map<std::string, std::string> said_or_done = {
    {"4xx", "451 4.3.0 not now"},
    {"5xx", "554 5.7.1 no"},
    {"421", "421 4.3.2 closing CLOSE"},
    {"close", "CLOSE"},
    {"reset", "RESET"},
    {"stall", "STALL"},
    {"drip", "DRIP"},
    {"garbage", "what?"},
    {"too long", "250 " + std::string(2000, 'x')}};
/// What is wrong with the relay's encryption, so that the phase may never be reached.
const std::vector<std::string> wrong_encryption = {"unknown authority", "other name", "stripped"};

bool comes_before_encryption(const std::string& phase) {
    return phase == "connect" || phase == "greeting" || phase == "ehlo" || phase == "starttls";
}

struct Cell {
    std::string phase, fault;

    bool of_encryption() const { return !said_or_done.contains(fault); }

    Script script() const {
        Script script{.certificate = certificates()["localhost"],
                      .tls_from_the_start = phase == "connect"};
        if (fault == "unknown authority") script.certificate = certificates()["stranger"];
        if (fault == "other name") script.certificate = certificates()["otherwise"];
        if (fault == "stripped") {
            script.offers = "8BITMIME SIZE AUTH=PLAIN";
            if (phase == "connect") script.answers["connect"] = {"220 relay.council.example"};
        }
        if (of_encryption()) {
            // The phase would go wrong too, if it were ever reached.
            if (!comes_before_encryption(phase)) script.answers[phase] = {"554 no"};
            return script;
        }
        const std::string& what = said_or_done.at(fault);
        if (phase == "reply") {
            const bool is_done =
                what == "CLOSE" || what == "RESET" || what == "STALL" || what == "DRIP";
            script.answers["dot"] = {"250-2.0.0 Ok" + std::string(is_done ? " " : "\r\n") + what};
        } else {
            script.answers[phase] = {what};
        }
        return script;
    }

    SmtpSettings settings(const ScriptedRelay& relay) const {
        SmtpSettings settings{.host = "localhost", .port = relay.port()};
        settings.tls =
            phase == "connect" ? SmtpSettings::Tls::implicit : SmtpSettings::Tls::required;
        // To another name's relay we come with its own authority, so that the name alone is wrong.
        settings.ca_file = certificates()[fault == "other name" ? "otherwise" : "localhost"];
        settings.user = "postroom";
        settings.password = "open sesame";
        settings.helo_name = "postroom.council.example";
        settings.envelope_from = "bounces@council.example";
        settings.phase_timeout_seconds = 1;
        settings.answer_timeout_seconds = 1;
        return settings;
    }

    /// The one state this cell comes to.
    State expected() const {
        if (of_encryption()) return State::retry_wait;
        if (phase == "quit") return State::accepted;
        if (phase == "reply") return State::uncertain;
        const bool explicit_no = fault == "4xx" || fault == "5xx" || fault == "421";
        if (phase == "dot" && !explicit_no) return State::uncertain;
        // A 5xx up to MAIL judges our settings or our sender, and no letter.
        const bool about_the_letter =
            phase == "rcpt" || phase == "data" || phase == "body" || phase == "dot";
        return fault == "5xx" && about_the_letter ? State::refused : State::retry_wait;
    }
};

/// As the sender does: the dot is sent from `committing` alone.
State state_after(const Outcome& outcome, bool committed) {
    static const std::map<Outcome::Kind, Happening> happenings = {
        {Outcome::Kind::accepted, Happening::accept},
        {Outcome::Kind::refused_for_now, Happening::refuse_for_now},
        {Outcome::Kind::refused, Happening::refuse},
        {Outcome::Kind::no_answer, Happening::lose_answer}};
    return outbox::after(committed ? State::committing : State::sending,
                         happenings.at(outcome.kind))
        .value();
}

std::string a_letter(std::size_t size) {
    std::string message = "Subject: Your complaint\r\n\r\n";
    const std::string line = std::string(76, 'x') + "\r\n";
    while (message.size() < size) message += line;
    return message;
}

struct Result {
    State state = State::sending;
    bool committed = false;
    std::vector<std::string> messages, in_clear, under_tls;
};

Result try_out(const Cell& cell) {
    ScriptedRelay relay(cell.script());
    Result result;
    // Long enough to be under way still when the relay says its word.
    const std::string bytes = a_letter(cell.phase == "body" ? 12'000'000 : 1000);
    const auto transport = make_smtp(cell.settings(relay));
    const Outcome outcome = transport->deliver(parcel_to("sam.hill@mail.example"), bytes,
                                               [&] { return result.committed = true; });
    result.state = state_after(outcome, result.committed);
    result.messages = relay.messages();
    result.in_clear = relay.said_in_clear();
    result.under_tls = relay.said_under_tls();
    return result;
}

class InPhase : public ::testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Smtp, InPhase, ::testing::ValuesIn(phases),
                         [](const auto& phase) { return phase.param; });

TEST_P(InPhase, EveryFaultComesToItsOneState) {
    std::vector<Cell> cells;
    for (const auto& [fault, what] : said_or_done) cells.push_back({GetParam(), fault});
    for (const std::string& fault : wrong_encryption) cells.push_back({GetParam(), fault});
    ASSERT_EQ(cells.size() * phases.size(), 156U);
    // At once, since half of them wait; but the long letters one by one.
    const auto when = GetParam() == "body" ? std::launch::deferred : std::launch::async;
    std::vector<std::future<Result>> results;
    for (const Cell& cell : cells) results.push_back(std::async(when, try_out, cell));

    for (std::size_t i = 0; i < cells.size(); ++i) {
        SCOPED_TRACE(cells[i].phase + ": " + cells[i].fault);
        const Result result = results[i].get();
        EXPECT_EQ(outbox::name_of(result.state), outbox::name_of(cells[i].expected()));
        const bool reached_the_dot =
            cells[i].phase == "dot" || cells[i].phase == "reply" || cells[i].phase == "quit";
        EXPECT_EQ(result.committed, reached_the_dot && !cells[i].of_encryption());
        EXPECT_EQ(result.messages.size(), result.committed ? 1U : 0U);
        for (const std::string& line : result.in_clear) {
            const std::string verb = line.substr(0, 4);
            // After "220 go" and no handshake, the relay takes our greeting for a line.
            if (verb.front() < ' ') continue;
            EXPECT_TRUE(verb == "EHLO" || verb == "STAR" || verb == "QUIT") << line;
        }
        if (cells[i].of_encryption()) {
            EXPECT_TRUE(result.under_tls.empty());
        }
    }
}

}  // namespace
}  // namespace postroom::dispatch
