#include "pdfcheck/xmp.hpp"

#include <climits>
#include <memory>
#include <vector>

#include <expat.h>

namespace postroom::pdfcheck {
namespace {

constexpr char between = ' ';  // namespace, name and prefix, as expat hands them over
constexpr std::size_t deepest = 100;
const std::string rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const std::string schema = "http://www.aiim.org/pdfa/ns/schema#";
const std::string property = "http://www.aiim.org/pdfa/ns/property#";

struct Name {
    std::string space, name, prefix;
};

Name taken_apart(const char* triplet) {
    const std::string_view text = triplet;
    Name name;
    const std::size_t first = text.find(between);
    if (first == text.npos) return {.space = {}, .name = std::string(text), .prefix = {}};
    const std::size_t second = text.find(between, first + 1);
    name.space = text.substr(0, first);
    name.name = text.substr(first + 1, second == text.npos ? text.npos : second - first - 1);
    if (second != text.npos) name.prefix = text.substr(second + 1);
    return name;
}

struct Reader {
    XmpPacket& packet;
    XML_Parser parser;
    std::vector<Name> open = {};
    std::string text = {};
    std::string top = {};          // the property being read, of rdf:Description
    std::size_t described_at = 0;  // depth of rdf:Description
};

void keep(Reader& reader, const Name& name, const std::string& text) {
    reader.packet.properties[name.space + between + name.name] = text;
    if (!name.prefix.empty()) reader.packet.prefixes[name.space] = name.prefix;
}

void XMLCALL begin(void* data, const char* element, const char** attributes) {
    Reader& reader = *static_cast<Reader*>(data);
    const Name name = taken_apart(element);
    reader.open.push_back(name);
    reader.text.clear();
    if (reader.open.size() > deepest) XML_StopParser(reader.parser, XML_FALSE);
    const bool description = name.space == rdf && name.name == "Description";
    if (description && reader.described_at == 0) {
        reader.described_at = reader.open.size();
        for (; *attributes != nullptr; attributes += 2) {
            const Name attribute = taken_apart(attributes[0]);
            if (attribute.space != rdf && !attribute.space.empty())
                keep(reader, attribute, attributes[1]);
        }
    } else if (reader.described_at != 0 && reader.open.size() == reader.described_at + 1) {
        keep(reader, name, "");
        reader.top = name.space + between + name.name;
    }
}

void XMLCALL end(void* data, const char*) {
    Reader& reader = *static_cast<Reader*>(data);
    const Name name = reader.open.back();
    if (name.space == schema && name.name == "namespaceURI")
        reader.packet.schemas.insert(reader.text);
    if (name.space == property && name.name == "name") reader.packet.explained.insert(reader.text);
    if (reader.described_at != 0 && reader.open.size() > reader.described_at &&
        !reader.text.empty() && reader.packet.properties[reader.top].empty())
        reader.packet.properties[reader.top] = reader.text;
    if (reader.open.size() == reader.described_at) reader.described_at = 0;
    reader.open.pop_back();
    reader.text.clear();
}

void XMLCALL characters(void* data, const char* text, int length) {
    Reader& reader = *static_cast<Reader*>(data);
    const std::string_view more(text, static_cast<std::size_t>(length));
    if (reader.text.empty() && more.find_first_not_of(" \t\r\n") == more.npos) return;
    reader.text += more;
}

void XMLCALL instruction(void* data, const char* target, const char* text) {
    if (std::string_view(target) != "xpacket") return;
    Reader& reader = *static_cast<Reader*>(data);
    const std::string_view said = text;
    if (said.substr(0, 5) != "begin") return;
    reader.packet.says_bytes = said.find(" bytes=") != said.npos;
    reader.packet.says_encoding = said.find(" encoding=") != said.npos;
}

}  // namespace

XmpPacket read_xmp(std::string_view bytes) {
    XmpPacket packet;
    if (bytes.size() > INT_MAX) return packet;
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(
        XML_ParserCreateNS(nullptr, between), XML_ParserFree);
    Reader reader{.packet = packet, .parser = parser.get()};
    XML_SetUserData(parser.get(), &reader);
    XML_SetReturnNSTriplet(parser.get(), 1);
    XML_SetElementHandler(parser.get(), begin, end);
    XML_SetCharacterDataHandler(parser.get(), characters);
    XML_SetProcessingInstructionHandler(parser.get(), instruction);
    packet.well_formed = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()),
                                   XML_TRUE) == XML_STATUS_OK;
    return packet;
}

}  // namespace postroom::pdfcheck
