#include <algorithm>
#include <array>

#include "pdfcheck/inspections.hpp"
#include "pdfcheck/xmp.hpp"

namespace postroom::pdfcheck {
namespace {

const std::string dublin_core = "http://purl.org/dc/elements/1.1/";
const std::string archive = "http://www.aiim.org/pdfa/ns/id/";
const std::string access = "http://www.aiim.org/pdfua/ns/id/";
const std::string extension = "http://www.aiim.org/pdfa/ns/extension/";

// Schemas that PDF/A knows without being told (ISO 19005-2, 6.6.2.3.1).
const std::array<std::string, 14> known = {dublin_core,
                                           archive,
                                           extension,
                                           "http://ns.adobe.com/xap/1.0/",
                                           "http://ns.adobe.com/xap/1.0/rights/",
                                           "http://ns.adobe.com/xap/1.0/mm/",
                                           "http://ns.adobe.com/xap/1.0/bj/",
                                           "http://ns.adobe.com/xap/1.0/t/pg/",
                                           "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
                                           "http://ns.adobe.com/pdf/1.3/",
                                           "http://ns.adobe.com/photoshop/1.0/",
                                           "http://ns.adobe.com/camera-raw-settings/1.0/",
                                           "http://ns.adobe.com/tiff/1.0/",
                                           "http://ns.adobe.com/exif/1.0/"};

}  // namespace

void inspect_metadata(const PdfFile& file, Findings& findings) {
    QPDFObjectHandle stream = file.catalogue().getKey("/Metadata");
    if (!stream.isStream()) {
        findings.add("UA-7.1-8", "the catalogue", "it has no Metadata");
        return;
    }
    const std::string where = "the metadata, " + object_name(stream);
    const auto bytes = file.unpacked(stream);
    const XmpPacket packet = read_xmp(bytes.value_or(""));
    if (!packet.well_formed) {
        findings.add("A-6.6.2.1-4", where, "it is not well-formed XML");
        return;
    }
    if (packet.says_bytes) findings.add("A-6.6.2.1-2", where, "its first line says bytes");
    if (packet.says_encoding) findings.add("A-6.6.2.1-3", where, "its first line says encoding");

    const auto text = [&](const std::string& space, const char* name) {
        const auto found = packet.properties.find(space + " " + name);
        return found == packet.properties.end() ? std::string() : found->second;
    };
    const auto is_there = [&](const std::string& space, const char* name) {
        return packet.properties.contains(space + " " + name);
    };
    const auto prefixed = [&](const std::string& space, const char* prefix) {
        const auto found = packet.prefixes.find(space);
        return found == packet.prefixes.end() || found->second == prefix;
    };
    if (text(dublin_core, "title").empty()) findings.add("UA-7.1-9", where, "dc:title is missing");
    if (!is_there(access, "part"))
        findings.add("UA-5-1", where, "pdfuaid:part is missing");
    else if (text(access, "part") != "1")
        findings.add("UA-5-2", where, "pdfuaid:part is not 1");
    if (!prefixed(access, "pdfuaid"))
        findings.add("UA-5-3", where, "the PDF/UA properties have another prefix");
    if (!is_there(archive, "part"))
        findings.add("A-6.6.4-1", where, "pdfaid:part is missing");
    else if (text(archive, "part") != "2")
        findings.add("A-6.6.4-2", where, "pdfaid:part is not 2");
    if (is_there(archive, "part") && text(archive, "conformance") != "A")
        findings.add("A-6.6.4-3", where, "pdfaid:conformance is not A");
    if (!prefixed(archive, "pdfaid"))
        findings.add("A-6.6.4-4", where, "the PDF/A properties have another prefix");

    for (const auto& [name, value] : packet.properties) {
        const std::string space = name.substr(0, name.find(' '));
        const std::string local = name.substr(name.find(' ') + 1);
        if (std::find(known.begin(), known.end(), space) != known.end()) continue;
        if (!packet.schemas.contains(space) || !packet.explained.contains(local))
            findings.add("A-6.6.2.3-7", where, "a property is in no schema that PDF/A knows");
    }
}

}  // namespace postroom::pdfcheck
