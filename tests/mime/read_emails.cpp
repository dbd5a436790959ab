// Reads emails with GMime's parser and prints what it found, one "key hexadecimal" a line:
// read_emails FILE.eml…
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <gmime/gmime.h>

#include "base/bytes.hpp"

namespace {

using postroom::to_hex;

struct Release {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

void say(const std::string& key, const std::string& value) {
    std::cout << key << " " << to_hex(value) << "\n";
}

std::string content_of(GMimePart* part) {
    const Owned<GMimeStream> stream{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

void say_mailboxes(const std::string& key, InternetAddressList* list) {
    for (int i = 0; i < internet_address_list_length(list); ++i) {
        InternetAddress* address = internet_address_list_get_address(list, i);
        const char* name = internet_address_get_name(address);
        say(key, std::string(name == nullptr ? "" : name) + "\n" +
                     internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
    }
}

void say_part(GMimeObject*, GMimeObject* object, void*) {
    if (!GMIME_IS_PART(object)) return;
    GMimePart* part = GMIME_PART(object);
    const char* name = g_mime_part_get_filename(part);
    GMimeContentType* type = g_mime_object_get_content_type(object);
    if (name != nullptr) {
        say("file", std::string(name) + "\n" + g_mime_content_type_get_media_type(type) + "/" +
                        g_mime_content_type_get_media_subtype(type) + "\n" +
                        to_hex(postroom::sha256(content_of(part))));
        return;
    }
    say(g_mime_content_type_get_media_subtype(type), content_of(part));
}

void read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    const Owned<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const Owned<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
    say("email", path);
    say("subject", g_mime_message_get_subject(message.get()));
    say("message-id", g_mime_message_get_message_id(message.get()));
    say_mailboxes("from", g_mime_message_get_from(message.get()));
    say_mailboxes("to", g_mime_message_get_to(message.get()));
    g_mime_message_foreach(message.get(), say_part, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    g_mime_init();
    for (int i = 1; i < argc; ++i) read(argv[i]);
}
