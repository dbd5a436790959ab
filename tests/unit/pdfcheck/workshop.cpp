#include "workshop.hpp"

#include <stdexcept>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "sample_letter.hpp"

namespace postroom::pdfcheck {

const std::string& good_letter() {
    static const std::string bytes = [] {
        document::Document letter = rendering::full_letter();
        letter.subject = "Your complaint – our answer";
        const auto made = rendering::render_pdf(letter, rendering::standard_form(),
                                                *rendering::letter_fonts(), rendering::spring);
        return made.value().bytes;
    }();
    return bytes;
}

Workshop::Workshop(const std::string& bytes) : source_(bytes) {
    qpdf.setSuppressWarnings(true);
    qpdf.processMemoryFile("letter", source_.data(), source_.size());
}

QPDFObjectHandle Workshop::page() {
    return QPDFPageDocumentHelper(qpdf).getAllPages().at(0).getObjectHandle();
}

QPDFObjectHandle Workshop::element(const std::string& type, int number) {
    for (QPDFObjectHandle object : qpdf.getAllObjects()) {
        if (!object.isDictionary() || !object.hasKey("/P")) continue;
        if (!object.getKey("/S").isNameAndEquals(type)) continue;
        if (number-- == 0) return object;
    }
    throw std::runtime_error("no element " + type);
}

QPDFObjectHandle Workshop::link() {
    for (QPDFObjectHandle object : qpdf.getAllObjects())
        if (object.isDictionaryOfType("/Annot")) return object;
    throw std::runtime_error("no annotation");
}

void Workshop::draw_first(const std::string& operators) {
    QPDFObjectHandle whole = page();
    whole.addPageContents(qpdf.newStream(operators + "\n"), true);
}

std::string Workshop::metadata() {
    const auto data = catalogue().getKey("/Metadata").getStreamData();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

void Workshop::set_metadata(const std::string& packet) {
    catalogue()
        .getKey("/Metadata")
        .replaceStreamData(packet, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
}

QPDFObjectHandle Workshop::add_element(QPDFObjectHandle parent, const std::string& type) {
    QPDFObjectHandle made = qpdf.makeIndirectObject(parsed("<</S" + type + "/K[]>>"));
    made.replaceKey("/P", parent);
    parent.getKey("/K").appendItem(made);
    return made;
}

QPDFObjectHandle Workshop::add_stream(const std::string& dictionary, const std::string& data) {
    QPDFObjectHandle stream = qpdf.newStream(data);
    QPDFObjectHandle entries = parsed(dictionary);
    for (const std::string& name : entries.getKeys())
        stream.getDict().replaceKey(name, entries.getKey(name));
    QPDFObjectHandle held = catalogue().getKey("/Held");
    if (!held.isArray()) catalogue().replaceKey("/Held", held = QPDFObjectHandle::newArray());
    held.appendItem(stream);
    return stream;
}

QPDFObjectHandle Workshop::add_simple_font() {
    std::string widths;
    for (int code = 32; code <= 126; ++code) widths += "500 ";
    QPDFObjectHandle font = qpdf.makeIndirectObject(
        parsed("<</Type/Font/Subtype/TrueType/BaseFont/Simple/Encoding/WinAnsiEncoding"
               "/FirstChar 32/LastChar 126/Widths[" +
               widths + "]>>"));
    QPDFObjectHandle own = qpdf.makeIndirectObject(descriptor().shallowCopy());
    own.replaceKey("/Flags", QPDFObjectHandle::newInteger(32));
    font.replaceKey("/FontDescriptor", own);
    resources().getKey("/Font").replaceKey("/F99", font);
    draw_first("/Artifact BMC BT /F99 12 Tf (a) Tj ET EMC");
    return font;
}

std::string Workshop::bytes() {
    QPDFWriter writer(qpdf);
    writer.setOutputMemory();
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setNewlineBeforeEndstream(true);
    writer.setStaticID(true);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

Breaking objects(const std::string& rule, std::function<void(Workshop&)> change) {
    return {rule, [change = std::move(change)](const std::string& good) {
                Workshop workshop(good);
                change(workshop);
                return workshop.bytes();
            }};
}

Breaking key(const std::string& rule, std::function<QPDFObjectHandle(Workshop&)> object,
             const std::string& name, const std::string& value) {
    return objects(rule, [=](Workshop& workshop) {
        QPDFObjectHandle holder = object(workshop);
        if (value.empty())
            holder.removeKey(name);
        else
            holder.replaceKey(name, workshop.parsed(value));
    });
}

}  // namespace postroom::pdfcheck
