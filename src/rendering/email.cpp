#include "rendering/email.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include <gmime/gmime.h>

#include "base/unicode.hpp"
#include "rendering/header_text.hpp"

namespace postroom::rendering {
namespace {

struct Release {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

constexpr std::size_t longest_line = 998;  // RFC 5322, 2.1.1

// --- What is refused before any byte is written ---------------------------------------------

std::optional<Problem> trouble_in_line(const std::string& text, const std::string& field) {
    if (!is_utf8(text))
        return Problem{.what = "the email's " + field + " is not UTF-8 text", .field = field};
    if (const auto character = forbidden_in_a_line(text))
        return Problem{.what = "the email's " + field + " holds the character " + *character +
                               ", which no header may carry",
                       .remedy = "remove it where the value was entered",
                       .field = field};
    return std::nullopt;
}

std::optional<Problem> trouble_in(const Mailbox& mailbox, const std::string& field) {
    if (auto trouble = trouble_in_line(mailbox.name, field + " name")) return trouble;
    if (!is_email_address(mailbox.email))
        return Problem{.what = "the email's " + field + " is not an email address",
                       .remedy = "correct the address, or write to this person by post",
                       .field = field + " email"};
    return std::nullopt;
}

/// local@domain of printable ASCII that needs no quoting.
std::optional<Problem> trouble_in_message_id(const std::string& id, const std::string& field) {
    if (is_email_address(id)) return std::nullopt;
    return Problem{.what = "the email's " + field + " has the wrong form",
                   .remedy = "it is made of an id, @ and the council's domain, without brackets",
                   .field = field};
}

bool is_token(std::string_view text) {
    constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";
    if (text.empty()) return false;
    for (const char c : text)
        if (c <= ' ' || c >= 0x7F || specials.find(c) != std::string_view::npos) return false;
    return true;
}

std::optional<Problem> trouble_in(const Attachment& attachment) {
    if (auto trouble = trouble_in_line(attachment.file_name, "attachment file name"))
        return trouble;
    if (attachment.file_name.empty() ||
        attachment.file_name.find_first_of("/\\") != std::string::npos)
        return Problem{.what = "an attachment's file name is empty or names a folder",
                       .field = "attachment file name"};
    const std::string_view type = attachment.content_type;
    const std::size_t slash = type.find('/');
    if (slash == std::string_view::npos || !is_token(type.substr(0, slash)) ||
        !is_token(type.substr(slash + 1)))
        return Problem{.what = "an attachment's content type is not of the form type/subtype",
                       .field = "attachment content type"};
    return std::nullopt;
}

std::optional<Problem> trouble_in(const EmailParts& parts) {
    if (auto trouble = trouble_in(parts.from, "from")) return trouble;
    if (auto trouble = trouble_in(parts.to, "to")) return trouble;
    for (const Mailbox& mailbox : parts.cc)
        if (auto trouble = trouble_in(mailbox, "cc")) return trouble;
    if (!parts.reply_to.email.empty() || !parts.reply_to.name.empty())
        if (auto trouble = trouble_in(parts.reply_to, "reply-to")) return trouble;
    if (auto trouble = trouble_in_line(parts.subject, "subject")) return trouble;
    if (parts.subject.empty())
        return Problem{.what = "the email has no subject", .field = "subject"};
    if (auto trouble = trouble_in_message_id(parts.message_id, "message id")) return trouble;
    for (const std::string& id : parts.references)
        if (auto trouble = trouble_in_message_id(id, "references")) return trouble;
    for (const auto& [name, value] : parts.headers) {
        if (!is_token(name))
            return Problem{.what = "a header's name is no name", .field = "headers"};
        if (auto trouble = trouble_in_line(value, name)) return trouble;
    }
    if (!is_utf8(parts.text)) return Problem{.what = "the text is not UTF-8", .field = "text"};
    if (!is_utf8(parts.html)) return Problem{.what = "the HTML is not UTF-8", .field = "html"};
    for (const Attachment& attachment : parts.attachments)
        if (auto trouble = trouble_in(attachment)) return trouble;
    return std::nullopt;
}

// --- Building -------------------------------------------------------------------------------

/// Random boundaries would make the same email different bytes. "=_" can stand neither in
/// quoted-printable nor in base64, so no content can hold one.
std::string boundary_of(const EmailParts& parts) {
    std::string all;
    const auto add = [&](std::string_view text) {
        all.append(std::to_string(text.size())).append(":").append(text);
    };
    add(parts.message_id);
    add(parts.text);
    add(parts.html);
    for (const Attachment& attachment : parts.attachments) {
        add(attachment.file_name);
        add(attachment.bytes);
    }
    return "=_" + to_hex(sha256(all)).substr(0, 32);
}

/// Every line end as '\n': a lone carriage return would be a bare one on the wire.
std::string with_line_feeds(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            clean += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            clean += text[i];
        }
    }
    return clean;
}

std::string with_crlf(std::string_view text) {
    std::string lines;
    lines.reserve(text.size() + text.size() / 32);
    for (const char c : text) {
        if (c == '\n') lines += '\r';
        lines += c;
    }
    return lines;
}

void set_content(GMimePart* part, std::string_view bytes, GMimeContentEncoding encoding) {
    const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    const Owned<GMimeDataWrapper> content{
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
    g_mime_part_set_content(part, content.get());
    g_mime_part_set_content_encoding(part, encoding);
}

/// Quoted-printable stays legible in an archive; mostly non-Latin text is smaller as base64.
Owned<GMimeObject> text_part(std::string_view text, const char* subtype) {
    const std::string lines = with_line_feeds(text);
    std::size_t beyond_ascii = 0;
    for (const char c : lines) beyond_ascii += static_cast<unsigned char>(c) >= 0x80 ? 1U : 0U;

    Owned<GMimePart> part{g_mime_part_new_with_type("text", subtype)};
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    if (beyond_ascii * 4 > lines.size())
        set_content(part.get(), with_crlf(lines), GMIME_CONTENT_ENCODING_BASE64);
    else
        set_content(part.get(), lines, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return Owned<GMimeObject>{GMIME_OBJECT(part.release())};
}

/// For programs that do not know RFC 2231: every other character as '_'.
std::string in_ascii(std::string_view name) {
    std::string ascii;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = next_code_point(name, at);
        ascii += c < 0x80 ? static_cast<char>(c) : '_';
    }
    return ascii;
}

Owned<GMimeObject> attachment_part(const Attachment& attachment) {
    const std::size_t slash = attachment.content_type.find('/');
    Owned<GMimePart> part{
        g_mime_part_new_with_type(attachment.content_type.substr(0, slash).c_str(),
                                  attachment.content_type.substr(slash + 1).c_str())};
    g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part.get(), attachment.file_name.c_str());
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "name",
                                             in_ascii(attachment.file_name).c_str());
    set_content(part.get(), attachment.bytes, GMIME_CONTENT_ENCODING_BASE64);
    return Owned<GMimeObject>{GMIME_OBJECT(part.release())};
}

