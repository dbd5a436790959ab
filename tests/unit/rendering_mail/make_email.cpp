#include "make_email.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <gmime/gmime.h>
#include <unistd.h>

#include "base/unicode.hpp"

namespace postroom::rendering {
namespace {

/// A folder of its own, gone at the end.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "mail-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::string without_carriage_returns(std::string text) {
    std::erase(text, '\r');
    return text;
}

void read_addresses(GMimeMessage* message, GMimeAddressType type, const std::string& key,
                    ReadEmail& read) {
    InternetAddressList* list = g_mime_message_get_addresses(message, type);
    for (int i = 0; i < internet_address_list_length(list); ++i) {
        InternetAddress* address = internet_address_list_get_address(list, i);
        const char* name = internet_address_get_name(address);
        read[key + "-name"].emplace_back(name ? name : "");
        read[key + "-email"].emplace_back(
            internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
    }
}

void read_part(GMimeObject*, GMimeObject* object, gpointer into) {
    if (!GMIME_IS_PART(object)) return;
    auto& read = *static_cast<ReadEmail*>(into);
    GMimePart* part = GMIME_PART(object);
    GMimeStream* stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream);
    const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    const std::string content(reinterpret_cast<const char*>(array->data), array->len);
    g_object_unref(stream);
    if (g_mime_part_is_attachment(part)) {
        read["file-name"].emplace_back(g_mime_part_get_filename(part));
        read["file"].push_back(content);
    } else {
        const char* subtype =
            g_mime_content_type_get_media_subtype(g_mime_object_get_content_type(object));
        read[subtype].push_back(without_carriage_returns(content));
    }
}

void add(ReadEmail& read, const std::string& key, const Mailbox& mailbox) {
    read[key + "-name"].push_back(mailbox.name);
    read[key + "-email"].push_back(mailbox.email);
}

}  // namespace

std::vector<ReadEmail> read_with_python(const std::vector<Bytes>& emails) {
    const ScratchFolder folder;
    for (std::size_t i = 0; i < emails.size(); ++i)
        std::ofstream(folder.path() / (std::to_string(i) + ".eml"), std::ios::binary) << emails[i];
    const std::string command =
        "/usr/bin/python3 '" READ_EMAILS_SCRIPT "' '" + folder.path().string() + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("Python could not read them");

    std::vector<ReadEmail> all;
    for (std::size_t i = 0; i < emails.size(); ++i) {
        std::ifstream file(folder.path() / (std::to_string(i) + ".read"));
        ReadEmail read;
        for (std::string line; std::getline(file, line);) {
            const std::size_t space = line.find(' ');
            read[line.substr(0, space)].push_back(from_hex(line.substr(space + 1)).value());
        }
        all.push_back(std::move(read));
    }
    return all;
}

ReadEmail read_with_gmime(const Bytes& email) {
    g_mime_init();
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(email.data(), email.size());
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
    if (message == nullptr) throw std::runtime_error("GMime could not read it");
    ReadEmail read;
    read["subject"].emplace_back(g_mime_message_get_subject(message));
    read_addresses(message, GMIME_ADDRESS_TYPE_FROM, "from", read);
    read_addresses(message, GMIME_ADDRESS_TYPE_TO, "to", read);
    read_addresses(message, GMIME_ADDRESS_TYPE_CC, "cc", read);
    read_addresses(message, GMIME_ADDRESS_TYPE_REPLY_TO, "reply-to", read);
    g_mime_message_foreach(message, read_part, &read);
    g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(stream);
    return read;
}

ReadEmail as_sent(const EmailParts& parts) {
    ReadEmail sent;
    sent["subject"] = {parts.subject};
    add(sent, "from", parts.from);
    add(sent, "to", parts.to);
    for (const Mailbox& mailbox : parts.cc) add(sent, "cc", mailbox);
    if (!parts.reply_to.email.empty()) add(sent, "reply-to", parts.reply_to);
    sent["plain"] = {parts.text};
    if (!parts.html.empty()) sent["html"] = {parts.html};
    for (const Attachment& attachment : parts.attachments) {
        sent["file-name"].push_back(attachment.file_name);
        sent["file"].push_back(attachment.bytes);
    }
    return sent;
}

std::string harmless(const std::vector<char32_t>& code_points) {
    std::string text;
    for (char32_t c : code_points) {
        c %= 0x110000;
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string character;
        append_code_point(character, c);
        if (!forbidden_in_a_line(character)) text += character;
    }
    return text;
}

}  // namespace postroom::rendering
