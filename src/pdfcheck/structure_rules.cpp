#include <algorithm>
#include <set>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

using Types = std::vector<std::string_view>;

bool is_one_of(std::string_view type, const Types& types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

struct ParentRule {
    std::string_view rule, type;
    Types parents;
};
// ISO 32000-1, 14.8.4.2 and 14.8.4.3: what may stand in what.
const ParentRule parent_rules[] = {
    {"UA-7.2-4", "/TR", {"/Table", "/THead", "/TBody", "/TFoot"}},
    {"UA-7.2-5", "/THead", {"/Table"}},
    {"UA-7.2-6", "/TBody", {"/Table"}},
    {"UA-7.2-7", "/TFoot", {"/Table"}},
    {"UA-7.2-8", "/TH", {"/TR"}},
    {"UA-7.2-9", "/TD", {"/TR"}},
    {"UA-7.2-17", "/LI", {"/L"}},
    {"UA-7.2-18", "/LBody", {"/LI"}},
    {"UA-7.2-26", "/TOCI", {"/TOC"}},
};

struct KidRule {
    std::string_view rule, type;
    Types kids;
    enum { nowhere, first, first_or_last } caption = nowhere;
};
const KidRule kid_rules[] = {
    {"UA-7.2-3", "/Table", {"/TR", "/THead", "/TBody", "/TFoot"}, KidRule::first_or_last},
    {"UA-7.2-10", "/TR", {"/TH", "/TD"}},
    {"UA-7.2-19", "/L", {"/L", "/LI"}, KidRule::first},
    {"UA-7.2-20", "/LI", {"/Lbl", "/LBody"}},
    {"UA-7.2-27", "/TOC", {"/TOC", "/TOCI"}, KidRule::first},
    {"UA-7.2-36", "/THead", {"/TR"}},
    {"UA-7.2-37", "/TBody", {"/TR"}},
    {"UA-7.2-38", "/TFoot", {"/TR"}},
};

bool is_language_tag(std::string_view tag) {
    std::size_t part = 0;
    bool first = true;
    for (const char c : tag) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-') {
            if (part == 0) return false;
            part = 0;
            first = false;
        } else if (!letter && (first || c < '0' || c > '9')) {
            return false;
        } else if (++part > 8) {
            return false;
        }
    }
    return part > 0;
}

class StructureInspection {
  public:
    StructureInspection(const PdfFile& file, const Structure& structure, Findings& findings)
        : file_(file), structure_(structure), findings_(findings) {
        file_has_language_ = is_text(file.catalogue().getKey("/Lang"));
    }

    void inspect() {
        language(file_.catalogue(), "the catalogue");
        if (!structure_.present) {
            findings_.add("UA-7.1-11", "the catalogue", "it has no StructTreeRoot");
            return;
        }
        if (structure_.cut_short)
            findings_.add("PR-tree", "the structure tree", "it goes round, or is endless");
        role_map();
        for (int i = 0; i < static_cast<int>(structure_.elements.size()); ++i) element(i);
    }

  private:
    const StructureElement& at(int index) const {
        return structure_.elements[static_cast<std::size_t>(index)];
    }

    void role_map() {
        QPDFObjectHandle map = value_of(file_.catalogue().getKey("/StructTreeRoot"), "/RoleMap");
        if (!map.isDictionary()) return;
        for (const std::string& type : map.getKeys())
            if (is_standard_type(type))
                findings_.add("UA-7.1-7", "the role map",
                              type.substr(1) + " is given another role");
    }

    void language(QPDFObjectHandle holder, const std::string& where) {
        QPDFObjectHandle tag = holder.getKey("/Lang");
        if (tag.isNull() || (tag.isString() && is_language_tag(tag.getUTF8Value()))) return;
        findings_.add("UA-7.2-29", where, "Lang is not a language such as en-GB");
    }

    void element(int index) {
        const StructureElement& self = at(index);
        QPDFObjectHandle object = self.object;
        const std::string where = structure_.where(index);
        if (self.circular)
            findings_.add("UA-7.1-6", where, "its role is mapped in a circle");
        else if (self.standard.empty())
            findings_.add("UA-7.1-5", where, "its role is mapped to no standard one");
        if (!object.getKey("/P").isDictionary())
            findings_.add("UA-7.1-12", where, "it does not name its parent (P)");
        language(object, where);
        words(index, where);
        nesting(index, where);
        heading(index, where);
        alternatives(index, where);
    }

    void words(int index, const std::string& where) {
        if (file_has_language_ || !structure_.language(index).empty()) return;
        QPDFObjectHandle object = at(index).object;
        const std::pair<const char*, std::string_view> texts[] = {
            {"/ActualText", "UA-7.2-21"}, {"/Alt", "UA-7.2-22"}, {"/E", "UA-7.2-23"}};
        for (const auto& [key, rule] : texts)
            if (object.hasKey(key))
                findings_.add(rule, where, std::string(key + 1) + " is in no known language");
    }

