// A relay on 127.0.0.1 that answers as a test tells it to.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace postroom::dispatch {

struct Script {
    /// What to say in a phase instead of yes: connect (in clear, before all else), greeting, ehlo,
    /// starttls, tls (in clear, instead of the handshake), auth, mail, rcpt, data, body (once its
    /// first bytes have come), dot, rset, quit. One entry for each time the phase is
    /// reached; the last stays. An entry is text sent as it is (CRLF added), or one of the words
    /// below; text and a word may be joined: "552 too big CLOSE".
    std::map<std::string, std::vector<std::string>> answers = {};
    std::string offers = "8BITMIME SIZE STARTTLS AUTH=PLAIN";  ///< "=" becomes a space
    std::string certificate = {};  ///< PEM file with its key; empty: no TLS
    bool tls_from_the_start = false;

    // CLOSE: closes. RESET: closes with a reset. STALL: says nothing more. DRIP: says a byte every
    // 100 ms, never a line's end. PAUSE: waits 100 ms and goes on.
};

class ScriptedRelay {
  public:
    explicit ScriptedRelay(Script script);
    ~ScriptedRelay();

    int port() const;
    /// Everything said before TLS, and under it: commands without CRLF, in order.
    std::vector<std::string> said_in_clear() const;
    std::vector<std::string> said_under_tls() const;
    /// The text of each DATA that ended in its dot, as on the wire, without the dot.
    std::vector<std::string> messages() const;
    /// The same for each DATA that never ended.
    std::vector<std::string> unfinished() const;
    int connections() const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace postroom::dispatch
