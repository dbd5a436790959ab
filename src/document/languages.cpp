#include "document/languages.hpp"

#include <iterator>
#include <utility>

namespace postroom::document {

void append_part(Pages& whole, Pages part, const std::string& language) {
    const int root = static_cast<int>(whole.elements.size());
    const int shift = root + 1;
    const auto first_run = static_cast<std::uint32_t>(whole.runs.size());
    whole.elements.push_back({Role::part, -1, language});
    for (Element& element : part.elements) {
        element.parent = element.parent < 0 ? root : element.parent + shift;
        whole.elements.push_back(std::move(element));
    }
    whole.runs.insert(whole.runs.end(), part.runs.begin(), part.runs.end());
    for (Bookmark& heading : part.headings) {
        heading.element += shift;
        whole.headings.push_back(std::move(heading));
    }
    for (Page& page : part.pages) {
        for (Text& text : page.texts) {
            if (text.element >= 0) text.element += shift;
            if (text.block >= 0) text.block += shift;
            text.first_run += first_run;
        }
        for (LinkArea& link : page.links) link.element += shift;
        for (Picture& picture : page.pictures) picture.element += shift;
        whole.pages.push_back(std::move(page));
    }
}

Document without_envelope(Document document) {
    document.addressee.clear();
    return document;
}

PageStyle without_letterhead(PageStyle style) {
    style.body_top = style.margin_top;
    style.letterhead = false;
    return style;
}

}  // namespace postroom::document