    void nesting(int index, const std::string& where) {
        const StructureElement& self = at(index);
        const std::string parent = self.parent < 0 ? "" : at(self.parent).standard;
        for (const ParentRule& rule : parent_rules)
            if (self.standard == rule.type && !is_one_of(parent, rule.parents))
                findings_.add(rule.rule, where, "it stands where it may not");
        for (const KidRule& rule : kid_rules)
            if (self.standard == rule.type) kids(rule, self, where);
        const auto many = [&](std::string_view type) {
            return std::count_if(self.kids.begin(), self.kids.end(),
                                 [&](int kid) { return at(kid).standard == type; });
        };
        if (self.standard == "/Table") {
            if (many("/THead") > 1) findings_.add("UA-7.2-11", where, "it has several THead");
            if (many("/TFoot") > 1) findings_.add("UA-7.2-12", where, "it has several TFoot");
            if (many("/TFoot") > 0 && many("/TBody") == 0)
                findings_.add("UA-7.2-13", where, "it has a TFoot and no TBody");
            if (many("/THead") > 0 && many("/TBody") == 0)
                findings_.add("UA-7.2-14", where, "it has a THead and no TBody");
        }
        if (many("/H") > 1) findings_.add("UA-7.4.4-1", where, "it has several H");
        if (self.standard == "/L" && ordered_or_bulleted_without_labels(self))
            findings_.add("UA-7.2-40", where, "its items have labels, and ListNumbering says None");
    }

    void kids(const KidRule& rule, const StructureElement& self, const std::string& where) {
        for (std::size_t i = 0; i < self.kids.size(); ++i) {
            const std::string& kid = at(self.kids[i]).standard;
            const bool at_end = rule.caption == KidRule::first_or_last && i + 1 == self.kids.size();
            const bool caption =
                kid == "/Caption" && rule.caption != KidRule::nowhere && (i == 0 || at_end);
            if (!caption && !is_one_of(kid, rule.kids)) {
                findings_.add(rule.rule, where, "it holds what may not stand in it");
                return;
            }
        }
    }

    // A list whose items are labelled must say how (ISO 32000-1, 14.8.5.5).
    bool ordered_or_bulleted_without_labels(const StructureElement& list) const {
        bool labelled = false;
        for (const int item : list.kids)
            for (const int part : at(item).kids) labelled = labelled || at(part).standard == "/Lbl";
        if (!labelled) return false;
        QPDFObjectHandle attributes = list.object;
        attributes = attributes.getKey("/A");
        if (!attributes.isArray()) attributes = QPDFObjectHandle::newArray(std::vector{attributes});
        for (int i = 0; i < attributes.getArrayNItems(); ++i) {
            const std::string said =
                name_of(value_of(attributes.getArrayItem(i), "/ListNumbering"));
            if (!said.empty() && said != "/None") return false;
        }
        return true;
    }

    void heading(int index, const std::string& where) {
        const std::string& type = at(index).standard;
        if (type == "/H") {
            if (level_ > 0) findings_.add("UA-7.4.4-2", where, "H stands beside H1, H2…");
            plain_heading_ = true;
        }
        if (type.size() != 3 || type[1] != 'H' || type[2] < '1' || type[2] > '6') return;
        if (plain_heading_) findings_.add("UA-7.4.4-3", where, "H1, H2… stand beside H");
        const int level = type[2] - '0';
        if (level > level_ + 1)
            findings_.add("UA-7.4.2-1", where,
                          level_ == 0 ? "the first heading is not H1" : "a level is left out");
        level_ = level;
    }

    void alternatives(int index, const std::string& where) {
        QPDFObjectHandle object = at(index).object;
        const std::string& type = at(index).standard;
        const bool has_words =
            is_text(object.getKey("/Alt")) || is_text(object.getKey("/ActualText"));
        if (type == "/Figure" && !has_words)
            findings_.add("UA-7.3-1", where, "nothing says in words what it shows (Alt)");
        if (type == "/Formula" && !has_words)
            findings_.add("UA-7.7-1", where, "nothing says it in words (Alt)");
        if (type != "/Note") return;
        QPDFObjectHandle id = object.getKey("/ID");
        if (!id.isString() || id.getStringValue().empty())
            findings_.add("UA-7.9-1", where, "it has no ID");
        else if (!notes_.insert(id.getStringValue()).second)
            findings_.add("UA-7.9-2", where, "another note has the same ID");
    }

    const PdfFile& file_;
    const Structure& structure_;
    Findings& findings_;
    bool file_has_language_ = false;
    bool plain_heading_ = false;
    int level_ = 0;  // of the last heading
    std::set<std::string> notes_;
};

}  // namespace

void inspect_structure(const PdfFile& file, const Structure& structure, Findings& findings) {
    StructureInspection(file, structure, findings).inspect();
}

}  // namespace postroom::pdfcheck
