// Files whose tags say what cannot be.
#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

QPDFObjectHandle name(const std::string& text) {
    return QPDFObjectHandle::newName(text);
}

/// An element of one type becomes another.
Breaking renamed(const std::string& rule, const std::string& from, const std::string& to,
                 int number = 0) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.element(from, number).replaceKey("/S", name(to));
    });
}
Breaking renamed_twice(const std::string& rule, const std::string& from, const std::string& to) {
    return objects(rule, [=](Workshop& workshop) {
        QPDFObjectHandle first = workshop.element(from, 0);
        QPDFObjectHandle second = workshop.element(from, 1);
        first.replaceKey("/S", name(to));
        second.replaceKey("/S", name(to));
    });
}
Breaking added(const std::string& rule, const std::string& parent, const std::string& type,
               const std::string& inside = "") {
    return objects(rule, [=](Workshop& workshop) {
        QPDFObjectHandle made = workshop.add_element(workshop.element(parent), type);
        if (!inside.empty()) workshop.add_element(made, inside);
    });
}
/// Words of an element in a file that names no language.
Breaking wordless(const std::string& rule, const std::string& key) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.catalogue().removeKey("/Lang");
        workshop.element("/P").replaceKey(key, QPDFObjectHandle::newString("words"));
    });
}
Breaking roles(const std::string& rule, const std::string& map, const std::string& type) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.tree().replaceKey("/RoleMap", workshop.parsed(map));
        workshop.element("/P").replaceKey("/S", name(type));
    });
}

}  // namespace

std::vector<Breaking> broken_structure() {
    return {
        renamed("UA-7.1-5", "/P", "/Paragraf"),
        roles("UA-7.1-6", "<</One/Two/Two/One>>", "/One"),
        roles("UA-7.1-7", "<</P/H1>>", "/P"),
        key(
            "UA-7.1-12", [](Workshop& w) { return w.element("/H1"); }, "/P", ""),
        added("UA-7.2-3", "/Table", "/P"),
        renamed("UA-7.2-4", "/Table", "/Sect"),
        renamed("UA-7.2-5", "/P", "/THead"),
        renamed("UA-7.2-6", "/P", "/TBody"),
        renamed("UA-7.2-7", "/P", "/TFoot"),
        renamed("UA-7.2-8", "/P", "/TH"),
        renamed("UA-7.2-9", "/P", "/TD"),
        renamed("UA-7.2-10", "/TH", "/P"),
        renamed_twice("UA-7.2-11", "/TR", "/THead"),
        renamed_twice("UA-7.2-12", "/TR", "/TFoot"),
        renamed("UA-7.2-13", "/TR", "/TFoot", 2),
        renamed("UA-7.2-14", "/TR", "/THead"),
        objects("UA-7.2-15",
                [](Workshop& workshop) {
                    workshop.element("/TH", 1).replaceKey(
                        "/A", workshop.parsed("<</O/Table/Scope/Column/RowSpan 2>>"));
                    workshop.element("/TD", 0).replaceKey(
                        "/A", workshop.parsed("<</O/Table/ColSpan 2>>"));
                }),
        renamed("UA-7.2-17", "/P", "/LI"),
        renamed("UA-7.2-18", "/P", "/LBody"),
        renamed("UA-7.2-19", "/LI", "/P"),
        renamed("UA-7.2-20", "/LBody", "/P"),
        wordless("UA-7.2-21", "/ActualText"),
        wordless("UA-7.2-22", "/Alt"),
        wordless("UA-7.2-23", "/E"),
        renamed("UA-7.2-26", "/P", "/TOCI"),
        added("UA-7.2-27", "/Document", "/TOC", "/P"),
        key(
            "UA-7.2-29", [](Workshop& w) { return w.element("/P"); }, "/Lang",
            "(English language)"),
        added("UA-7.2-36", "/Table", "/THead", "/P"),
        added("UA-7.2-37", "/Table", "/TBody", "/P"),
        added("UA-7.2-38", "/Table", "/TFoot", "/P"),
        key(
            "UA-7.2-40", [](Workshop& w) { return w.element("/L"); }, "/A", ""),
        objects("UA-7.2-41",
                [](Workshop& workshop) {
                    workshop.element("/TD", 5).replaceKey(
                        "/A", workshop.parsed("<</O/Table/RowSpan 2>>"));
                }),
        objects("UA-7.2-42",
                [](Workshop& workshop) { workshop.element("/TR", 1).getKey("/K").eraseItem(0); }),
        renamed("UA-7.3-1", "/P", "/Figure"),
        renamed("UA-7.4.2-1", "/H2", "/H4"),
        renamed_twice("UA-7.4.4-1", "/P", "/H"),
        objects(
            "UA-7.4.4-2",
            [](Workshop& workshop) { workshop.add_element(workshop.element("/Document"), "/H"); }),
        renamed("UA-7.4.4-3", "/P", "/H"),
        key(
            "UA-7.5-1", [](Workshop& w) { return w.element("/TH"); }, "/A", ""),
        key(
            "UA-7.5-2", [](Workshop& w) { return w.element("/TD"); }, "/A",
            "<</O/Table/Headers[(nobody)]>>"),
        renamed("UA-7.7-1", "/P", "/Formula"),
        renamed("UA-7.9-1", "/P", "/Note"),
        objects("UA-7.9-2",
                [](Workshop& workshop) {
                    for (int i = 0; i < 2; ++i) {
                        QPDFObjectHandle note = workshop.element("/P");
                        note.replaceKey("/S", name("/Note"));
                        note.replaceKey("/ID", QPDFObjectHandle::newString("same"));
                    }
                }),
        objects("PR-tree",
                [](Workshop& workshop) {
                    QPDFObjectHandle document = workshop.element("/Document");
                    document.getKey("/K").appendItem(document);
                }),
        objects("PR-owners",
                [](Workshop& workshop) {
                    workshop.element("/H1").getKey("/K").appendItem(
                        QPDFObjectHandle::newInteger(999));
                }),
        objects("PR-parents",
                [](Workshop& workshop) {
                    QPDFObjectHandle owners =
                        workshop.tree().getKey("/ParentTree").getKey("/Nums").getArrayItem(1);
                    owners.setArrayItem(0, owners.getArrayItem(1));
                }),
    };
}

std::vector<Breaking> broken_content() {
    const auto drawing = [](const std::string& rule, const std::string& operators) {
        return objects(rule, [=](Workshop& workshop) { workshop.draw_first(operators); });
    };
    const auto without_language = [](const std::string& rule, const std::string& operators) {
        return objects(rule, [=](Workshop& workshop) {
            workshop.catalogue().removeKey("/Lang");
            workshop.draw_first(operators);
        });
    };
    return {
        drawing("UA-7.1-1", "/P<</MCID 0>>BDC /Artifact BMC EMC EMC"),
        drawing("UA-7.1-2", "/Artifact BMC /P<</MCID 0>>BDC EMC EMC"),
        drawing("UA-7.1-3", "0 0 5 5 re f"),
        drawing("UA-7.1-3", "/P<</MCID 4711>>BDC 0 0 5 5 re f EMC"),
        drawing("UA-7.2-29", "/Span<</Lang(English!)>>BDC EMC"),
        without_language("UA-7.2-30", "/P<</MCID 0>>BDC /Span<</ActualText(a)>>BDC EMC EMC"),
        without_language("UA-7.2-34", ""),
    };
}

}  // namespace postroom::pdfcheck
