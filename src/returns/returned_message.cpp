#include "returns/returned_message.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include <gmime/gmime.h>

#include "returns/header_fields.hpp"

namespace postroom::returns {

namespace {

struct Release {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

/// GMime reads parts within parts by calling itself.
constexpr int most_parts = 100;
constexpr std::size_t longest_text = 64 * 1024;

/// How servers without RFC 3464 say that they gave up, and that they have not yet.
constexpr std::array<std::string_view, 12> gave_up{
    "could not be delivered",  "couldn't be delivered", "undeliverable",   "undelivered mail",
    "returned to sender",      "failure notice",        "delivery failed", "delivery has failed",
    "delivery status: failed", "permanent error",       "fatal error",     "returned mail"};
constexpr std::array<std::string_view, 5> still_trying{"delayed", "will keep trying",
                                                       "will be retried", "do not need to resend",
                                                       "warning: could not send message"};
constexpr std::array<std::string_view, 4> notes_of_absence{"automatic reply",
                                                           "auto:", "out of office", "autoreply"};

bool holds_any(std::string_view text, const auto& phrases) {
    return std::ranges::any_of(phrases, [&](std::string_view phrase) {
        return text.find(phrase) != std::string_view::npos;
    });
}

int parts_announced(std::string_view message) {
    const std::string small = in_small_letters(message);
    int count = 0;
    for (const std::string_view sign : {"boundary=", "message/"})
        for (auto at = small.find(sign); at != std::string::npos; at = small.find(sign, at + 1))
            ++count;
    return count;
}

std::string text_of(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Owned<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(bytes->data),
            std::min<std::size_t>(bytes->len, longest_text)};
}

std::string header(GMimeObject* object, const char* name) {
    const char* value = g_mime_object_get_header(object, name);
    return value == nullptr ? std::string() : std::string(value);
}

class Reader {
  public:
    explicit Reader(GMimeMessage* message) : message_(message) {}

    ReturnedMessage read() {
        for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To", "To"})
            take_recipients(name);
        if (GMimeObject* body = g_mime_message_get_mime_part(message_)) walk(body);
        if (reported_) {
            found_.kind = judged_by_report();
        } else {
            judge_by_words();
        }
        return std::move(found_);
    }

  private:
    /// A message may have been sent to one address by way of another: each is given.
    void take_recipients(const char* name) {
        GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message_));
        const int count = g_mime_header_list_get_count(headers);
        for (int i = 0; i < count; ++i) {
            GMimeHeader* one = g_mime_header_list_get_header_at(headers, i);
            if (in_small_letters(g_mime_header_get_name(one)) != in_small_letters(name)) continue;
            const char* value = g_mime_header_get_value(one);
            std::string_view rest = value == nullptr ? "" : value;
            while (!rest.empty()) {
                const auto comma = rest.find(',');
                const std::string_view address = without_brackets(rest.substr(0, comma));
                if (!address.empty()) found_.recipients.emplace_back(address);
                rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
            }
        }
    }

    void take_message_ids(std::string_view text) {
        for (std::string_view rest = text; !rest.empty();) {
            const auto from = rest.find('<');
            const auto to = from == std::string_view::npos ? from : rest.find('>', from);
            if (to == std::string_view::npos) break;
            found_.message_ids.emplace_back(rest.substr(from + 1, to - from - 1));
            rest.remove_prefix(to + 1);
        }
    }

    void walk(GMimeObject* part) {
        if (GMIME_IS_MULTIPART(part)) {
            GMimeMultipart* parts = GMIME_MULTIPART(part);
            for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
                walk(g_mime_multipart_get_part(parts, i));
            return;
        }
        if (GMIME_IS_MESSAGE_PART(part)) {
            GMimeMessage* returned = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
            if (returned == nullptr) return;
            // What came back is only asked for its ids: its own parts are ours, not a report.
            for (const char* name : {"Message-ID", "References"})
                take_message_ids(header(GMIME_OBJECT(returned), name));
            return;
        }
        if (!GMIME_IS_PART(part)) return;
        GMimeContentType* type = g_mime_object_get_content_type(part);
        if (g_mime_content_type_is_type(type, "message", "delivery-status") ||
            g_mime_content_type_is_type(type, "message", "global-delivery-status")) {
            take_report(text_of(GMIME_PART(part)));
        } else if (g_mime_content_type_is_type(type, "text", "rfc822-headers") ||
                   g_mime_content_type_is_type(type, "message", "global-headers")) {
            take_returned_header(text_of(GMIME_PART(part)));
        } else if (g_mime_content_type_is_type(type, "text", "plain") ||
                   g_mime_content_type_is_type(type, "text", "html")) {
            words_ += text_of(GMIME_PART(part)) + "\n";
        } else if (g_mime_content_type_is_type(type, "message", "disposition-notification")) {
            is_receipt_ = true;
        }
    }

