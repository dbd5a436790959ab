#include "dispatch/smtp_connection.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <Poco/Net/Context.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureSMTPClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>

namespace postroom::dispatch {

using Poco::Net::Context;
using Poco::Net::IPAddress;
using Poco::Net::SecureStreamSocket;
using Poco::Net::Socket;
using Poco::Net::StreamSocket;

struct TlsTrust {
    Context::Ptr context;
};

/// Poco's session for its socket alone. Its own commands wait without end for a relay that drips
/// bytes, read replies without limit, and forget the reply after DATA.
struct SmtpConnection::Wire final : Poco::Net::SecureSMTPClientSession {
    using SecureSMTPClientSession::SecureSMTPClientSession;
    using SecureSMTPClientSession::socket;

    std::string host;
    std::shared_ptr<const TlsTrust> trust;
    bool is_encrypted = false;
    std::string received;  ///< not yet taken
};

namespace {

constexpr const char* timed_out = "timed out";
constexpr const char* closed = "the relay closed the connection";

tl::unexpected<WireTrouble> trouble(std::string what) {
    return tl::unexpected<WireTrouble>(WireTrouble{std::move(what)});
}

Poco::Timespan left_until(Deadline deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    return Poco::Timespan(std::max<std::int64_t>(
        0, std::chrono::duration_cast<std::chrono::microseconds>(left).count()));
}

/// Poco's messages may hold host names and addresses: only their kind is told.
tl::unexpected<WireTrouble> trouble_in(const Poco::Exception& exception) {
    using namespace Poco::Net;
    const auto about_tls = [](std::string what) {
        return tl::unexpected<WireTrouble>(WireTrouble{std::move(what), true});
    };
    if (dynamic_cast<const CertificateValidationException*>(&exception)) {
        return about_tls("the relay's certificate is for another name");
    }
    if (dynamic_cast<const SSLConnectionUnexpectedlyClosedException*>(&exception)) {
        return trouble(closed);
    }
    if (dynamic_cast<const SSLException*>(&exception)) {
        return exception.message().find("certificate verify failed") != std::string::npos
                   ? about_tls(
                         "the relay's certificate comes from an authority that is not "
                         "trusted")
                   : about_tls("TLS failed");
    }
    if (dynamic_cast<const Poco::TimeoutException*>(&exception)) return trouble(timed_out);
    if (dynamic_cast<const ConnectionRefusedException*>(&exception)) {
        return trouble("connection refused");
    }
    if (dynamic_cast<const ConnectionResetException*>(&exception)) return trouble(closed);
    if (dynamic_cast<const HostNotFoundException*>(&exception) ||
        dynamic_cast<const NoAddressFoundException*>(&exception) ||
        dynamic_cast<const DNSException*>(&exception)) {
        return trouble("the relay's name is not known");
    }
    return trouble("the connection failed");
}

/// Calls `attempt` until the non-blocking socket has made progress. An attempt answers like
/// Poco's receiveBytes: bytes moved, 0 for closed, negative for not yet.
template <class Attempt>
OnWire<int> until(Deadline deadline, StreamSocket& socket, bool is_encrypted,
                  Socket::SelectMode plain_mode, Attempt attempt) {
    try {
        for (;;) {
            const int moved = attempt();
            if (moved > 0) return moved;
            if (moved == 0) return trouble(closed);
            // TLS may have to read in order to write, and the other way round.
            const auto mode = !is_encrypted ? plain_mode
                              : moved == SecureStreamSocket::ERR_SSL_WANT_READ
                                  ? Socket::SELECT_READ
                                  : Socket::SELECT_WRITE;
            const auto left = left_until(deadline);
            if (left.totalMicroseconds() == 0 || !socket.poll(left, mode)) {
                return trouble(timed_out);
            }
        }
    } catch (const Poco::Exception& exception) {
        return trouble_in(exception);
    }
}

std::vector<IPAddress> addresses_of(const std::string& host) {
    IPAddress number;
    if (IPAddress::tryParse(host, number)) return {number};
    return Poco::Net::DNS::hostByName(host).addresses();
}

/// The first address that answers.
StreamSocket connected(const SmtpSettings& settings, Deadline deadline) {
    auto addresses = addresses_of(settings.host);
    if (settings.tls == SmtpSettings::Tls::none) {
        std::erase_if(addresses, [](const IPAddress& address) { return !address.isLoopback(); });
    }
    if (addresses.empty()) throw Poco::Net::NoAddressFoundException();
    for (std::size_t i = 0;; ++i) {
        try {
            StreamSocket socket;
            socket.connect({addresses[i], static_cast<Poco::UInt16>(settings.port)},
                           left_until(deadline));
            // Without this each message waits 40 ms for a delayed acknowledgement.
            socket.setNoDelay(true);
            socket.setBlocking(false);
            return socket;
        } catch (const Poco::Exception&) {
            if (i + 1 == addresses.size() || left_until(deadline).totalMicroseconds() == 0) throw;
        }
    }
}

}  // namespace

std::shared_ptr<const TlsTrust> trust_in(const std::string& ca_file) {
    try {
        Context::Params params;
        // Poco's milder modes skip the name check for "localhost".
        params.verificationMode = Context::VERIFY_STRICT;
        params.caLocation = ca_file;
        params.loadDefaultCAs = ca_file.empty();
        Context::Ptr context = new Context(Context::TLS_CLIENT_USE, params);
        context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
        context->setInvalidCertificateHandler(new Poco::Net::RejectCertificateHandler(false));
        return std::make_shared<const TlsTrust>(TlsTrust{std::move(context)});
    } catch (const Poco::Exception&) {
        throw DispatchError(Problem{.what = "the authorities for the relay's TLS cannot be loaded",
                                    .remedy = "name a readable PEM file, or none for the system's",
                                    .file = ca_file,
                                    .field = "smtp.ca_file"});
    }
}

bool is_loopback(const std::string& host) {
    IPAddress number;
    if (IPAddress::tryParse(host, number)) return number.isLoopback();
    return host == "localhost";
}

SmtpConnection::SmtpConnection(std::unique_ptr<Wire> wire) : wire_(std::move(wire)) {}
SmtpConnection::SmtpConnection(SmtpConnection&&) noexcept = default;
SmtpConnection& SmtpConnection::operator=(SmtpConnection&&) noexcept = default;
SmtpConnection::~SmtpConnection() = default;

OnWire<SmtpConnection> SmtpConnection::open(const SmtpSettings& settings,
                                            std::shared_ptr<const TlsTrust> trust,
                                            Deadline deadline) {
    try {
        auto wire = std::make_unique<Wire>(connected(settings, deadline));
        wire->host = settings.host;
        wire->trust = std::move(trust);
        SmtpConnection connection(std::move(wire));
        if (settings.tls == SmtpSettings::Tls::implicit) {
            if (auto secured = connection.start_tls(deadline); !secured) {
                return tl::unexpected<WireTrouble>(secured.error());
            }
        }
        return connection;
    } catch (const Poco::Exception& exception) {
        return trouble_in(exception);
    }
}

OnWire<void> SmtpConnection::send(std::string_view bytes, Deadline deadline) {
    constexpr std::size_t largest_piece = 64 * 1024;
    while (!bytes.empty()) {
        const auto piece = static_cast<int>(std::min(bytes.size(), largest_piece));
        if (left_until(deadline).totalMicroseconds() == 0) return trouble(timed_out);
        auto& socket = wire_->socket();
        const auto sent = until(deadline, socket, wire_->is_encrypted, Socket::SELECT_WRITE, [&] {
            // Poco throws where a plain socket has no room, instead of answering "not yet".
            const bool has_room = wire_->is_encrypted || socket.poll(0, Socket::SELECT_WRITE);
            return has_room ? socket.StreamSocket::sendBytes(bytes.data(), piece) : -1;
        });
        if (!sent) return tl::unexpected<WireTrouble>(sent.error());
        bytes.remove_prefix(static_cast<std::size_t>(*sent));
    }
    return {};
}

OnWire<Reply> SmtpConnection::read_reply(Deadline deadline) {
    ReplyParser parser;
    for (;;) {
        switch (parser.take(wire_->received)) {
            case ReplyParser::Progress::whole:
                return parser.reply();
            case ReplyParser::Progress::broken:
                return trouble("the relay's answer is not SMTP");
            case ReplyParser::Progress::needs_more:
                break;
        }
        if (left_until(deadline).totalMicroseconds() == 0) return trouble(timed_out);
        char block[4096];
        auto& socket = wire_->socket();
        // DialogSocket's buffer is never filled: nothing here reads through it.
        const auto count = until(deadline, socket, wire_->is_encrypted, Socket::SELECT_READ, [&] {
            return socket.StreamSocket::receiveBytes(block, sizeof block);
        });
        if (!count) return tl::unexpected<WireTrouble>(count.error());
        wire_->received.append(block, static_cast<std::size_t>(*count));
    }
}

OnWire<Reply> SmtpConnection::ask(const std::string& command, Deadline deadline) {
    if (!wire_->received.empty()) return trouble("the relay spoke out of turn");
    if (auto sent = send(command + "\r\n", deadline); !sent) {
        return tl::unexpected<WireTrouble>(sent.error());
    }
    return read_reply(deadline);
}

bool SmtpConnection::has_unread() {
    if (!wire_->received.empty()) return true;
    try {
        char block[4096];
        const int count = wire_->socket().StreamSocket::receiveBytes(block, sizeof block);
        if (count > 0) wire_->received.append(block, static_cast<std::size_t>(count));
        return count >= 0;
    } catch (const Poco::Exception&) {
        return true;
    }
}

OnWire<void> SmtpConnection::start_tls(Deadline deadline) {
    if (!wire_->received.empty()) return trouble("the relay spoke out of turn");
    try {
        auto secure =
            SecureStreamSocket::attach(wire_->socket(), wire_->host, wire_->trust->context);
        const auto done = until(deadline, secure, true, Socket::SELECT_READ,
                                [&] { return secure.completeHandshake(); });
        if (!done) return tl::unexpected<WireTrouble>(done.error());
        secure.verifyPeerCertificate(wire_->host);
        wire_->socket() = secure;
        wire_->is_encrypted = true;
        return {};
    } catch (const Poco::Exception& exception) {
        return trouble_in(exception);
    }
}

}  // namespace postroom::dispatch
