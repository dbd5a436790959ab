#include "rendering/pdf_outline.hpp"

#include <algorithm>

#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

constexpr std::size_t fewest_headings = 3;

struct Item {
    int object = 0;
    int level = 1;
    int parent = -1;  // index; -1: the outline itself
    std::vector<std::size_t> kids;
    std::string title;
    std::string destination;
};

int level_of(document::Role role) {
    if (role == document::Role::heading1) return 1;
    return role == document::Role::heading2 ? 2 : 3;
}

// Where an element's first line stands, a little above its letters.
std::string destination_of(int element, const document::Pages& pages,
                           const std::vector<PageInFile>& in_file, double page_height) {
    for (std::size_t page = 0; page < pages.pages.size(); ++page) {
        for (const document::Text& text : pages.pages[page].texts) {
            if (text.block != element) continue;
            std::string place = "[" + reference_to(in_file[page].object) + "/XYZ null ";
            append_number(place, page_height - text.baseline + text.size * 1.2);
            return place + " null]";
        }
    }
    return {};
}

std::vector<Item> items_of(PdfObjects& objects, const document::Pages& pages,
                           const std::vector<PageInFile>& in_file, double page_height) {
    std::vector<Item> items;
    std::vector<std::size_t> open;  // the headings that the next one may stand under
    for (const document::Bookmark& heading : pages.headings) {
        Item item;
        item.destination = destination_of(heading.element, pages, in_file, page_height);
        if (item.destination.empty()) continue;  // a heading without words
        item.object = objects.reserve();
        item.level = level_of(pages.elements[static_cast<std::size_t>(heading.element)].role);
        item.title = heading.text;
        std::replace(item.title.begin(), item.title.end(), '\n', ' ');
        while (!open.empty() && items[open.back()].level >= item.level) open.pop_back();
        if (!open.empty()) {
            item.parent = static_cast<int>(open.back());
            items[open.back()].kids.push_back(items.size());
        }
        open.push_back(items.size());
        items.push_back(std::move(item));
    }
    return items;
}

std::string family(const std::vector<std::size_t>& kids, const std::vector<Item>& items) {
    if (kids.empty()) return {};
    // Shown closed would be a negative count; a letter's headings are few, so they stand open.
    return "/First " + reference_to(items[kids.front()].object) + "/Last " +
           reference_to(items[kids.back()].object) + "/Count " + std::to_string(kids.size());
}

}  // namespace

int write_outline(PdfObjects& objects, const document::Pages& pages,
                  const std::vector<PageInFile>& in_file, double page_height) {
    if (pages.pages.size() < 2 || pages.headings.size() < fewest_headings) return 0;
    const std::vector<Item> items = items_of(objects, pages, in_file, page_height);
    if (items.empty()) return 0;
    std::vector<std::size_t> top;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].parent < 0) top.push_back(i);
    const int outline = objects.add("/Type/Outlines" + family(top, items));
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = items[i];
        const auto& among =
            item.parent < 0 ? top : items[static_cast<std::size_t>(item.parent)].kids;
        const auto here = std::find(among.begin(), among.end(), i);
        std::string entries =
            "/Title" + text_string(item.title) + "/Dest" + item.destination + "/Parent " +
            reference_to(item.parent < 0 ? outline
                                         : items[static_cast<std::size_t>(item.parent)].object);
        if (here != among.begin()) entries += "/Prev " + reference_to(items[*(here - 1)].object);
        if (here + 1 != among.end()) entries += "/Next " + reference_to(items[*(here + 1)].object);
        objects.write(item.object, entries + family(item.kids, items));
    }
    return outline;
}

}  // namespace postroom::rendering
