#include "daemon/preview.hpp"

#include <algorithm>

#include "composition/salutation.hpp"
#include "daemon/case_work.hpp"
#include "daemon/london_time.hpp"
#include "daemon/sample.hpp"
#include "daemon/write_letter.hpp"
#include "rendering/html.hpp"
#include "rendering/pdf.hpp"
#include "rendering/text.hpp"

namespace postroom::daemon {

namespace {

/// The case's own look at the letter's step, ready to be written whether it is due or not.
Expected<Sample> from_case(const std::string& letter, const cases::CaseFile& file,
                           calendar::LocalTime now, const Studio& studio) {
    Sample sample{.file = file, .now = now};
    auto look = look_at(file, studio, now);
    if (!look) return fail(look.error());
    sample.look = std::move(*look);
    for (const procedure::PlannedStep& planned : sample.look.plan.steps)
        if (planned.step->letter == letter) sample.planned = planned;
    if (sample.planned.step == nullptr)
        return fail({.what = "the case's procedure does not use the letter " + letter,
                     .case_reference = file.reference.text});
    if (!sample.planned.deadline) sample.planned.deadline = now.day;
    return sample;
}

struct Wording {
    const composition::Letter* letter = nullptr;
    std::string procedure;  ///< the id of one whose cases get it
};

/// "stage1/response" as the case's procedure words it, or the first that uses it;
/// "luton/stage1/response" as Luton does.
Expected<Wording> wording_of(const std::string& name, const std::optional<cases::CaseFile>& file,
                             const Studio& studio) {
    for (const auto& [id, procedure] : studio.content().procedures) {
        if (file && file->procedure != id) continue;
        std::string wanted = name;
        if (!procedure.wording.empty() && name.starts_with(procedure.wording + "/"))
            wanted.erase(0, procedure.wording.size() + 1);
        const composition::Catalogue& letters = studio.content().letters_of(procedure);
        const composition::Letter* letter = letters.find(wanted);
        if (!letter) continue;
        const std::string base = name_in_procedure(wanted);
        if (std::ranges::count(procedure.steps, base, &procedure::Step::letter) > 0)
            return Wording{.letter = letter, .procedure = id};
    }
    if (studio.content().letters.contains(name))
        return fail({.what = "no step of any procedure uses the letter " + name,
                     .remedy = "name a letter that a procedure uses; postroom letters lists them"});
    return fail({.what = "there is no letter " + name,
                 .remedy = "names are paths below letters/ without .md"});
}

}  // namespace

std::optional<Rendition> rendition_named(std::string_view name) {
    if (name == "pdf") return Rendition::pdf;
    if (name == "html") return Rendition::html;
    if (name == "text") return Rendition::text;
    if (name == "eml") return Rendition::eml;
    return std::nullopt;
}

ExpectedAll<Bytes> preview(const std::string& name, Rendition rendition,
                           const std::optional<cases::CaseFile>& file, calendar::LocalTime now,
                           const Studio& studio) {
    const auto found = wording_of(name, file, studio);
    if (!found) return fail(Problems{found.error()});
    const composition::Letter* letter = found->letter;
    auto sample = file
                      ? from_case(name_in_procedure(letter->name), *file, now, studio)
                      : sample_for({.letter = letter->name, .procedure = found->procedure}, studio);
    if (!sample) return fail(Problems{sample.error()});
    std::string problem;
    const std::vector<Reader> readers =
        readers_of(*sample->planned.step, sample->look.case_, studio, problem);
    if (readers.empty()) return fail(Problems{{.what = problem}});
    const Reader& reader = readers.front();
    const bool paper = rendition == Rendition::pdf;
    const cases::Channel channel = paper ? cases::Channel::letter : cases::Channel::email;
    const Instant at = instant_of(sample->now);
    if (rendition == Rendition::eml) {
        auto written = write_letter(sample->look, sample->planned, reader, *letter, channel, studio,
                                    at, ParcelId("preview"), "preview");
        if (!written) return fail(written.error());
        return std::move(written->bytes);
    }
    auto document = compose_for(sample->look, sample->planned, reader, *letter, channel, studio,
                                sample->now.day);
    if (!document) return fail(document.error());
    switch (rendition) {
        case Rendition::text:
            return rendering::render_text(*document);
        case Rendition::html:
            return rendering::render_html(*document, studio.content().email_shell);
        case Rendition::pdf:
        case Rendition::eml:
            break;
    }
    document->parcel_code = std::string(20, '0');  // the place of a code, and no letter's
    auto pdf = rendering::render_pdf(*document, studio.content().forms.at(document->form),
                                     studio.fonts(), at);
    if (!pdf) return fail(Problems{pdf.error()});
    return std::move(pdf->bytes);
}

}  // namespace postroom::daemon
