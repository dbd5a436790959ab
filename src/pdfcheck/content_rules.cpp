#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

class ContentInspection {
  public:
    ContentInspection(const PdfFile& file, const Structure& structure, Findings& findings)
        : structure_(structure), findings_(findings) {
        file_has_language_ = is_text(file.catalogue().getKey("/Lang"));
        QPDFObjectHandle intents = file.catalogue().getKey("/OutputIntents");
        for (int i = 0; intents.isArray() && i < intents.getArrayNItems(); ++i) {
            const auto profile =
                file.unpacked(value_of(intents.getArrayItem(i), "/DestOutputProfile"));
            if (profile && profile->size() >= 128) output_ = profile->substr(16, 4);
        }
    }

    void inspect(const ContentStream& stream) {
        where_ = place(stream.page, stream.holder);
        if (stream.unreadable) {
            findings_.add("FILE-1", where_, "its content cannot be unpacked");
            return;
        }
        marks(stream);
        languages(stream);
        colours(stream);
        if (stream.rendering_intent_unknown)
            findings_.add("A-6.2.6-1", where_, "a rendering intent is none of the four");
        if (stream.deepest_nesting > 28)
            findings_.add("A-6.1.13-8", where_, "q is nested more than 28 deep");
        if (!stream.unknown_operators.empty())
            findings_.add(
                "A-6.2.2-1", where_,
                std::to_string(stream.unknown_operators.size()) + " operators are none of PDF's");
    }

    // The tree may not claim what no page draws.
    void claims(const Content& content) {
        std::set<ContentPlace> drawn;
        for (const ContentStream& stream : content.streams) {
            for (const int number : stream.marks) drawn.insert({stream.owner, number});
        }
        for (const auto& [claim, element] : structure_.owners)
            if (!drawn.contains(claim))
                findings_.add("PR-owners", structure_.where(element),
                              "it claims content that no page draws");
    }

  private:
    void marks(const ContentStream& stream) {
        if (stream.artifact_in_tag > 0)
            findings_.add("UA-7.1-1", where_, "an artifact stands inside tagged content");
        if (stream.tag_in_artifact > 0)
            findings_.add("UA-7.1-2", where_, "tagged content stands inside an artifact");
        if (stream.untagged > 0)
            findings_.add("UA-7.1-3", where_,
                          std::to_string(stream.untagged) +
                              " pieces are drawn that are neither tagged nor an artifact");
        if (!structure_.present) return;
        QPDFObjectHandle key = value_of(stream.holder, "/StructParents");
        const auto found =
            key.isInteger() ? structure_.parents.find(key.getIntValue()) : structure_.parents.end();
        for (const int number : stream.marks) {
            const auto owner = structure_.owners.find({stream.owner, number});
            if (owner == structure_.owners.end()) {
                findings_.add("UA-7.1-3", where_, "tagged content belongs to no element");
                continue;
            }
            const auto index = static_cast<std::size_t>(number);
            const QPDFObjGen element =
                structure_.elements[static_cast<std::size_t>(owner->second)].object.getObjGen();
            if (found == structure_.parents.end() || index >= found->second.size() ||
                found->second[index].getObjGen() != element)
                findings_.add("PR-parents", where_,
                              "the parent tree names another owner of tagged content, or none");
        }
    }

    void languages(const ContentStream& stream) {
        if (!stream.bad_languages.empty())
            findings_.add("UA-7.2-29", where_, "Lang of a span is not a language such as en-GB");
        if (file_has_language_) return;
        if (stream.wordless_language > 0)
            findings_.add("UA-7.2-30", where_, "words given for a span are in no known language");
        bool elements_say = !stream.marks.empty();
        for (const int number : stream.marks) {
            const auto owner = structure_.owners.find({stream.owner, number});
            elements_say = elements_say && owner != structure_.owners.end() &&
                           !structure_.language(owner->second).empty();
        }
        if (stream.without_language > 0 && !elements_say)
            findings_.add("UA-7.2-34", where_, "text is in no known language");
    }

    void colours(const ContentStream& stream) {
        if (stream.devices.contains("RGB") && output_ != "RGB ")
            findings_.add("A-6.2.4.3-2", where_, "red, green and blue without their profile");
        if (stream.devices.contains("CMYK") && output_ != "CMYK")
            findings_.add("A-6.2.4.3-3", where_, "printers' colours without their profile");
        if (stream.devices.contains("Gray") && output_.empty())
            findings_.add("A-6.2.4.3-4", where_, "grey without any profile");
    }

    const Structure& structure_;
    Findings& findings_;
    bool file_has_language_ = false;
    std::string output_;  // colour space of the output profile
    std::string where_;
};

}  // namespace

void inspect_content(const PdfFile& file, const Structure& structure, const Content& content,
                     Findings& findings) {
    ContentInspection inspection(file, structure, findings);
    for (const ContentStream& stream : content.streams) inspection.inspect(stream);
    inspection.claims(content);
}

}  // namespace postroom::pdfcheck
