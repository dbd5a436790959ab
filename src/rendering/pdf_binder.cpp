#include "rendering/pdf_binder.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>
#include <vector>

#include "rendering/pdf_metadata.hpp"
#include "rendering/pdf_part.hpp"
#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

constexpr std::size_t kids_in_a_node = 64;
constexpr const char* producer = "Postroom";

std::string object_name(int number) {
    return std::to_string(number) + " 0 R";
}

struct Bookmark {
    std::string title;
    int page = 0;  ///< object
};

struct Group {
    std::string title;  ///< empty: its marks are not indented
    std::vector<Bookmark> marks;
};

/// A node of the parent tree or of the tree of ids, once written: what the node above says of it.
struct Node {
    int number = 0;
    std::string first, last;
};

}  // namespace

class PdfBinder::Book {
  public:
    Book(BindingLabel label, Sink sink) : label_(std::move(label)), sink_(std::move(sink)) {
        put("%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
        catalog_ = reserve();
        root_ = reserve();
        document_ = reserve();
    }

    void begin_group(std::string_view bookmark) {
        groups_.push_back({.title = std::string(bookmark), .marks = {}});
    }

    Expected<BoundPart> add(std::string_view pdf, std::string_view bookmark) {
        const std::size_t nodes = page_nodes_.size();
        const PartFrame frame{
            .structure_parent = document_,
            .first_key = next_key_,
            .id_prefix = std::to_string(parts_) + ".",
            .title = std::string(bookmark),
            .parent_of_page = [&](int page) {
                return node_of_page(pages_.size() + static_cast<std::size_t>(page));
            }};
        auto part = copy_part(pdf, frame, objects_);
        if (!part) {
            page_nodes_.resize(nodes);
            return fail(part.error());
        }
        take(*part, bookmark);
        return BoundPart{.first_page = static_cast<int>(pages_.size() - part->pages.size()) + 1,
                         .pages = static_cast<int>(part->pages.size())};
    }

    void add_blank_page() {
        assert(!pages_.empty());
        if (blank_content_ == 0) {
            blank_content_ = reserve();
            const std::string content = "/Artifact<</Type/Layout>>BDC\nEMC\n";
            write(blank_content_, "<</Length " + std::to_string(content.size()) + ">>\nstream\n" +
                                      content + "\nendstream");
        }
        const int page = reserve();
        const int parent = node_of_page(pages_.size());
        write(page, "<</Type/Page/Parent " + object_name(parent) + "/MediaBox" + media_box_ +
                        "/Resources<<>>/Tabs/S/Contents " + object_name(blank_content_) + ">>");
        pages_.push_back(page);
    }

    int pages() const { return static_cast<int>(pages_.size()); }

    void finish() {
        assert(!pages_.empty());
        const int pages = write_page_tree();
        write_structure();
        const std::string packet = xmp_packet(label_.title, label_.created, producer);
        const int metadata = reserve();
        write(metadata, "<</Type/Metadata/Subtype/XML/Length " + std::to_string(packet.size()) +
                            ">>\nstream\n" + packet + "\nendstream");
        std::string catalog = "<</Type/Catalog/Pages " + object_name(pages) +
                              "/MarkInfo<</Marked true>>/Lang(" + label_.language +
                              ")/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot " +
                              object_name(root_) + "/Metadata " + object_name(metadata);
        std::erase_if(groups_, [](const Group& group) { return group.marks.empty(); });
        if (!groups_.empty())
            catalog += "/PageMode/UseOutlines/Outlines " + object_name(write_outline());
        if (output_profile_ != 0) {
            const int intent = reserve();
            write(intent,
                  "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                  "/DestOutputProfile " +
                      object_name(output_profile_) + ">>");
            catalog += "/OutputIntents[" + object_name(intent) + "]";
        }
        write(catalog_, catalog + ">>");
        const int about = reserve();
        write(about, "<<" + information(label_.title, label_.created, producer) + ">>");
        write_cross_references(about);
    }

  private:
    int reserve() { return objects_.next++; }

    void put(std::string_view bytes) {
        sink_(bytes);
        offset_ += bytes.size();
    }

    void remember(int number, std::size_t offset) {
        if (offsets_.size() <= static_cast<std::size_t>(number))
            offsets_.resize(static_cast<std::size_t>(number) + 1);
        offsets_[static_cast<std::size_t>(number)] = offset;
    }

    void write(int number, const std::string& text) {
        remember(number, offset_);
        put(std::to_string(number) + " 0 obj\n" + text + "\nendobj\n");
    }

    int node_of_page(std::size_t page) {
        while (page_nodes_.size() <= page / kids_in_a_node) page_nodes_.push_back(reserve());
        return page_nodes_[page / kids_in_a_node];
    }

    void take(CopiedPart& part, std::string_view bookmark) {
        for (const CopiedPart::Object& object : part.objects)
            remember(object.number, offset_ + object.offset);
        put(part.bytes);
        identity_ = sha256(std::string(as_bytes(identity_)) + part.bytes);
        ++parts_;
        if (groups_.empty()) groups_.push_back({});
        if (!bookmark.empty())
            groups_.back().marks.push_back({std::string(bookmark), part.pages.front()});
        pages_.insert(pages_.end(), part.pages.begin(), part.pages.end());
        branches_.insert(branches_.end(), part.branches.begin(), part.branches.end());
        media_box_ = part.media_box;
        if (output_profile_ == 0) output_profile_ = part.output_profile;
        ids_.insert(ids_.end(), part.ids.begin(), part.ids.end());
        if (!part.parents.empty()) {
            std::string entries;
            for (const auto& [key, value] : part.parents)
                entries += std::to_string(key) + " " + value + " ";
            parents_.push_back(write_leaf("/Nums", entries,
                                          std::to_string(part.parents.front().first),
                                          std::to_string(part.parents.back().first)));
        }
        next_key_ += part.keys;
        part.bytes.clear();
    }

    // --- trees ---

    Node write_leaf(const char* kind, const std::string& entries, std::string first,
                    std::string last) {
        Node node{reserve(), std::move(first), std::move(last)};
        write(node.number,
              "<</Limits[" + node.first + " " + node.last + "]" + kind + "[" + entries + "]>>");
        return node;
    }

    /// Levels of nodes over the leaves, until one says it all: the inside of the root.
    std::string over(std::vector<Node> nodes) {
        const auto kids_of = [&](std::size_t from, std::size_t to) {
            std::string kids = "/Kids[";
            for (std::size_t i = from; i < to; ++i) kids += object_name(nodes[i].number) + " ";
            return kids + "]";
        };
        while (nodes.size() > kids_in_a_node) {
            std::vector<Node> above;
            for (std::size_t from = 0; from < nodes.size(); from += kids_in_a_node) {
                const std::size_t to = std::min(nodes.size(), from + kids_in_a_node);
                Node node{reserve(), nodes[from].first, nodes[to - 1].last};
                write(node.number,
                      "<</Limits[" + node.first + " " + node.last + "]" + kids_of(from, to) + ">>");
                above.push_back(std::move(node));
            }
            nodes = std::move(above);
        }
        return "<<" + kids_of(0, nodes.size()) + ">>";
    }

    /// Returns the root of the tree of pages, each level written when the one above has its number.
    int write_page_tree() {
        std::vector<int> kids = pages_;
        std::vector<int> counts(pages_.size(), 1);
        std::vector<int> level = page_nodes_;
        for (;;) {
            std::vector<int> above((level.size() + kids_in_a_node - 1) / kids_in_a_node);
            if (level.size() > 1)
                for (int& number : above) number = reserve();
            std::vector<int> sums;
            for (std::size_t i = 0; i < level.size(); ++i) {
                std::string names;
                int pages = 0;
                const std::size_t end = std::min(kids.size(), (i + 1) * kids_in_a_node);
                for (std::size_t kid = i * kids_in_a_node; kid < end; ++kid) {
                    names += object_name(kids[kid]) + " ";
                    pages += counts[kid];
                }
                sums.push_back(pages);
                const std::string parent =
                    level.size() > 1 ? "/Parent " + object_name(above[i / kids_in_a_node]) : "";
                std::string node = "<</Type/Pages";
                node.append(parent).append("/Count ").append(std::to_string(pages));
                node.append("/Kids[").append(names).append("]>>");
                write(level[i], node);
            }
            if (level.size() == 1) return level.front();
            kids = std::move(level);
            counts = std::move(sums);
            level = std::move(above);
        }
    }

    void write_structure() {
        std::string kids;
        for (const int branch : branches_) kids += object_name(branch) + " ";
        write(document_,
              "<</Type/StructElem/S/Document/P " + object_name(root_) + "/K[" + kids + "]>>");
        std::string root = "<</Type/StructTreeRoot/K " + object_name(document_);
        const int parents = reserve();
        write(parents, over(std::move(parents_)));
        root += "/ParentTree " + object_name(parents) + "/ParentTreeNextKey " +
                std::to_string(next_key_);
        if (!objects_.roles.empty()) {
            root += "/RoleMap<<";
            for (const auto& [role, standard] : objects_.roles)
                root.append(role).append(" ").append(standard);
            root += ">>";
        }
        if (!ids_.empty()) {
            const int tree = reserve();
            write(tree, over(leaves_of_ids()));
            root += "/IDTree " + object_name(tree);
        }
        write(root_, root + ">>");
    }

    std::vector<Node> leaves_of_ids() {
        std::sort(ids_.begin(), ids_.end());
        std::vector<Node> leaves;
        for (std::size_t from = 0; from < ids_.size(); from += kids_in_a_node) {
            const std::size_t to = std::min(ids_.size(), from + kids_in_a_node);
            std::string entries;
            for (std::size_t i = from; i < to; ++i)
                entries += literal_string(ids_[i].first) + " " + object_name(ids_[i].second) + " ";
            leaves.push_back(write_leaf("/Names", entries, literal_string(ids_[from].first),
                                        literal_string(ids_[to - 1].first)));
        }
        return leaves;
    }

    // --- bookmarks ---

    /// One level of them: `first` to `last` of a run of numbers that follow one another.
    static std::string neighbours(int number, int first, int last) {
        std::string text;
        if (number > first) text += "/Prev " + object_name(number - 1);
        if (number < last) text += "/Next " + object_name(number + 1);
        return text;
    }

    void write_bookmark(int number, const Bookmark& mark, int parent, const std::string& more) {
        write(number, "<</Title" + text_string(mark.title) + "/Parent " + object_name(parent) +
                          "/Dest[" + object_name(mark.page) + "/Fit]" + more + ">>");
    }

    int write_outline() {
        const bool grouped = !groups_.front().title.empty();
        const int outline = reserve();
        const int first_group = objects_.next;
        const auto group_count = static_cast<int>(grouped ? groups_.size() : 0);
        objects_.next += group_count;
        int shown = group_count, first = first_group, last = first_group + group_count - 1;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            const int parent = grouped ? first_group + static_cast<int>(i) : outline;
            const auto count = static_cast<int>(groups_[i].marks.size());
            const int begin = objects_.next;
            objects_.next += count;
            write_bookmarks(groups_[i].marks, parent, begin);
            shown += count;
            if (!grouped) {
                first = begin;
                last = begin + count - 1;
                continue;
            }
            write_bookmark(parent, {groups_[i].title, groups_[i].marks.front().page}, outline,
                           neighbours(parent, first, last) + "/First " + object_name(begin) +
                               "/Last " + object_name(begin + count - 1) + "/Count " +
                               std::to_string(count));
        }
        write(outline, "<</Type/Outlines/First " + object_name(first) + "/Last " +
                           object_name(last) + "/Count " + std::to_string(shown) + ">>");
        return outline;
    }

