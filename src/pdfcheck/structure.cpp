#include "pdfcheck/structure.hpp"

#include <set>

namespace postroom::pdfcheck {
namespace {

constexpr std::size_t most_elements = 2'000'000;
constexpr std::size_t most_parents = 2'000'000;

struct Waiting {
    QPDFObjectHandle object;
    int parent = -1;
    QPDFObjectHandle page;
};

class Reader {
  public:
    explicit Reader(const PdfFile& file) : file_(file) {}

    Structure read() {
        QPDFObjectHandle root = file_.catalogue().getKey("/StructTreeRoot");
        result_.present = root.isDictionary();
        if (!result_.present) return std::move(result_);
        roles_ = root.getKey("/RoleMap");
        read_parents(root.getKey("/ParentTree"));
        push_kids(root.getKey("/K"), -1, QPDFObjectHandle::newNull());
        while (!waiting_.empty() && !result_.cut_short) {
            const Waiting next = waiting_.back();
            waiting_.pop_back();
            take(next);
        }
        return std::move(result_);
    }

  private:
    // Last kid first, so that the first is taken next.
    void push_kids(QPDFObjectHandle kids, int parent, QPDFObjectHandle page) {
        if (!kids.isArray()) {
            if (!kids.isNull()) waiting_.push_back({kids, parent, page});
            return;
        }
        for (int i = kids.getArrayNItems(); i-- > 0;)
            waiting_.push_back({kids.getArrayItem(i), parent, page});
    }

    void take(const Waiting& next) {
        QPDFObjectHandle object = next.object;
        if (object.isInteger()) {
            own({next.page.getObjGen(), object.getIntValueAsInt()}, next.parent);
            return;
        }
        if (!object.isDictionary()) return;
        const std::string type = name_of(object.getKey("/Type"));
        if (type == "/MCR" || (type.empty() && object.hasKey("/MCID"))) {
            marked_content(object, next);
        } else if (type == "/OBJR") {
            result_.owned.emplace(object.getKey("/Obj").getObjGen(), next.parent);
        } else {
            element(object, next);
        }
    }

    void marked_content(QPDFObjectHandle reference, const Waiting& next) {
        QPDFObjectHandle stream = reference.getKey("/Stm");
        QPDFObjectHandle page = reference.getKey("/Pg");
        if (!page.isDictionary()) page = next.page;
        QPDFObjectHandle number = reference.getKey("/MCID");
        if (!number.isInteger()) return;
        own({stream.isStream() ? stream.getObjGen() : page.getObjGen(), number.getIntValueAsInt()},
            next.parent);
    }

    void own(const ContentPlace& content, int element) {
        if (element < 0) return;
        result_.owners.emplace(content, element);
        const int page = file_.page_number(content.first);
        for (int i = element; i >= 0 && at(i).page == 0; i = at(i).parent) at(i).page = page;
    }

    void element(QPDFObjectHandle object, const Waiting& next) {
        if (object.isIndirect() && !seen_.insert(object.getObjGen()).second) {
            result_.cut_short = true;
            return;
        }
        if (result_.elements.size() >= most_elements) {
            result_.cut_short = true;
            return;
        }
        const int index = static_cast<int>(result_.elements.size());
        StructureElement element{.object = object, .parent = next.parent};
        element.type = name_of(object.getKey("/S"));
        map_role(element);
        result_.elements.push_back(std::move(element));
        if (next.parent >= 0) at(next.parent).kids.push_back(index);
        QPDFObjectHandle page = object.getKey("/Pg");
        if (!page.isDictionary()) page = next.page;
        if (page.isDictionary()) at(index).page = file_.page_number(page.getObjGen());
        push_kids(object.getKey("/K"), index, page);
    }

    void map_role(StructureElement& element) {
        std::set<std::string> passed;
        std::string type = element.type;
        while (!is_standard_type(type)) {
            const std::string next = name_of(value_of(roles_, type.empty() ? "/" : type));
            if (next.empty()) return;
            if (!passed.insert(type).second) {
                element.circular = true;
                return;
            }
            type = next;
        }
        element.standard = type;
    }

    void read_parents(QPDFObjectHandle root) {
        std::vector<QPDFObjectHandle> open{root};
        std::set<QPDFObjGen> seen;
        while (!open.empty()) {
            QPDFObjectHandle node = open.back();
            open.pop_back();
            if (!node.isDictionary() ||
                (node.isIndirect() && !seen.insert(node.getObjGen()).second))
                continue;
            QPDFObjectHandle kids = node.getKey("/Kids");
            for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i)
                open.push_back(kids.getArrayItem(i));
            QPDFObjectHandle numbers = node.getKey("/Nums");
            for (int i = 0; numbers.isArray() && i + 1 < numbers.getArrayNItems(); i += 2) {
                if (result_.parents.size() >= most_parents) return;
                QPDFObjectHandle key = numbers.getArrayItem(i);
                QPDFObjectHandle value = numbers.getArrayItem(i + 1);
                if (!key.isInteger()) continue;
                result_.parents[key.getIntValue()] =
                    value.isArray() ? value.getArrayAsVector() : std::vector{value};
            }
        }
    }

    StructureElement& at(int index) { return result_.elements[static_cast<std::size_t>(index)]; }

    const PdfFile& file_;
    Structure result_;
    QPDFObjectHandle roles_;
    std::vector<Waiting> waiting_;
    std::set<QPDFObjGen> seen_;
};

}  // namespace

std::string Structure::where(int element) const {
    const StructureElement& it = elements[static_cast<std::size_t>(element)];
    const std::string on = page_name(it.page);
    const std::string name = it.type.empty() ? "an element" : "the " + it.type.substr(1);
    const std::string number = object_name(it.object);
    return (on.empty() ? "" : on + ", ") + name + (number.empty() ? "" : " (" + number + ")");
}

std::string Structure::language(int element) const {
    for (int i = element; i >= 0; i = elements[static_cast<std::size_t>(i)].parent) {
        QPDFObjectHandle object = elements[static_cast<std::size_t>(i)].object;
        if (is_text(object.getKey("/Lang"))) return object.getKey("/Lang").getUTF8Value();
    }
    return {};
}

Structure read_structure(const PdfFile& file) {
    return Reader(file).read();
}

bool is_standard_type(const std::string& type) {
    static const std::set<std::string> types = {
        "/Document", "/Part",    "/Art",   "/Sect",      "/Div",     "/BlockQuote", "/Caption",
        "/TOC",      "/TOCI",    "/Index", "/NonStruct", "/Private", "/P",          "/H",
        "/H1",       "/H2",      "/H3",    "/H4",        "/H5",      "/H6",         "/L",
        "/LI",       "/Lbl",     "/LBody", "/Table",     "/TR",      "/TH",         "/TD",
        "/THead",    "/TBody",   "/TFoot", "/Span",      "/Quote",   "/Note",       "/Reference",
        "/BibEntry", "/Code",    "/Link",  "/Annot",     "/Ruby",    "/RB",         "/RT",
        "/RP",       "/Warichu", "/WT",    "/WP",        "/Figure",  "/Formula",    "/Form"};
    return types.contains(type);
}

}  // namespace postroom::pdfcheck
