#include "pdfcheck/check.hpp"

#include <qpdf/QPDFExc.hh>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

Problem unreadable(const QPDFExc& error, const std::string& name) {
    if (error.getErrorCode() == qpdf_e_password)
        return {
            .what = "the file needs a password, so neither this nor a screen reader can read it",
            .remedy = "save it without one",
            .file = name};
    return {.what = "the file is not a PDF, or too damaged to be read",
            .remedy = "make it again",
            .file = name};
}

}  // namespace

Expected<Report> check(std::string_view pdf, const std::string& name) {
    Report report;
    Findings findings(report);
    try {
        const PdfFile file(pdf, name);
        report.pages = static_cast<int>(file.pages().size());
        if (report.pages == 0) findings.add("FILE-1", "the file", "it has no pages");
        const Structure structure = read_structure(file);
        const Content content = read_content(file);
        inspect_bytes(file, findings);
        inspect_objects(file, findings);
        inspect_catalogue(file, findings);
        inspect_metadata(file, findings);
        inspect_structure(file, structure, findings);
        inspect_tables(file, structure, findings);
        inspect_content(file, structure, content, findings);
        inspect_fonts(file, content, findings);
        inspect_annotations(file, structure, findings);
        for (const std::string& damage : file.damage()) findings.add("FILE-1", "the file", damage);
    } catch (const QPDFExc& error) {
        return fail(unreadable(error, name));
    } catch (const std::runtime_error&) {  // qpdf's, of a value that is not what it must be
        findings.add("FILE-1", "the file", "an object in it makes no sense");
    } catch (const std::logic_error&) {
        findings.add("FILE-1", "the file", "an object in it makes no sense");
    }
    return report;
}

}  // namespace postroom::pdfcheck