    void take_returned_header(const std::string& text) {
        for (const FieldGroup& group : field_groups(text))
            for (const char* name : {"message-id", "references"})
                take_message_ids(group.value(name));
    }

    /// The first group is about the message, each other about one of its recipients.
    void take_report(const std::string& text) {
        for (const FieldGroup& group : field_groups(text)) {
            if (const auto id = group.value("original-envelope-id"); !id.empty())
                found_.envelope_id = from_xtext(id);
            const std::string action = in_small_letters(group.value("action"));
            std::string status = status_in(group.value("status"));
            if (status.empty()) status = status_in(group.value("diagnostic-code"));
            if (action.empty() && status.empty()) continue;
            reported_ = true;
            note(action.substr(0, action.find(' ')), status);
        }
    }

    /// Ours has one recipient; where several are listed the worst counts.
    void note(const std::string& action, const std::string& status) {
        const char sort = status.empty() ? '\0' : status.front();
        Kind kind = Kind::other;
        if (action == "failed" || (action.empty() && sort == '5'))
            kind = sort == '4' ? Kind::failed_once : Kind::failed;
        else if (action == "delayed" || (action.empty() && sort == '4'))
            kind = Kind::delayed;
        else if (action == "delivered" || action == "relayed" || action == "expanded" ||
                 (action.empty() && sort == '2'))
            kind = Kind::delivered;
        if (kind >= worst_) return;
        worst_ = kind;
        found_.status = status;
    }

    Kind judged_by_report() const { return worst_; }

    /// No part says it for machines: the header and the words have to.
    void judge_by_words() {
        const std::string answer = in_small_letters(header_of_message("Auto-Submitted"));
        const char* said = g_mime_message_get_subject(message_);
        const std::string subject = in_small_letters(said == nullptr ? "" : said);
        // Exim calls its reports auto-replied, too.
        const bool absent = (answer.starts_with("auto-replied") && !is_from_a_server()) ||
                            is_receipt_ || !header_of_message("X-Autoreply").empty() ||
                            !header_of_message("X-Autorespond").empty() ||
                            in_small_letters(header_of_message("Precedence")) == "auto_reply" ||
                            std::ranges::any_of(notes_of_absence, [&](std::string_view note) {
                                return subject.starts_with(note);
                            });
        const std::string small = subject + "\n" + in_small_letters(words_);
        const bool names_failed = !header_of_message("X-Failed-Recipients").empty();
        if (!absent && (is_from_a_server() || names_failed)) {
            found_.status = status_in(words_);
            const bool for_now = found_.status.starts_with('4');
            if (holds_any(small, still_trying) && !names_failed)
                found_.kind = Kind::delayed;
            else if (names_failed || holds_any(small, gave_up))
                found_.kind = for_now ? Kind::failed_once : Kind::failed;
            take_ids_from_words();
        }
        if (found_.kind == Kind::other &&
            (absent || answer.starts_with("auto-") || is_from_a_server()))
            found_.kind = Kind::automatic;
    }

    std::string header_of_message(const char* name) { return header(GMIME_OBJECT(message_), name); }

    /// The null sender, or an address that no person answers from.
    bool is_from_a_server() {
        const std::string path = header_of_message("Return-Path");
        if (path.find("<>") != std::string::npos) return true;
        const std::string from = in_small_letters(header_of_message("From"));
        return from.find("mailer-daemon") != std::string::npos ||
               from.find("postmaster@") != std::string::npos;
    }

    /// Returned headers quoted within the words: "Message-ID: <…>".
    void take_ids_from_words() {
        const std::string small = in_small_letters(words_);
        for (const std::string_view name : {"message-id:", "references:"}) {
            for (auto at = small.find(name); at != std::string::npos;
                 at = small.find(name, at + 1)) {
                const auto end = std::min(small.find('\n', at), small.size());
                take_message_ids(std::string_view(words_).substr(at, end - at));
            }
        }
    }

    GMimeMessage* message_;
    ReturnedMessage found_;
    std::string words_;
    bool reported_ = false;
    bool is_receipt_ = false;
    Kind worst_ = Kind::other;
};

}  // namespace

Expected<ReturnedMessage> read_returned(std::string_view message) {
    const auto refuse = [](std::string what) {
        return fail(Problem{.what = std::move(what), .remedy = "look at it in a mail program"});
    };
    if (message.size() > longest_message) return refuse("the message is longer than any report");
    if (parts_announced(message) > most_parts)
        return refuse("the message has more parts than any report");
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
    const Owned<GMimeStream> stream(
        g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
    if (parsed == nullptr || g_mime_header_list_get_count(
                                 g_mime_object_get_header_list(GMIME_OBJECT(parsed.get()))) == 0)
        return refuse("the message has no header");
    return Reader(parsed.get()).read();
}

}  // namespace postroom::returns
