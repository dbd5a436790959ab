#include <algorithm>
#include <optional>
#include <utility>

#include <Poco/Environment.h>

#include "dispatch/smtp_connection.hpp"
#include "dispatch/smtp_wire.hpp"
#include "dispatch/transport.hpp"

namespace postroom::dispatch {
namespace {

using Kind = Outcome::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds longest_idle{10};
constexpr seconds patience_for_goodbye{1};
constexpr std::size_t data_block = 64 * 1024;
// Shorter than the shortest wait between two attempts at a letter.
constexpr auto rest_of_relay = seconds(30);
// Connections in a row that came to nothing; more would lock the account of a mistaken password.
constexpr int failures_before_rest = 5;

using Step = Expected<void, Outcome>;

tl::unexpected<Outcome> stop(Outcome outcome) {
    return tl::unexpected<Outcome>(std::move(outcome));
}

Outcome not_now(std::string phase, std::string why) {
    return {Kind::refused_for_now, std::move(phase), 0, std::move(why)};
}

Outcome not_as_set_up(std::string phase, std::string why) {
    return {Kind::refused_for_now, std::move(phase), 0, std::move(why), true};
}

Outcome broken_off(std::string phase, const WireTrouble& trouble) {
    return {Kind::refused_for_now, std::move(phase), 0, trouble.what, trouble.about_tls};
}

/// A connection that has said its greetings and may carry messages.
struct Session {
    SmtpConnection connection;
    Offers offers;
    steady_clock::time_point last_used = steady_clock::now();
};

class Smtp final : public Transport {
  public:
    explicit Smtp(SmtpSettings settings)
        : settings_(std::move(settings)), trust_(trust_in(settings_.ca_file)) {}
    ~Smtp() override {
        if (session_) say_goodbye(*session_);
    }

    Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        if (!is_smtp_address(parcel.envelope_to)) {
            return {Kind::refused, "address", 0, "the recipient's address is not one SMTP can use"};
        }
        if (const auto why = cannot_travel(bytes)) return {Kind::refused, "message", 0, *why};

        if (resting_ && steady_clock::now() < asked_again_) return *resting_;
        // Whatever happens, the connection is kept only if the last answer leaves it usable.
        auto session = std::exchange(session_, std::nullopt);
        if (session && !begins_again(*session, parcel, bytes)) session.reset();
        if (!session) {
            const auto began = steady_clock::now();
            auto opened = open();
            if (!opened) {
                remember_failure(opened.error(), began);
                return opened.error();
            }
            session.emplace(std::move(*opened));
            if (const auto begun = begin(*session, parcel, bytes); !begun)
                return keep(std::move(*session), learned_from(begun.error()));
        }
        Outcome outcome = learned_from(hand_over(*session, parcel, bytes, may_commit));
        return keep(std::move(*session), std::move(outcome));
    }

    /// What keeps a connection from being ready for a message.
    std::optional<Outcome> greet() {
        auto session = open();
        if (!session) return session.error();
        say_goodbye(*session);
        return std::nullopt;
    }

    bool has_delivered(const outbox::Parcel&) override { return false; }
    bool leaves_evidence() const override { return false; }

  private:
    Deadline phase_deadline() const {
        return steady_clock::now() + seconds(settings_.phase_timeout_seconds);
    }

    Expected<Session, Outcome> open() {
        const Deadline deadline = phase_deadline();
        auto connection = SmtpConnection::open(settings_, trust_, deadline);
        if (!connection) return stop(broken_off("connect", connection.error()));
        Session session{std::move(*connection), {}};
        auto greeting = session.connection.read_reply(phase_deadline());
        if (auto step = judged("greeting", greeting); !step) return stop(step.error());
        if (auto step = say_hello(session); !step) return stop(step.error());
        if (settings_.tls == SmtpSettings::Tls::required) {
            if (auto step = secure(session); !step) return stop(step.error());
            if (auto step = say_hello(session); !step) return stop(step.error());
        }
        if (!settings_.user.empty()) {
            if (auto step = log_in(session); !step) return stop(step.error());
        }
        return session;
    }

    /// A relay that let a whole phase pass without a word would do so for every letter of the
    /// queue, and one that turned us away so often would go on. It is let rest, then one letter
    /// tries it.
    void remember_failure(const Outcome& outcome, Deadline began) {
        resting_.reset();
        ++failures_;
        const Deadline now = steady_clock::now();
        // Waiting counts whole milliseconds, so a timeout may end a little early.
        const auto whole_phase = seconds(settings_.phase_timeout_seconds) - milliseconds(50);
        const bool silent = outcome.code == 0 && now - began >= whole_phase;
        if (!silent && failures_ < failures_before_rest) return;
        resting_ = outcome;
        asked_again_ = now + rest_of_relay;
    }

    /// A relay that refuses us, whatever the letter, is as good as none.
    Outcome learned_from(Outcome outcome) {
        if (outcome.about_settings) {
            remember_failure(outcome, steady_clock::now());
        } else {
            resting_.reset();
            failures_ = 0;
        }
        return outcome;
    }