    void write_bookmarks(const std::vector<Bookmark>& marks, int parent, int begin) {
        const int end = begin + static_cast<int>(marks.size()) - 1;
        for (int number = begin; number <= end; ++number)
            write_bookmark(number, marks[static_cast<std::size_t>(number - begin)], parent,
                           neighbours(number, begin, end));
    }

    void write_cross_references(int about) {
        const std::size_t start = offset_;
        const std::size_t size = static_cast<std::size_t>(objects_.next);
        offsets_.resize(size);
        put("xref\n0 " + std::to_string(size) + "\n0000000000 65535 f \n");
        std::array<char, 24> line{};
        for (std::size_t number = 1; number < size; ++number) {
            std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", offsets_[number]);
            put(line.data());
        }
        const std::string id = "<" + to_hex(as_bytes(identity_).substr(0, 16)) + ">";
        put("trailer\n<</Size " + std::to_string(size) + "/Root " + object_name(catalog_) +
            "/Info " + object_name(about) + "/ID[" + id + id + "]>>\nstartxref\n" +
            std::to_string(start) + "\n%%EOF\n");
    }

    BindingLabel label_;
    Sink sink_;
    BoundObjects objects_;
    std::size_t offset_ = 0;
    std::vector<std::size_t> offsets_;  ///< by object
    int catalog_ = 0, root_ = 0, document_ = 0;
    int blank_content_ = 0, output_profile_ = 0;
    int parts_ = 0, next_key_ = 0;
    std::string media_box_;
    std::vector<int> pages_, page_nodes_, branches_;
    std::vector<Node> parents_;
    std::vector<std::pair<std::string, int>> ids_;
    std::vector<Group> groups_;
    Digest identity_{};
};

PdfBinder::PdfBinder(BindingLabel label, Sink sink)
    : book_(std::make_unique<Book>(std::move(label), std::move(sink))) {}
PdfBinder::~PdfBinder() = default;

void PdfBinder::begin_group(std::string_view bookmark) {
    book_->begin_group(bookmark);
}

Expected<BoundPart> PdfBinder::add(std::string_view pdf, std::string_view bookmark) {
    return book_->add(pdf, bookmark);
}

void PdfBinder::add_blank_page() {
    book_->add_blank_page();
}

int PdfBinder::pages() const {
    return book_->pages();
}

void PdfBinder::finish() {
    book_->finish();
}

}  // namespace postroom::rendering
