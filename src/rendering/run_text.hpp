// Runs as plain text for renditions without links.
#pragma once

#include <string>
#include <string_view>

#include "document/document.hpp"

namespace postroom::rendering {

/// The address behind a link is said once, and not at all when the text already is the address.
inline std::string text_with_addresses(const document::Runs& runs) {
    std::string text;
    for (const document::Run& run : runs) {
        text += run.text;
        std::string_view address = run.link;
        for (const std::string_view scheme : {"mailto:", "tel:"})
            if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
        if (!address.empty() && run.text.find(address) == std::string::npos)
            text.append(": ").append(address);
    }
    return text;
}

}  // namespace postroom::rendering
