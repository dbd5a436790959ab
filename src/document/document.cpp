#include "document/document.hpp"

namespace postroom::document {

std::string plain(const Runs& runs) {
    std::string text;
    for (const Run& run : runs) text += run.text;
    return text;
}

}  // namespace postroom::document
