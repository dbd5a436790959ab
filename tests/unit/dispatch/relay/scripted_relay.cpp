#include "scripted_relay.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <sstream>
#include <thread>
#include <utility>

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>

namespace postroom::dispatch {

using namespace Poco::Net;

struct ScriptedRelay::Inside {
    Script script;
    ServerSocket door{SocketAddress("127.0.0.1", 0)};
    Context::Ptr tls;
    std::atomic<bool> stopping = false;
    mutable std::mutex mutex;
    std::vector<std::string> in_clear, under_tls, messages, unfinished;
    int connections = 0;
    std::thread thread;

    /// One caller.
    struct Line {
        StreamSocket socket;
        std::string received;
        bool is_encrypted = false;
    };
    struct HungUp {};

    void receive(Line& line) {
        char block[65536];
        line.socket.setReceiveTimeout(Poco::Timespan(0, 10000));
        while (!stopping) {
            try {
                const int count = line.socket.receiveBytes(block, sizeof block);
                if (count <= 0) throw HungUp{};
                line.received.append(block, static_cast<std::size_t>(count));
                return;
            } catch (const Poco::TimeoutException&) {
            }
        }
        throw HungUp{};
    }

    std::string up_to(Line& line, const std::string& mark) {
        std::size_t looked_at = 0;
        for (;;) {
            const auto end = line.received.find(mark, looked_at);
            if (end != std::string::npos) {
                std::string text = line.received.substr(0, end);
                line.received.erase(0, end + mark.size());
                return text;
            }
            looked_at = line.received.size() - std::min(line.received.size(), mark.size());
            receive(line);
        }
    }

    static void say(Line& line, const std::string& text) {
        line.socket.sendBytes(text.data(), static_cast<int>(text.size()));
    }

    void pause() const {
        for (int i = 0; i < 10 && !stopping; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    /// True when the answer was yes (2xx or 3xx).
    bool answer(Line& line, const std::string& phase, const std::string& yes) {
        std::string text = yes;
        if (auto& scripted = script.answers[phase]; !scripted.empty()) {
            text = scripted.front();
            if (scripted.size() > 1) scripted.erase(scripted.begin());
        }
        std::string last_word = text.substr(text.rfind(' ') + 1);
        if (last_word == "CLOSE" || last_word == "RESET" || last_word == "STALL" ||
            last_word == "DRIP" || last_word == "PAUSE") {
            text.erase(text.size() - last_word.size());
            if (text.ends_with(' ')) text.pop_back();
        }
        if (!text.empty()) say(line, text + "\r\n");
        if (last_word == "RESET") line.socket.setLinger(true, 0);
        if (last_word == "CLOSE" || last_word == "RESET") throw HungUp{};
        if (last_word == "PAUSE") pause();
        while (last_word == "STALL" && !stopping) pause();
        while (last_word == "DRIP" && !stopping) {
            say(line, "2");
            pause();
        }
        return text.starts_with('2') || text.starts_with('3');
    }

    std::string hello(const Line& line) const {
        std::istringstream offers(script.offers);
        std::vector<std::string> lines{"relay.council.example"};
        for (std::string offer; offers >> offer;) {
            if (offer == "STARTTLS" && line.is_encrypted) continue;
            std::replace(offer.begin(), offer.end(), '=', ' ');
            lines.push_back(offer);
        }
        std::string text;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            text += (i == 0 ? "" : "\r\n") + std::string(i + 1 == lines.size() ? "250 " : "250-") +
                    lines[i];
        }
        return text;
    }

    void encrypt(Line& line) {
        line.socket = SecureStreamSocket::attach(line.socket, tls);
        line.is_encrypted = true;
    }

    void take_message(Line& line) {
        std::string text;
        try {
            if (!script.answers["body"].empty()) {
                receive(line);
                answer(line, "body", "");
            }
            text = "\r\n";
            line.received.insert(0, text);
            text = up_to(line, "\r\n.\r\n").substr(2) + "\r\n";
        } catch (...) {
            const std::lock_guard lock(mutex);
            unfinished.push_back(line.received.starts_with("\r\n") ? line.received.substr(2)
                                                                   : line.received);
            throw;
        }
        {
            const std::lock_guard lock(mutex);
            messages.push_back(text);
        }
        answer(line, "dot", "250 2.0.0 Ok: queued as 37172AA0243");
    }

    void serve(Line line) {
        line.socket.setNoDelay(true);
        if (!script.answers["connect"].empty()) answer(line, "connect", "");
        if (script.tls_from_the_start) encrypt(line);
        answer(line, "greeting", "220 relay.council.example ESMTP");
        for (;;) {
            const std::string command = up_to(line, "\r\n");
            {
                const std::lock_guard lock(mutex);
                (line.is_encrypted ? under_tls : in_clear).push_back(command);
            }
            const std::string verb = command.substr(0, 4);
            if (verb == "EHLO") {
                answer(line, "ehlo", hello(line));
            } else if (verb == "STAR") {
                if (!answer(line, "starttls", "220 go")) continue;
                if (script.answers["tls"].empty())
                    encrypt(line);
                else
                    answer(line, "tls", "");
            } else if (verb == "AUTH") {
                answer(line, "auth", "235 2.7.0 welcome");
            } else if (verb == "MAIL") {
                answer(line, "mail", "250 ok");
            } else if (verb == "RCPT") {
                answer(line, "rcpt", "250 ok");
            } else if (verb == "DATA") {
                if (answer(line, "data", "354 go on")) take_message(line);
            } else if (verb == "RSET") {
                answer(line, "rset", "250 ok");
            } else if (verb == "QUIT") {
                answer(line, "quit", "221 bye");
                return;
            } else {
                answer(line, "auth", "235 2.7.0 welcome");  // a line of AUTH LOGIN
            }
        }
    }

    void run() {
        while (!stopping) {
            if (!door.poll(Poco::Timespan(0, 5000), Socket::SELECT_READ)) continue;
            try {
                Line line{door.acceptConnection(), {}, false};
                {
                    const std::lock_guard lock(mutex);
                    ++connections;
                }
                serve(std::move(line));
            } catch (const HungUp&) {
            } catch (const Poco::Exception&) {  // the caller broke off, or refused our certificate
            }
        }
    }
};

ScriptedRelay::ScriptedRelay(Script script) : inside_(std::make_unique<Inside>()) {
    if (!script.certificate.empty()) {
        inside_->tls = new Context(Context::TLS_SERVER_USE, script.certificate, script.certificate,
                                   "", Context::VERIFY_NONE);
    }
    inside_->script = std::move(script);
    inside_->thread = std::thread([this] { inside_->run(); });
}

ScriptedRelay::~ScriptedRelay() {
    inside_->stopping = true;
    inside_->thread.join();
}

int ScriptedRelay::port() const {
    return inside_->door.address().port();
}

std::vector<std::string> ScriptedRelay::said_in_clear() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->in_clear;
}
std::vector<std::string> ScriptedRelay::said_under_tls() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->under_tls;
}
std::vector<std::string> ScriptedRelay::messages() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->messages;
}
std::vector<std::string> ScriptedRelay::unfinished() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->unfinished;
}
int ScriptedRelay::connections() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->connections;
}

}  // namespace postroom::dispatch
