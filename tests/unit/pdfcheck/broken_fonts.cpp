// Files whose fonts and annotations break a rule.
#include <array>
#include <cstdio>

#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

QPDFObjectHandle font(Workshop& workshop) {
    return workshop.font();
}
QPDFObjectHandle inner(Workshop& workshop) {
    return workshop.inner_font();
}
QPDFObjectHandle descriptor(Workshop& workshop) {
    return workshop.descriptor();
}
QPDFObjectHandle simple(Workshop& workshop) {
    return workshop.add_simple_font();
}
QPDFObjectHandle link(Workshop& workshop) {
    return workshop.link();
}

/// Every glyph says that it stands for one character.
Breaking characters(const std::string& rule, const std::string& character) {
    return objects(rule, [=](Workshop& workshop) {
        std::string map = "200 beginbfchar\n";
        for (int code = 1; code <= 200; ++code) {
            std::array<char, 8> digits{};
            std::snprintf(digits.data(), digits.size(), "<%04X>", static_cast<unsigned>(code));
            map += digits.data() + (" <" + character + ">\n");
        }
        workshop.font()
            .getKey("/ToUnicode")
            .replaceStreamData(map + "endbfchar", QPDFObjectHandle::newNull(),
                               QPDFObjectHandle::newNull());
    });
}
Breaking cmap(const std::string& rule, const std::string& entries, const std::string& data) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.font().replaceKey("/Encoding", workshop.add_stream(entries, data));
    });
}
Breaking text(const std::string& rule, const std::string& code) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.draw_first("/Artifact BMC BT /F0 9 Tf <" + code + "> Tj ET EMC");
    });
}
Breaking symbolic(const std::string& rule) {
    return objects(rule, [](Workshop& workshop) {
        workshop.add_simple_font()
            .getKey("/FontDescriptor")
            .replaceKey("/Flags", QPDFObjectHandle::newInteger(4));
    });
}
/// The link becomes an annotation of another kind.
Breaking kind(const std::string& rule, const std::string& kind) {
    return key(rule, link, "/Subtype", kind);
}

}  // namespace

std::vector<Breaking> broken_fonts() {
    return {
        key("A-6.2.11.2-1", font, "/Type", "/Fnt"),
        key("A-6.2.11.2-2", font, "/Subtype", "/Type99"),
        key("A-6.2.11.2-3", font, "/BaseFont", ""),
        key("A-6.2.11.2-4", simple, "/FirstChar", ""),
        key("A-6.2.11.2-5", simple, "/LastChar", ""),
        key("A-6.2.11.2-6", simple, "/Widths", "[500]"),
        characters("A-6.2.11.7.3-1", "E000"),
        cmap("UA-7.21.3.1-1", "<</CMapName/Own/CIDSystemInfo<</Registry(Other)/Ordering(X)>>>>",
             ""),
        key("UA-7.21.3.2-1", inner, "/CIDToGIDMap", ""),
        key("UA-7.21.3.3-1", font, "/Encoding", "/Own"),
        cmap("UA-7.21.3.3-2", "<</CMapName/Own/WMode 1>>", "/WMode 0 def"),
        key("UA-7.21.4.1-1", descriptor, "/FontFile2", ""),
        text("UA-7.21.4.1-3", "7FFF"),
        objects("UA-7.21.4.2-2",
                [](Workshop& workshop) {
                    workshop.descriptor().replaceKey("/CIDSet", workshop.add_stream("<<>>", "x"));
                }),
        key("UA-7.21.5-1", inner, "/W", "[1[1 2 3]]"),
        key("UA-7.21.6-1", simple, "/Encoding", "/WinAnsiEncoding"),
        key("UA-7.21.6-2", simple, "/Encoding", "/StandardEncoding"),
        symbolic("UA-7.21.6-3"),
        symbolic("UA-7.21.6-4"),
        key("UA-7.21.7-1", font, "/ToUnicode", ""),
        characters("UA-7.21.7-2", "FEFF"),
        text("UA-7.21.8-1", "0000"),
    };
}

std::vector<Breaking> broken_annotations() {
    return {
        kind("A-6.3.1-1", "/Movie"),
        key("A-6.3.2-1", link, "/F", ""),
        key("A-6.3.2-2", link, "/F", "2"),
        kind("A-6.3.2-3", "/Text"),
        kind("A-6.3.3-1", "/Square"),
        key("A-6.3.3-2", link, "/AP", "<</N null/D<<>>>>"),
        kind("A-6.4.1-1", "/Widget"),
        key(
            "UA-7.2-24", [](Workshop& w) { return w.catalogue(); }, "/Lang", ""),
        kind("UA-7.18.1-1", "/Square"),
        objects("UA-7.18.1-2",
                [](Workshop& workshop) {
                    workshop.link().replaceKey("/Subtype", QPDFObjectHandle::newName("/Square"));
                    workshop.link().removeKey("/Contents");
                }),
        kind("UA-7.18.2-1", "/TrapNet"),
        objects("UA-7.18.3-1",
                [](Workshop& workshop) {
                    for (QPDFObjectHandle object : workshop.qpdf.getAllObjects())
                        if (object.isDictionaryOfType("/Page")) object.removeKey("/Tabs");
                }),
        kind("UA-7.18.4-1", "/Widget"),
        key("UA-7.18.5-1", link, "/StructParent", ""),
        key("UA-7.18.5-2", link, "/Contents", ""),
        kind("UA-7.18.8-1", "/PrinterMark"),
    };
}

}  // namespace postroom::pdfcheck
