#include "rendering/pdf_metadata.hpp"

#include <hpdf_version.h>

#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

constexpr const char* packet_start =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"
    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">";

// PDF/A knows no PDF/UA, so the packet must explain the word (ISO 19005-2, 6.6.2.3).
constexpr const char* packet_end =
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    "<pdfuaid:part>1</pdfuaid:part>"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";

}  // namespace

const char* const libharu_producer = "Haru Free PDF Library " HPDF_VERSION_TEXT;

std::string xmp_packet(const std::string& title, Instant created, const std::string& producer) {
    const std::string date = iso_date_time(created) + "Z";
    return packet_start + escape_xml(title) + "</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>" +
           date + "</xmp:CreateDate><xmp:ModifyDate>" + date + "</xmp:ModifyDate><pdf:Producer>" +
           escape_xml(producer) + "</pdf:Producer>" + packet_end;
}

std::string information(const std::string& title, Instant created, const std::string& producer) {
    const std::string date = pdf_date(created);
    return "/Title" + text_string(title) + "/CreationDate(" + date + ")/ModDate(" + date +
           ")/Producer" + text_string(producer);
}

std::string spoken_language(const std::string& language) {
    if (language == "en") return "en-GB";
    return language;
}

}  // namespace postroom::rendering
