#include <cstdint>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

bool is_true(QPDFObjectHandle value) {
    return value.isBool() && value.getBoolValue();
}

class CatalogueInspection {
  public:
    CatalogueInspection(const PdfFile& file, Findings& findings)
        : file_(file), catalogue_(file.catalogue()), findings_(findings) {}

    void trailer() {
        QPDFObjectHandle id = file_.trailer().getKey("/ID");
        bool whole = id.isArray() && id.getArrayNItems() == 2;
        for (int i = 0; whole && i < 2; ++i) {
            QPDFObjectHandle part = id.getArrayItem(i);
            whole = part.isString() && !part.getStringValue().empty();
        }
        if (!whole) findings_.add("A-6.1.3-1", "the trailer", "ID is not two strings");
        if (!file_.encrypted()) return;
        findings_.add("A-6.1.3-2", "the trailer", "the file is encrypted");
        if (!file_.extraction_for_readers_allowed())
            findings_.add("UA-7.16-1", "the trailer", "screen readers may not take the text");
    }

    void marks() {
        QPDFObjectHandle marks = catalogue_.getKey("/MarkInfo");
        if (!is_true(value_of(marks, "/Marked")))
            findings_.add("UA-6.2-1", "the catalogue", "MarkInfo does not say Marked true");
        if (is_true(value_of(marks, "/Suspects")))
            findings_.add("UA-7.1-4", "the catalogue", "MarkInfo says Suspects true");
        if (!is_true(value_of(catalogue_.getKey("/ViewerPreferences"), "/DisplayDocTitle")))
            findings_.add("UA-7.1-10", "the catalogue",
                          "ViewerPreferences does not say DisplayDocTitle true");
        if (is_text(catalogue_.getKey("/Lang"))) return;
        findings_.add("UA-7.2-33", "the catalogue", "the file names no language for its title");
        if (value_of(catalogue_.getKey("/Outlines"), "/First").isDictionary())
            findings_.add("UA-7.2-2", "the bookmarks", "the file names no language");
    }

    void forbidden() {
        const auto refuse = [&](const QPDFObjectHandle& holder, const char* key, const char* rule) {
            if (value_of(holder, key).isNull()) return;
            findings_.add(rule, "the catalogue", std::string("it has ") + (key + 1));
        };
        refuse(catalogue_, "/AA", "A-6.5.2-1");
        refuse(catalogue_, "/Requirements", "A-6.11-1");
        refuse(catalogue_.getKey("/Names"), "/AlternatePresentations", "A-6.10-1");
        QPDFObjectHandle forms = catalogue_.getKey("/AcroForm");
        refuse(forms, "/XFA", "A-6.4.2-1");
        if (is_true(catalogue_.getKey("/NeedsRendering")))
            findings_.add("A-6.4.2-2", "the catalogue", "NeedsRendering is true");
        if (is_true(value_of(forms, "/NeedAppearances")))
            findings_.add("A-6.4.1-3", "the catalogue", "NeedAppearances is true");
        attachments();
        layers();
    }

    void output_intents() {
        QPDFObjectHandle intents = catalogue_.getKey("/OutputIntents");
        QPDFObjGen first;
        for (int i = 0; intents.isArray() && i < intents.getArrayNItems(); ++i) {
            QPDFObjectHandle intent = intents.getArrayItem(i);
            if (value_of(intent, "/DestOutputProfileRef").isDictionary())
                findings_.add("A-6.2.3-3", "the output intent", "it has DestOutputProfileRef");
            QPDFObjectHandle profile = value_of(intent, "/DestOutputProfile");
            if (!profile.isStream()) continue;
            if (first.getObj() != 0 && profile.getObjGen() != first)
                findings_.add("A-6.2.3-2", object_name(profile), "two output profiles differ");
            first = profile.getObjGen();
            output_profile(profile);
        }
    }

    void pages() {
        for (std::size_t i = 0; i < file_.pages().size(); ++i) {
            QPDFObjectHandle page = file_.pages()[i];
            const std::string where = place(static_cast<int>(i) + 1, page);
            if (page.hasKey("/AA")) findings_.add("A-6.5.2-2", where, "it has AA");
            if (page.hasKey("/PresSteps")) findings_.add("A-6.10-2", where, "it has PresSteps");
            if (!page.getKey("/Resources").isDictionary())
                findings_.add("A-6.2.2-2", where, "it has no Resources of its own");
            for (const char* box : {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"})
                size(page.getKey(box), where);
        }
    }

  private:
    void attachments() {
        for (QPDFObjectHandle object : file_.objects()) {
            if (!object.isDictionary() || !object.getKey("/EF").isDictionary()) continue;
            if (!is_text(object.getKey("/F")) || !is_text(object.getKey("/UF")))
                findings_.add("UA-7.11-1", object_name(object), "an attachment has no name");
            findings_.not_judged("attached files");
        }
    }

    void layers() {
        QPDFObjectHandle properties = catalogue_.getKey("/OCProperties");
        const auto configuration = [&](QPDFObjectHandle layer) {
            if (!layer.isDictionary()) return;
            if (!is_text(layer.getKey("/Name")))
                findings_.add("UA-7.10-1", "the layers", "a configuration has no name");
            if (layer.hasKey("/AS"))
                findings_.add("UA-7.10-2", "the layers", "a configuration has AS");
        };
        configuration(value_of(properties, "/D"));
        QPDFObjectHandle others = value_of(properties, "/Configs");
        for (int i = 0; others.isArray() && i < others.getArrayNItems(); ++i)
            configuration(others.getArrayItem(i));
    }

    // Bytes 8 to 20 of an ICC profile: version, class, colour space.
    void output_profile(const QPDFObjectHandle& profile) {
        const std::string bytes = file_.unpacked(profile).value_or("");
        const std::string kind = bytes.size() < 128 ? "" : bytes.substr(12, 4);
        const std::string space = bytes.size() < 128 ? "" : bytes.substr(16, 4);
        const bool sound = (kind == "prtr" || kind == "mntr") &&
                           (space == "RGB " || space == "CMYK" || space == "GRAY") &&
                           static_cast<std::uint8_t>(bytes[8]) < 5;
        if (!sound)
            findings_.add("A-6.2.3-1", object_name(profile), "it is no ICC profile of a device");
    }

    void size(QPDFObjectHandle box, const std::string& where) {
        if (!box.isArray() || box.getArrayNItems() != 4) return;
        double side[4] = {};
        for (int i = 0; i < 4; ++i) {
            QPDFObjectHandle value = box.getArrayItem(i);
            if (value.isNumber()) side[i] = value.getNumericValue();
        }
        const double width = side[2] - side[0];
        const double height = side[3] - side[1];
        if (width < 3 || width > 14400 || height < 3 || height > 14400)
            findings_.add("A-6.1.13-11", where, "the page is too small or too large");
    }

    const PdfFile& file_;
    QPDFObjectHandle catalogue_;
    Findings& findings_;
};

}  // namespace

void inspect_catalogue(const PdfFile& file, Findings& findings) {
    CatalogueInspection inspection(file, findings);
    inspection.trailer();
    inspection.marks();
    inspection.forbidden();
    inspection.output_intents();
    inspection.pages();
}

}  // namespace postroom::pdfcheck