    Step say_hello(Session& session) {
        const auto reply = session.connection.ask("EHLO " + settings_.helo_name, phase_deadline());
        if (auto step = judged("ehlo", reply); !step) return step;
        session.offers = offers_in(*reply);
        return {};
    }

    Step secure(Session& session) {
        if (!session.offers.start_tls) {
            return stop(not_as_set_up("starttls", "the relay does not offer STARTTLS"));
        }
        const Deadline deadline = phase_deadline();
        const auto reply = session.connection.ask("STARTTLS", deadline);
        if (auto step = judged("starttls", reply); !step) return step;
        if (auto secured = session.connection.start_tls(deadline); !secured) {
            return stop(broken_off("starttls", secured.error()));
        }
        return {};
    }

    Step log_in(Session& session) {
        const Deadline deadline = phase_deadline();
        auto& connection = session.connection;
        if (settings_.access_token) return log_in_by_token(session, deadline);
        if (session.offers.auth_plain) {
            const std::string secret = '\0' + settings_.user + '\0' + settings_.password;
            return judged("auth", connection.ask("AUTH PLAIN " + to_base64(secret), deadline));
        }
        if (!session.offers.auth_login) {
            return stop(
                not_as_set_up("auth", "the relay offers neither AUTH PLAIN nor AUTH LOGIN"));
        }
        for (const std::string& line : {std::string("AUTH LOGIN"), to_base64(settings_.user)}) {
            const auto reply = connection.ask(line, deadline);
            if (!reply || !reply->is_go_on()) return judged("auth", reply, Expecting::go_on);
        }
        return judged("auth", connection.ask(to_base64(settings_.password), deadline));
    }

    /// The way of Microsoft 365 and Gmail: a token that another program fetches. A refusal comes as
    /// a challenge with its reasons, to be answered by an empty line.
    Step log_in_by_token(Session& session, Deadline deadline) {
        if (!session.offers.auth_xoauth2)
            return stop(not_as_set_up("auth", "the relay does not offer AUTH XOAUTH2"));
        const auto token = settings_.access_token();
        if (!token) return stop(not_as_set_up("auth", token.error().what));
        const std::string secret =
            "user=" + settings_.user + "\x01" + "auth=Bearer " + *token + "\x01\x01";
        auto reply = session.connection.ask("AUTH XOAUTH2 " + to_base64(secret), deadline);
        if (reply && reply->is_go_on()) reply = session.connection.ask("", deadline);
        return judged("auth", reply);
    }

    /// On a connection that has carried a message: anything but yes means a new connection, whose
    /// answer then counts.
    bool begins_again(Session& session, const outbox::Parcel& parcel, const Bytes& bytes) {
        if (steady_clock::now() - session.last_used > longest_idle) {
            say_goodbye(session);
            return false;
        }
        const auto reply = session.connection.ask("RSET", phase_deadline());
        return reply && reply->is_yes() && begin(session, parcel, bytes);
    }

    /// MAIL.
    Step begin(Session& session, const outbox::Parcel& parcel, const Bytes& bytes) {
        const std::string from =
            settings_.bounce_address ? settings_.bounce_address(parcel) : settings_.envelope_from;
        std::string command = "MAIL FROM:<" + from + ">";
        if (session.offers.dsn) command += " RET=HDRS ENVID=" + to_xtext(parcel.id.text);
        if (session.offers.size) command += " SIZE=" + std::to_string(bytes.size());
        if (has_eight_bit(bytes)) {
            if (!session.offers.eight_bit) {
                return stop({Kind::refused, "mail", 0,
                             "the message holds 8-bit text and the relay does not take it"});
            }
            command += " BODY=8BITMIME";
        }
        const auto reply = session.connection.ask(command, phase_deadline());
        // All that is known of the letter here is its size.
        const bool too_long = reply && reply->code == 552;
        return judged("mail", reply, Expecting::yes,
                      too_long ? std::string_view(parcel.envelope_to) : "");
    }

    /// RCPT, DATA, the bytes, and the dot if the claim still holds.
    Outcome hand_over(Session& session, const outbox::Parcel& parcel, const Bytes& bytes,
                      const std::function<bool()>& may_commit) {
        auto& connection = session.connection;
        const std::string& to = parcel.envelope_to;
        std::string recipient = "RCPT TO:<" + to + ">";
        if (session.offers.dsn) recipient += " NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + to_xtext(to);
        if (auto step =
                judged("rcpt", connection.ask(recipient, phase_deadline()), Expecting::yes, to);
            !step) {
            return step.error();
        }
        if (auto step =
                judged("data", connection.ask("DATA", phase_deadline()), Expecting::go_on, to);
            !step) {
            return step.error();
        }
        const Bytes stuffed = dot_stuffed(bytes);
        for (std::string_view rest = stuffed; !rest.empty();) {
            const auto block = rest.substr(0, data_block);
            if (auto sent = connection.send(block, phase_deadline()); !sent) {
                return interrupted(connection, to, sent.error().what);
            }
            rest.remove_prefix(block.size());
        }
        if (connection.has_unread()) return interrupted(connection, to, "the relay broke off");

        if (!may_commit()) return {Kind::lost_claim, "dot", 0, ""};
        const Deadline deadline = steady_clock::now() + seconds(settings_.answer_timeout_seconds);
        if (auto sent = connection.send(".\r\n", deadline); !sent) {
            return {Kind::no_answer, "dot", 0, sent.error().what};
        }
        const auto answer = connection.read_reply(deadline);
        if (!answer) return {Kind::no_answer, "dot", 0, answer.error().what};
        if (answer->is_never()) return judged("dot", answer, Expecting::yes, to).error();
        const Kind kind = answer->is_yes()       ? Kind::accepted
                          : answer->is_not_now() ? Kind::refused_for_now
                                                 : Kind::no_answer;
        return {kind, "dot", answer->code, evidence_of(*answer, to)};
    }

