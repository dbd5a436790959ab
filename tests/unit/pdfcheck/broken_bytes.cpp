// Files whose bytes break a rule before any object is looked at.
#include <stdexcept>

#include <qpdf/QPDFWriter.hh>

#include "workshop.hpp"

namespace postroom::pdfcheck {
namespace {

std::string replaced(std::string bytes, const std::string& from, const std::string& to,
                     std::size_t start = 0) {
    const std::size_t at = bytes.find(from, start);
    if (at == std::string::npos) throw std::runtime_error("the letter has no " + from);
    return bytes.replace(at, from.size(), to);
}

Breaking bytes(const std::string& rule, const std::string& from, const std::string& to) {
    return {rule, [=](const std::string& good) { return replaced(good, from, to); }};
}

// The digit before the end of the hexadecimal title becomes something else.
Breaking title(const std::string& rule, const std::string& to) {
    return {rule, [=](const std::string& good) {
                const std::size_t start = good.find("/Title<FEFF");
                const std::size_t end = good.find('>', start);
                std::string broken = good;
                return broken.replace(end - 1, 1, to);
            }};
}

std::string encrypted(const std::string& good, bool readers) {
    Workshop workshop(good);
    QPDFWriter writer(workshop.qpdf);
    writer.setOutputMemory();
    writer.setR3EncryptionParametersInsecure("", "owner", readers, false, false, false, false,
                                             false, qpdf_r3p_none);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

std::vector<Breaking> broken_bytes() {
    return {
        {"FILE-1",
         [](const std::string& good) {
             const std::size_t at = good.rfind("startxref") + 10;
             return good.substr(0, at) + "7\n%%EOF\n";
         }},
        bytes("A-6.1.2-1", "%PDF-1.7", "%PDF-2.0"),
        {"A-6.1.2-2",
         [](const std::string& good) {
             std::string broken = good;
             return broken.replace(good.find('\n') + 2, 4, "text");
         }},
        {"A-6.1.3-1",
         [](const std::string& good) {
             return replaced(good, "/ID", "/IE", good.rfind("trailer"));
         }},
        {"A-6.1.3-2", [](const std::string& good) { return encrypted(good, true); }},
        {"UA-7.16-1", [](const std::string& good) { return encrypted(good, false); }},
        {"A-6.1.3-3", [](const std::string& good) { return good + "% more\n"; }},
        {"A-6.1.4-2",
         [](const std::string& good) {
             return replaced(good, "xref\n", "xref\n\n", good.rfind("\nxref\n"));
         }},
        title("A-6.1.6-1", " "),
        title("A-6.1.6-2", "x"),
        {"A-6.1.7-1",
         [](const std::string& good) {
             const std::size_t at = good.find("/Length ") + 8;
             std::string broken = good;
             return broken.replace(at, 1, good[at] == '1' ? "2" : "1");
         }},
        {"A-6.1.7-2",
         [](const std::string& good) {
             const std::size_t at = good.find("\nstream") + 7;
             std::string broken = good;
             return broken.replace(at, 1, " ");
         }},
        bytes("A-6.1.9-1", " obj\n", " obj "),
    };
}

}  // namespace postroom::pdfcheck
