// An XMP packet read with expat: the properties these rules ask about.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace postroom::pdfcheck {

struct XmpPacket {
    bool well_formed = false;
    bool says_bytes = false;     ///< its first line has the attribute bytes
    bool says_encoding = false;  ///< or encoding
    /// By namespace and name: "http://purl.org/dc/elements/1.1/ title" → its text.
    std::map<std::string, std::string> properties;
    std::map<std::string, std::string> prefixes;  ///< by namespace
    std::set<std::string> schemas;                ///< namespaces the packet itself explains
    std::set<std::string> explained;              ///< names of properties it explains
};

XmpPacket read_xmp(std::string_view packet);

}  // namespace postroom::pdfcheck