Owned<GMimeMultipart> multipart(const char* subtype, const std::string& boundary) {
    Owned<GMimeMultipart> parts{g_mime_multipart_new_with_subtype(subtype)};
    g_mime_multipart_set_boundary(parts.get(), boundary.c_str());
    return parts;
}

Owned<GMimeObject> body_of(const EmailParts& parts) {
    const std::string boundary = boundary_of(parts);
    Owned<GMimeObject> body = text_part(parts.text, "plain");
    if (!parts.html.empty()) {
        Owned<GMimeMultipart> alternative = multipart("alternative", boundary + ".a");
        g_mime_multipart_add(alternative.get(), body.get());
        g_mime_multipart_add(alternative.get(), text_part(parts.html, "html").get());
        body.reset(GMIME_OBJECT(alternative.release()));
    }
    if (!parts.attachments.empty()) {
        Owned<GMimeMultipart> mixed = multipart("mixed", boundary + ".m");
        g_mime_multipart_add(mixed.get(), body.get());
        for (const Attachment& attachment : parts.attachments)
            g_mime_multipart_add(mixed.get(), attachment_part(attachment).get());
        body.reset(GMIME_OBJECT(mixed.release()));
    }
    return body;
}

/// GMime would decode what looks encoded in a text and encode it anew, and so change it: values
/// arrive here as they go on the wire.
void add_header(GMimeMessage* message, const std::string& name, const std::string& wire_value) {
    GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    g_mime_header_list_append(headers, name.c_str(), "", "utf-8");
    GMimeHeader* header =
        g_mime_header_list_get_header_at(headers, g_mime_header_list_get_count(headers) - 1);
    g_mime_header_set_raw_value(header, (" " + wire_value + "\n").c_str());
}

/// ": " stands between name and value.
std::size_t used_by(std::string_view name) {
    return name.size() + 2;
}

