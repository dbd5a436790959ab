#include "rendering/pdf_structure.hpp"

#include "rendering/pdf_metadata.hpp"
#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

using document::Element;
using document::Role;

// The table attribute and list attribute owners of ISO 32000-1, 14.8.5.
const char* attributes_of(Role role) {
    switch (role) {
        case Role::header_cell:
            return "/A<</O/Table/Scope/Column>>";
        case Role::list:
            return "/A<</O/List/ListNumbering/Disc>>";
        case Role::numbered_list:
            return "/A<</O/List/ListNumbering/Decimal>>";
        default:
            return "";
    }
}

class StructureWriter {
  public:
    StructureWriter(PdfObjects& objects, const document::Pages& pages,
                    const std::vector<PageInFile>& in_file, double page_height)
        : objects_(objects),
          pages_(pages),
          in_file_(in_file),
          page_height_(page_height),
          nodes_(pages.elements.size()) {}

    int write() {
        root_ = objects_.reserve();
        document_ = objects_.reserve();
        for (Node& node : nodes_) node.object = objects_.reserve();
        next_key_ = static_cast<int>(in_file_.size());
        for (std::size_t page = 0; page < in_file_.size(); ++page) add_page(page);
        attach_up_to(static_cast<int>(nodes_.size()) - 1);
        for (std::size_t i = 0; i < nodes_.size(); ++i) write_element(i);
        objects_.write(document_, "/Type/StructElem/S/Document/P " + reference_to(root_) + "/K[" +
                                      document_kids_ + "]");
        const int parents = objects_.add("/Nums[" + page_parents_ + link_parents_ + "]");
        objects_.write(root_, "/Type/StructTreeRoot/K " + reference_to(document_) + "/ParentTree " +
                                  reference_to(parents) + "/ParentTreeNextKey " +
                                  std::to_string(next_key_));
        return root_;
    }

  private:
    struct Node {
        int object = 0;
        int page = 0;  // object of the page its numbered content is on
        std::string kids;
        std::string entries;  // besides those that every element has
    };

    Node& node(int element) { return nodes_[static_cast<std::size_t>(element)]; }

    // Elements join their parents in reading order, between the content before and after them.
    void attach_up_to(int element) {
        for (; attached_ <= element; ++attached_) {
            const int parent = pages_.elements[static_cast<std::size_t>(attached_)].parent;
            std::string& kids = parent < 0 ? document_kids_ : node(parent).kids;
            append_reference(kids, node(attached_).object);
        }
    }

    void add_page(std::size_t index) {
        const PageInFile& page = in_file_[index];
        append_number(page_parents_, static_cast<int>(index));
        page_parents_ += '[';
        int number = 0;
        for (const int element : page.content->elements) {
            attach_up_to(element);
            add_content(node(element), page.object, number++);
            append_reference(page_parents_, node(element).object);
        }
        page_parents_ += ']';
        for (const document::Picture& picture : pages_.pages[index].pictures) describe(picture);
        std::string entries = "/Tabs/S/StructParents ";
        append_number(entries, static_cast<int>(index));
        if (!pages_.pages[index].links.empty()) {
            entries += "/Annots[";
            for (const document::LinkArea& link : pages_.pages[index].links)
                append_reference(entries, add_link(link, page.object));
            entries.back() = ']';
        }
        objects_.write(page.object, std::move(entries));
    }

    // A figure says in words what it shows, and where it stands (ISO 32000-1, 14.8.5.4.3).
    void describe(const document::Picture& picture) {
        const document::Box& box = picture.box;
        std::string& entries = node(picture.element).entries;
        entries = "/Alt" + text_string(picture.words) + "/A<</O/Layout/Placement/Block/BBox[";
        for (const double side : {box.left, page_height_ - box.top - box.height,
                                  box.left + box.width, page_height_ - box.top}) {
            append_number(entries, side);
            entries += ' ';
        }
        entries.back() = ']';
        entries += ">>";
    }

    static void append_reference(std::string& text, int object) {
        append_number(text, object);
        text += " 0 R ";
    }

    static void add_content(Node& node, int page, int number) {
        if (node.page == 0) node.page = page;
        if (node.page == page) {
            append_number(node.kids, number);
            node.kids += ' ';
            return;
        }
        node.kids += "<</Type/MCR/Pg ";
        append_reference(node.kids, page);
        node.kids += "/MCID ";
        append_number(node.kids, number);
        node.kids += ">>";
    }

    int add_link(const document::LinkArea& link, int page) {
        const document::Box& box = link.box;
        std::string entries = "/Type/Annot/Subtype/Link/Rect[";
        for (const double side : {box.left, page_height_ - box.top - box.height,
                                  box.left + box.width, page_height_ - box.top}) {
            append_number(entries, side);
            entries += ' ';
        }
        // Flag 4: it prints with the page.
        entries += "]/F 4/Border[0 0 0]/Contents" + text_string(link.text) + "/StructParent " +
                   std::to_string(next_key_) + "/A<</S/URI/URI" + literal_string(link.address) +
                   ">>";
        const int annotation = objects_.add(std::move(entries));
        append_number(link_parents_, next_key_++);
        link_parents_ += ' ';
        append_reference(link_parents_, node(link.element).object);
        node(link.element).kids +=
            "<</Type/OBJR/Obj " + reference_to(annotation) + "/Pg " + reference_to(page) + ">>";
        return annotation;
    }

    void write_element(std::size_t index) {
        const Element& element = pages_.elements[index];
        const Node& self = nodes_[index];
        std::string entries;
        entries.reserve(64 + self.kids.size() + self.entries.size());
        entries += "/S/";
        entries += structure_type(element.role);
        entries += "/P ";
        append_reference(entries, element.parent < 0 ? document_ : node(element.parent).object);
        if (self.page != 0) {
            entries += "/Pg ";
            append_reference(entries, self.page);
        }
        entries += attributes_of(element.role);
        entries += self.entries;
        if (!element.language.empty())
            entries += "/Lang(" + spoken_language(element.language) + ")";
        entries += "/K[";
        entries += self.kids;
        if (entries.back() == ' ') entries.pop_back();
        entries += ']';
        objects_.write(self.object, std::move(entries));
    }

    PdfObjects& objects_;
    const document::Pages& pages_;
    const std::vector<PageInFile>& in_file_;
    double page_height_;
    std::vector<Node> nodes_;
    int root_ = 0;
    int document_ = 0;
    int attached_ = 0;
    int next_key_ = 0;
    std::string document_kids_;
    std::string page_parents_;
    std::string link_parents_;
};

}  // namespace

int write_structure(PdfObjects& objects, const document::Pages& pages,
                    const std::vector<PageInFile>& in_file, double page_height) {
    return StructureWriter(objects, pages, in_file, page_height).write();
}

}  // namespace postroom::rendering
