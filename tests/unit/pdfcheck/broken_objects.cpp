// Files that break a rule about values, pages, pictures and the catalogue.
#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

QPDFObjectHandle catalogue(Workshop& workshop) {
    return workshop.catalogue();
}
QPDFObjectHandle page(Workshop& workshop) {
    return workshop.page();
}
QPDFObjectHandle intent(Workshop& workshop) {
    return workshop.catalogue().getKey("/OutputIntents").getArrayItem(0);
}

// A value that is too much for a reader, somewhere in the file.
Breaking value(const std::string& rule, const std::string& value) {
    return key(rule, catalogue, "/Held", value);
}
Breaking state(const std::string& rule, const std::string& entries) {
    return objects(rule, [=](Workshop& workshop) {
        workshop.resources().replaceKey(
            "/ExtGState", workshop.parsed("<</G0<</Type/ExtGState" + entries + ">>>>"));
    });
}
Breaking stream(const std::string& rule, const std::string& entries) {
    return objects(rule, [=](Workshop& workshop) { workshop.add_stream("<<" + entries + ">>"); });
}
Breaking drawing(const std::string& rule, const std::string& operators) {
    return objects(rule, [=](Workshop& workshop) { workshop.draw_first(operators); });
}

std::string many(int times, const std::string& text) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

