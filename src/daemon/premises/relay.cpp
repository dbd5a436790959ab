#include "daemon/premises/relay.hpp"

#include <sstream>
#include <vector>

#include <Poco/Exception.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

constexpr std::string_view place_of_token = "{token}";
constexpr std::size_t id_digits = 32;
constexpr std::size_t mark_digits = 16;
constexpr std::size_t longest_token = 16 * 1024;

/// Runs the command without a shell, for half a minute at most. Its words stay out of messages.
Expected<std::string> token_from(const std::string& command) {
    const Problem failed{.what = "the command that fetches the relay's token failed",
                         .remedy = "run smtp.token_command by hand"};
    std::vector<std::string> words{"30"};
    std::istringstream said(command);
    for (std::string word; said >> word;) words.push_back(word);
    try {
        Poco::Pipe out;
        const Poco::ProcessHandle process =
            Poco::Process::launch("timeout", words, nullptr, &out, nullptr);
        Poco::PipeInputStream stream(out);
        std::string token;
        Poco::StreamCopier::copyToString(stream, token);
        if (process.wait() != 0) return fail(failed);
        while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
        const bool printable = !token.empty() && token.size() <= longest_token &&
                               token.find_first_of(" \t\r\n\x01") == std::string::npos;
        return printable ? Expected<std::string>(token) : fail(failed);
    } catch (const Poco::Exception&) {
        return fail(failed);
    }
}

std::string mark_of(const archive::Keys& keys, std::string_view id) {
    const Digest digest = archive::commit(keys.master, "return address of " + std::string(id));
    return to_hex(digest).substr(0, mark_digits);
}

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

dispatch::SmtpSettings relay_settings(const Config& config, const archive::Keys& keys) {
    dispatch::SmtpSettings smtp{.host = config.text("smtp.host"),
                                .port = config.number("smtp.port")};
    const std::string& tls = config.text("smtp.tls");
    smtp.tls = tls == "none"       ? dispatch::SmtpSettings::Tls::none
               : tls == "implicit" ? dispatch::SmtpSettings::Tls::implicit
                                   : dispatch::SmtpSettings::Tls::required;
    smtp.ca_file = config.text("smtp.ca_file");
    smtp.user = config.text("smtp.user");
    if (const std::string& file = config.text("smtp.password_file"); !file.empty()) {
        smtp.password = read_secret(file);
    }
    if (const std::string& command = config.text("smtp.token_command"); !command.empty())
        smtp.access_token = [command] { return token_from(command); };
    smtp.helo_name = config.text("smtp.helo");
    smtp.envelope_from = config.text("smtp.envelope_from");
    const auto place = smtp.envelope_from.find(place_of_token);
    if (place == std::string::npos) return smtp;
    const std::string before = smtp.envelope_from.substr(0, place);
    const std::string after = smtp.envelope_from.substr(place + place_of_token.size());
    smtp.bounce_address = [before, after, keys](const outbox::Parcel& parcel) {
        return before + return_token(keys, parcel.id) + after;
    };
    smtp.envelope_from = before + std::string(id_digits + 1 + mark_digits, '0') + after;
    return smtp;
}

std::string return_token(const archive::Keys& keys, const ParcelId& parcel) {
    return parcel.text + "-" + mark_of(keys, parcel.text);
}

std::optional<ParcelId> parcel_of_return_address(const archive::Keys& keys,
                                                 std::string_view address) {
    for (auto dash = address.find('-'); dash != std::string_view::npos;
         dash = address.find('-', dash + 1)) {
        if (dash < id_digits || address.size() < dash + 1 + mark_digits) continue;
        const std::string_view id = address.substr(dash - id_digits, id_digits);
        if (is_hex(id) && address.substr(dash + 1, mark_digits) == mark_of(keys, id))
            return ParcelId(std::string(id));
    }
    return std::nullopt;
}

}  // namespace postroom::daemon