    /// The relay ended DATA before the dot. It may have left a word why.
    Outcome interrupted(SmtpConnection& connection, const std::string& to, std::string trouble) {
        if (connection.has_unread()) {
            const auto word = connection.read_reply(phase_deadline());
            if (word && (word->is_not_now() || word->is_never())) {
                return judged("data", word, Expecting::yes, to).error();
            }
        }
        return not_now("data", std::move(trouble));
    }

    enum class Expecting { yes, go_on };

    /// Nothing when the relay said what was expected, else what that means for the parcel. A 5xx
    /// up to MAIL, 530 after it, and one that speaks of our sender judge us: no reason to give up a
    /// letter.
    static Step judged(const char* phase, const OnWire<Reply>& reply,
                       Expecting expecting = Expecting::yes, std::string_view recipient = {}) {
        if (!reply) return stop(not_now(phase, reply.error().what));
        if (expecting == Expecting::yes ? reply->is_yes() : reply->is_go_on()) return {};
        const bool about_the_message = !recipient.empty() && reply->code != 530;
        const bool about_settings =
            reply->is_never() && (!about_the_message || speaks_of_the_sender(*reply));
        return stop({reply->is_never() && !about_settings ? Kind::refused : Kind::refused_for_now,
                     phase, reply->code, evidence_of(*reply, recipient), about_settings});
    }

    /// Keeps the connection where RSET will find it in order: after a whole answer, outside DATA.
    Outcome keep(Session session, Outcome outcome) {
        const bool in_order =
            outcome.code != 0 && outcome.code != 421 && outcome.code / 100 != 3 &&
            (outcome.phase == "dot" || outcome.phase == "mail" || outcome.phase == "rcpt");
        if (in_order) {
            session.last_used = steady_clock::now();
            session_.emplace(std::move(session));
        }
        return outcome;
    }

    static void say_goodbye(Session& session) {
        // Nothing hangs on the answer; waiting for it keeps the relay's log free of complaints.
        [[maybe_unused]] const auto reply =
            session.connection.ask("QUIT", steady_clock::now() + patience_for_goodbye);
    }

    SmtpSettings settings_;
    std::shared_ptr<const TlsTrust> trust_;
    std::optional<Session> session_;
    std::optional<Outcome> resting_;  ///< the last failure, while the relay is not asked
    int failures_ = 0;                ///< connections in a row that came to nothing
    Deadline asked_again_;
};

void require(bool condition, const char* what, const char* remedy, const char* field) {
    if (!condition) throw DispatchError(Problem{.what = what, .remedy = remedy, .field = field});
}

SmtpSettings usable(const SmtpSettings& settings) {
    SmtpSettings checked = settings;
    if (checked.helo_name.empty()) {
        const std::string name = Poco::Environment::nodeName();
        checked.helo_name = is_host_name(name) ? name : "localhost";
    }
    require(is_host_name(checked.host) || is_loopback(checked.host),
            "the relay's host is not a host name",
            "give a name such as relay.council.example, without scheme or port", "smtp.host");
    require(checked.port > 0 && checked.port < 65536, "the relay's port is not a port",
            "give 587 for STARTTLS or 465 for TLS from the start", "smtp.port");
    require(is_host_name(checked.helo_name), "the name given in EHLO is not a host name",
            "give this machine's full name, or leave it empty", "smtp.helo_name");
    require(is_smtp_address(checked.envelope_from), "the bounce address is not an email address",
            "give the mailbox that receives bounces", "smtp.envelope_from");
    require(checked.phase_timeout_seconds > 0 && checked.answer_timeout_seconds > 0,
            "a time limit is not positive", "give seconds, 30 or more for a relay elsewhere",
            "smtp.timeout");
    require(checked.tls != SmtpSettings::Tls::none || is_loopback(checked.host),
            "mail would travel unencrypted to another machine",
            "use tls: required; none is for 127.0.0.1, ::1 and localhost", "smtp.tls");
    return checked;
}

}  // namespace

std::unique_ptr<Transport> make_smtp(const SmtpSettings& settings) {
    return std::make_unique<Smtp>(usable(settings));
}

std::optional<Outcome> try_smtp(const SmtpSettings& settings) {
    return Smtp(usable(settings)).greet();
}

}  // namespace postroom::dispatch
