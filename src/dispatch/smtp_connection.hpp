// One connection to a relay: replies read whole and in time, TLS verified. Poco stays behind it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "dispatch/smtp_wire.hpp"
#include "dispatch/transport.hpp"

namespace postroom::dispatch {

/// What went wrong on the wire: "timed out", "the relay closed the connection", …; no addresses.
struct WireTrouble {
    std::string what;
    bool about_tls = false;  ///< no encryption could be agreed on, or the certificate is not good
};
template <class T>
using OnWire = Expected<T, WireTrouble>;

using Deadline = std::chrono::steady_clock::time_point;

/// The authorities a relay's certificate may come from, and TLS 1.2 or later.
struct TlsTrust;
/// Empty: the system's authorities. Throws DispatchError when the file cannot be used.
std::shared_ptr<const TlsTrust> trust_in(const std::string& ca_file);

/// The host is this machine by its very name or number, with no name service asked.
bool is_loopback(const std::string& host);

/// After any trouble the connection is of no more use. Destroying it closes the socket and sends
/// nothing (a QUIT inside DATA would be part of the message).
class SmtpConnection {
  public:
    /// Tries each address of the host in turn. With Tls::none only this machine's own are used;
    /// with Tls::implicit the handshake is part of connecting.
    static OnWire<SmtpConnection> open(const SmtpSettings& settings,
                                       std::shared_ptr<const TlsTrust> trust, Deadline deadline);
    SmtpConnection(SmtpConnection&&) noexcept;
    SmtpConnection& operator=(SmtpConnection&&) noexcept;
    ~SmtpConnection();

    /// Sends all of it or reports trouble.
    OnWire<void> send(std::string_view bytes, Deadline deadline);
    OnWire<Reply> read_reply(Deadline deadline);
    /// One command, without its CRLF, and its reply.
    OnWire<Reply> ask(const std::string& command, Deadline deadline);

    /// The relay has said something nobody asked for, or has closed. Waits for nothing.
    bool has_unread();

    /// After the relay's go-ahead: handshake, the chain and the name verified. Refuses when the
    /// relay, or somebody between, has sent more than its reply in clear.
    OnWire<void> start_tls(Deadline deadline);

  private:
    struct Wire;
    explicit SmtpConnection(std::unique_ptr<Wire> wire);
    std::unique_ptr<Wire> wire_;
};

}  // namespace postroom::dispatch