void add_mailboxes(GMimeMessage* message, const std::string& name,
                   const std::vector<Mailbox>& mailboxes) {
    std::string list;
    for (const Mailbox& mailbox : mailboxes) {
        if (!list.empty()) list += ",\n ";
        list += header_mailbox(mailbox.name, mailbox.email, list.empty() ? used_by(name) : 1);
    }
    if (!list.empty()) add_header(message, name, list);
}

void set_date(GMimeMessage* message, Instant at, int utc_offset_minutes) {
    const std::unique_ptr<GTimeZone, decltype(&g_time_zone_unref)> zone{
        g_time_zone_new_offset(utc_offset_minutes * 60), &g_time_zone_unref};
    constexpr std::int64_t second = 1'000'000;
    const std::int64_t seconds = at.microseconds / second - (at.microseconds % second < 0 ? 1 : 0);
    const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> utc{
        g_date_time_new_from_unix_utc(seconds), &g_date_time_unref};
    const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> local{
        g_date_time_to_timezone(utc.get(), zone.get()), &g_date_time_unref};
    g_mime_message_set_date(message, local.get());
}

Owned<GMimeMessage> message_of(const EmailParts& parts) {
    Owned<GMimeMessage> message{g_mime_message_new(FALSE)};
    add_mailboxes(message.get(), "From", {parts.from});
    add_mailboxes(message.get(), "To", {parts.to});
    add_mailboxes(message.get(), "Cc", parts.cc);
    if (!parts.reply_to.email.empty()) add_mailboxes(message.get(), "Reply-To", {parts.reply_to});
    add_header(message.get(), "Subject", header_prose(parts.subject, used_by("Subject")));
    set_date(message.get(), parts.date, parts.utc_offset_minutes);
    add_header(message.get(), "Message-ID",
               header_words("<" + parts.message_id + ">", used_by("Message-ID")));
    if (!parts.references.empty()) {
        std::string thread;
        for (const std::string& id : parts.references)
            thread.append(thread.empty() ? "<" : " <").append(id).append(">");
        add_header(message.get(), "In-Reply-To",
                   header_words("<" + parts.references.back() + ">", used_by("In-Reply-To")));
        add_header(message.get(), "References", header_words(thread, used_by("References")));
    }
    add_header(message.get(), "Auto-Submitted", "auto-generated");
    for (const auto& [name, value] : parts.headers) {
        const bool for_machines =
            std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7F; });
        add_header(
            message.get(), name,
            for_machines ? header_words(value, used_by(name)) : header_prose(value, used_by(name)));
    }
    g_mime_message_set_mime_part(message.get(), body_of(parts).get());
    return message;
}

Bytes bytes_of(GMimeMessage* message) {
    const std::unique_ptr<GMimeFormatOptions, decltype(&g_mime_format_options_free)> format{
        g_mime_format_options_new(), &g_mime_format_options_free};
    g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
    g_mime_format_options_set_param_encoding_method(format.get(),
                                                    GMIME_PARAM_ENCODING_METHOD_RFC2231);
    const std::unique_ptr<char, decltype(&g_free)> text{
        g_mime_object_to_string(GMIME_OBJECT(message), format.get()), &g_free};
    return text.get();
}

/// The promise about bytes, checked on the bytes themselves.
std::optional<Problem> trouble_on_the_wire(std::string_view bytes) {
    std::size_t line = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        const bool line_feed_follows = i + 1 < bytes.size() && bytes[i + 1] == '\n';
        if (c == '\r' && line_feed_follows) {
            ++i;
            line = 0;
            continue;
        }
        if (c == '\r' || c == '\n' || c == '\0' || static_cast<unsigned char>(c) >= 0x80)
            return Problem{.what = "the composed email is not 7-bit text with CRLF line ends"};
        if (++line > longest_line)
            return Problem{.what = "the composed email has a line longer than 998 characters",
                           .remedy = "shorten the further headers, or put spaces into them",
                           .field = "headers"};
    }
    return std::nullopt;
}

}  // namespace

Expected<Bytes> compose_email(const EmailParts& parts) {
    static std::once_flag gmime_ready;
    std::call_once(gmime_ready, [] { g_mime_init(); });
    if (auto trouble = trouble_in(parts)) return fail(std::move(*trouble));
    Bytes bytes = bytes_of(message_of(parts).get());
    if (auto trouble = trouble_on_the_wire(bytes)) return fail(std::move(*trouble));
    return bytes;
}

}  // namespace postroom::rendering