std::vector<Breaking> broken_objects() {
    return {
        stream("A-6.1.7-3", "/FFilter/FlateDecode"),
        stream("A-6.1.7-4", "/Filter/LZWDecode"),
        value("A-6.1.13-1", "3000000000"),
        value("A-6.1.13-2", "1" + many(39, "0") + ".5"),
        value("A-6.1.13-3", "(" + many(40'000, "x") + ")"),
        value("A-6.1.13-4", "/" + many(200, "n")),
        value("A-6.1.13-5", "0." + many(40, "0") + "1"),
        drawing("A-6.1.13-8", many(30, "q ") + many(30, "Q ")),
        key("A-6.1.13-11", page, "/MediaBox", "[0 0 20000 842]"),
        drawing("A-6.2.2-1", "1 2 foo"),
        objects("A-6.2.2-2",
                [](Workshop& workshop) {
                    workshop.page().getKey("/Parent").replaceKey("/Resources",
                                                                 workshop.resources());
                    workshop.page().removeKey("/Resources");
                }),
        objects("A-6.2.3-1",
                [](Workshop& workshop) {
                    intent(workshop)
                        .getKey("/DestOutputProfile")
                        .replaceStreamData(many(200, "x"), QPDFObjectHandle::newNull(),
                                           QPDFObjectHandle::newNull());
                }),
        objects("A-6.2.3-2",
                [](Workshop& workshop) {
                    QPDFObjectHandle other = intent(workshop).shallowCopy();
                    other.replaceKey("/DestOutputProfile", workshop.add_stream("<</N 3>>", "x"));
                    workshop.catalogue().getKey("/OutputIntents").appendItem(other);
                }),
        key("A-6.2.3-3", intent, "/DestOutputProfileRef", "<</CheckSum(x)>>"),
        key("A-6.2.4.3-2", catalogue, "/OutputIntents", ""),
        drawing("A-6.2.4.3-3", "0 0 0 1 k"),
        objects("A-6.2.4.3-4",
                [](Workshop& workshop) {
                    workshop.catalogue().removeKey("/OutputIntents");
                    workshop.draw_first("0.5 g");
                }),
        state("A-6.2.5-1", "/TR/Identity"),
        state("A-6.2.5-2", "/TR2/Identity"),
        state("A-6.2.5-3", "/HTP[0 0]"),
        state("A-6.2.5-4", "/HT<</HalftoneType 6>>"),
        state("A-6.2.6-1", "/RI/Colourful"),
        drawing("A-6.2.6-1", "/Colourful ri"),
        stream("A-6.2.8-1", "/Subtype/Image/Alternates[]"),
        stream("A-6.2.8-2", "/Subtype/Image/OPI<<>>"),
        stream("A-6.2.8-3", "/Subtype/Image/Interpolate true"),
        stream("A-6.2.9-1", "/Subtype/Form/OPI<<>>"),
        stream("A-6.2.9-3", "/Subtype/PS"),
        stream("UA-7.20-1", "/Subtype/Form/Ref<<>>"),
        state("A-6.2.10-1", "/BM/Sparkling"),
        key("A-6.4.1-3", catalogue, "/AcroForm", "<</NeedAppearances true>>"),
        key("A-6.4.2-1", catalogue, "/AcroForm", "<</XFA[]>>"),
        key("A-6.4.2-2", catalogue, "/NeedsRendering", "true"),
        key("A-6.5.1-1", catalogue, "/OpenAction", "<</S/JavaScript/JS(x)>>"),
        key("A-6.5.1-2", catalogue, "/OpenAction", "<</S/Named/N/Print>>"),
        key("A-6.5.2-1", catalogue, "/AA", "<<>>"),
        key("A-6.5.2-2", page, "/AA", "<<>>"),
        key("A-6.10-1", catalogue, "/Names", "<</AlternatePresentations<<>>>>"),
        key("A-6.10-2", page, "/PresSteps", "<<>>"),
        key("A-6.11-1", catalogue, "/Requirements", "[<</S/EnableJavaScripts>>]"),
        key("UA-6.2-1", catalogue, "/MarkInfo", "<</Marked false>>"),
        key("UA-7.1-4", catalogue, "/MarkInfo", "<</Marked true/Suspects true>>"),
        key("UA-7.1-8", catalogue, "/Metadata", ""),
        key("UA-7.1-10", catalogue, "/ViewerPreferences", ""),
        key("UA-7.1-11", catalogue, "/StructTreeRoot", ""),
        objects("UA-7.2-2",
                [](Workshop& workshop) {
                    workshop.catalogue().removeKey("/Lang");
                    workshop.catalogue().replaceKey("/Outlines",
                                                    workshop.parsed("<</First<</Title(x)>>>>"));
                }),
        key("UA-7.2-33", catalogue, "/Lang", ""),
        key("UA-7.10-1", catalogue, "/OCProperties", "<</OCGs[]/D<<>>>>"),
        key("UA-7.10-2", catalogue, "/OCProperties", "<</OCGs[]/D<</Name(x)/AS[]>>>>"),
        objects("UA-7.11-1",
                [](Workshop& workshop) {
                    workshop.catalogue().replaceKey(
                        "/Held", workshop.qpdf.makeIndirectObject(
                                     workshop.parsed("<</Type/Filespec/F(a)/EF<<>>>>")));
                }),
    };
}

std::vector<Breaking> broken_metadata() {
    const auto packet = [](const std::string& rule, const std::string& from,
                           const std::string& to) {
        return objects(rule, [=](Workshop& workshop) {
            std::string text = workshop.metadata();
            for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;
                 at += to.size())
                text.replace(at, from.size(), to);
            workshop.set_metadata(text);
        });
    };
    return {
        packet("A-6.6.2.1-2", "<?xpacket begin=", "<?xpacket begin=\"\" bytes=\"9\" x="),
        packet("A-6.6.2.1-3", "<?xpacket begin=", "<?xpacket begin=\"\" encoding=\"UTF-8\" x="),
        packet("A-6.6.2.1-4", "</rdf:RDF>", ""),
        packet("A-6.6.2.3-7", "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/",
               "<pdfaSchema:namespaceURI>http://other.example/"),
        packet("A-6.6.4-1", "<pdfaid:part>2</pdfaid:part>", ""),
        packet("A-6.6.4-2", "<pdfaid:part>2<", "<pdfaid:part>1<"),
        packet("A-6.6.4-3", "<pdfaid:conformance>A<", "<pdfaid:conformance>B<"),
        packet("A-6.6.4-4", "pdfaid", "archive"),
        packet("UA-5-1", "<pdfuaid:part>1</pdfuaid:part>", ""),
        packet("UA-5-2", "<pdfuaid:part>1<", "<pdfuaid:part>2<"),
        packet("UA-5-3", "pdfuaid", "access"),
        packet("UA-7.1-9", "dc:title", "dc:titel"),
    };
}

}  // namespace postroom::pdfcheck
