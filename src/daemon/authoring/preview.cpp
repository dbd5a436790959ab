#include "daemon/authoring/preview.hpp"

#include <algorithm>
#include <array>

#include "daemon/premises/london_time.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/renditions.hpp"
#include "daemon/studio/sample.hpp"
#include "daemon/studio/speech.hpp"
#include "daemon/studio/write_letter.hpp"
#include "rendering/html.hpp"

namespace postroom::daemon {

namespace {

/// The case's own look at the letter's step, ready to be written whether it is due or not.
Expected<Sample> from_case(const std::string& letter, const cases::CaseFile& file,
                           calendar::LocalTime now, const Studio& studio) {
    Sample sample{.file = file, .now = now};
    auto look = look_at(file, studio, now);
    if (!look) return fail(look.error());
    sample.look = std::move(*look);
    for (const procedure::PlannedStep& planned :
         every_step(sample.look.plan, *sample.look.procedure))
        // One that goes to one of several alone has no reader before something sets it off.
        if (planned.step->letter == letter &&
            (sample.planned.step == nullptr || !planned.step->to_one || planned.planned))
            sample.planned = planned;
    if (sample.planned.step == nullptr)
        return fail({.what = "the case's procedure does not use the letter " + letter,
                     .case_reference = file.reference.text});
    if (!sample.planned.deadline) sample.planned.deadline = now.day;
    return sample;
}

bool is_young(const composition::Letter& letter) {
    return letter.front.register_ == composition::Register::young_person;
}

struct Named {
    const composition::Letter* letter = nullptr;
    std::string procedure;  ///< the id of one whose cases get it
    std::string like;       ///< the letter whose step stands for its own
};

/// A letter that no step sends yet is looked at where one that goes the same way stands.
Expected<Named> not_sent_yet(const composition::Letter& letter,
                             const std::optional<cases::CaseFile>& file, const Studio& studio) {
    for (const auto& [id, procedure] : studio.content().procedures) {
        if (file && file->procedure != id) continue;
        const composition::Catalogue& letters = studio.content().letters_of(procedure);
        for (const procedure::Step& step : procedure.steps) {
            const composition::Letter* other = letters.find(step.letter);
            if (!other || other->front.channels != letter.front.channels) continue;
            const bool young = is_young(letter) && letters.contains(step.letter + ".yp");
            return Named{.letter = &letter,
                         .procedure = id,
                         .like = young ? step.letter + ".yp" : step.letter};
        }
    }
    return fail({.what = "no step of any procedure uses the letter " + letter.name,
                 .remedy = "name a letter that a procedure uses; postroom letters lists them"});
}

/// "stage1/response" as the case's procedure words it, or the first that uses it;
/// "luton/stage1/response" as Luton does.
Expected<Named> letter_named(const std::string& name, const std::optional<cases::CaseFile>& file,
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
            return Named{.letter = letter, .procedure = id, .like = wanted};
    }
    if (const composition::Letter* letter = studio.content().letters.find(name))
        return not_sent_yet(*letter, file, studio);
    return fail({.what = "there is no letter " + name,
                 .remedy = "names are paths below letters/ without .md"});
}

struct RenditionName {
    std::string_view name;
    Rendition rendition;
    std::string_view ending;  ///< of its file
};
constexpr std::array names{
    RenditionName{"pdf", Rendition::pdf, ".pdf"},
    RenditionName{"html", Rendition::html, ".html"},
    RenditionName{"text", Rendition::text, ".txt"},
    RenditionName{"eml", Rendition::eml, ".eml"},
    RenditionName{"large-print", Rendition::large_print, ".large-print.pdf"},
    RenditionName{"giant-print", Rendition::giant_print, ".giant-print.pdf"},
    RenditionName{"page", Rendition::page, ".page.html"},
    RenditionName{"braille", Rendition::braille, ".brf"},
    RenditionName{"audio", Rendition::audio, ".wav"},
    RenditionName{"audio-script", Rendition::audio_script, ".audio-script.txt"},
};

/// The letter itself, or its sibling in the language asked for.
Expected<Wording> wording_for(const PreviewWish& wish, const Named& named, const Studio& studio) {
    if (!wish.language) return Wording{.letter = named.letter};
    const procedure::Procedure& procedure = *studio.procedure_of(named.procedure);
    const Wording found =
        wording_in(*wish.language, name_in_procedure(named.letter->name), is_young(*named.letter),
                   studio.content().letters_of(procedure));
    if (found.letter != nullptr) return found;
    return fail(Problem{.what = "there is no wording of " + wish.letter + " in this language",
                        .remedy = "Welsh is in files ending in .cy.md; bilingual needs both"});
}

/// Letters as their readers hold them have an address; what is read on a screen or heard has none.
bool is_paper(Rendition rendition) {
    return rendition == Rendition::pdf || rendition == Rendition::large_print ||
           rendition == Rendition::giant_print;
}

Shape print_of(Rendition rendition) {
    if (rendition == Rendition::large_print) return Shape::large_print;
    return rendition == Rendition::giant_print ? Shape::giant_print : Shape::standard_print;
}

/// What is not on paper, and no whole email.
Expected<Bytes> render(const document::Document& document, Rendition rendition,
                       const Studio& studio, Instant at) {
    switch (rendition) {
        case Rendition::page:
            return render_shape(document, Shape::page, studio, at);
        case Rendition::text:
            return render_shape(document, Shape::plain_text, studio, at);
        case Rendition::braille:
            return render_shape(document, Shape::braille, studio, at);
        case Rendition::audio_script:
            return render_shape(document, Shape::audio_script, studio, at);
        case Rendition::audio_mp3:
            return render_shape(document, Shape::recording, studio, at);
        case Rendition::audio: {
            const auto script = render_shape(document, Shape::audio_script, studio, at);
            return script ? speak(*script) : script;
        }
        case Rendition::pdf:
        case Rendition::large_print:
        case Rendition::giant_print:
        case Rendition::html:
        case Rendition::eml:
            break;
    }
    return Bytes(rendering::render_html(document, studio.content().email_shell));
}

}  // namespace

std::optional<Rendition> rendition_named(std::string_view name) {
    const auto* found = std::ranges::find(names, name, &RenditionName::name);
    if (found == names.end()) return std::nullopt;
    return found->rendition;
}

std::string rendition_names() {
    std::string all;
    for (const RenditionName& entry : names) {
        if (!all.empty()) all += &entry == &names.back() ? " or " : ", ";
        all += entry.name;
    }
    return all;
}

ExpectedAll<Bytes> preview(const PreviewWish& wish, calendar::LocalTime now, const Studio& studio) {
    const auto named = letter_named(wish.letter, wish.file, studio);
    if (!named) return fail(Problems{named.error()});
    if ((wish.overlay || wish.envelope) && !is_paper(wish.rendition))
        return fail(Problems{{.what = "only a letter on paper has a window and margins",
                              .remedy = "leave out --overlay and --envelope, or look at it as pdf, "
                                        "large-print or giant-print"}});
    PrintLook look{.areas = wish.overlay};
    if (wish.envelope) {
        auto envelope = rendering::read_envelope(*wish.envelope);
        if (!envelope) return fail(Problems{envelope.error()});
        look.envelope = std::move(*envelope);
    }
    const auto wording = wording_for(wish, *named, studio);
    if (!wording) return fail(Problems{wording.error()});
    auto sample = wish.file
                      ? from_case(name_in_procedure(named->like), *wish.file, now, studio)
                      : sample_for({.letter = named->like, .procedure = named->procedure}, studio);
    if (!sample) return fail(Problems{sample.error()});
    std::string problem;
    const std::vector<Reader> readers =
        readers_of(sample->planned, sample->look.case_, studio, problem);
    if (readers.empty()) return fail(Problems{{.what = problem}});
    const Reader& reader = readers.front();
    const cases::Channel channel =
        is_paper(wish.rendition) ? cases::Channel::letter : cases::Channel::email;
    const Instant at = instant_of(sample->now);
    if (wish.rendition == Rendition::eml) {
        auto written = write_letter(sample->look, sample->planned, reader, *wording, channel,
                                    studio, at, ParcelId("preview"), "preview");
        if (!written) return fail(written.error());
        return std::move(written->bytes);
    }
    auto document = compose_wording(sample->look, sample->planned, reader, *wording, channel,
                                    studio, sample->now.day);
    if (!document) return fail(document.error());
    document->parcel_code = std::string(20, '0');  // the place of a code, and no letter's
    auto bytes = is_paper(wish.rendition)
                     ? render_print_as(look, *document, print_of(wish.rendition), studio, at)
                     : render(*document, wish.rendition, studio, at);
    if (!bytes) return fail(Problems{bytes.error()});
    return std::move(*bytes);
}

ExpectedAll<std::vector<PreviewedFile>> preview_all(PreviewWish wish, calendar::LocalTime now,
                                                    const Studio& studio) {
    const std::string base = wish.letter.substr(wish.letter.rfind('/') + 1);
    const auto named = letter_named(wish.letter, wish.file, studio);
    if (!named) return fail(Problems{named.error()});
    const bool english = wish.language.value_or(named->letter->front.language) == "en";
    std::vector<PreviewedFile> files;
    for (const RenditionName& entry : names) {
        if (entry.rendition == Rendition::audio) continue;
        const bool english_only =
            entry.rendition == Rendition::braille || entry.rendition == Rendition::audio_script;
        if (english_only && !english) continue;
        wish.rendition = entry.rendition;
        PreviewWish one = wish;
        one.overlay = wish.overlay && is_paper(entry.rendition);
        if (!is_paper(entry.rendition)) one.envelope.reset();
        auto bytes = preview(one, now, studio);
        if (!bytes) return fail(bytes.error());
        files.push_back({base + std::string(entry.ending), std::move(*bytes)});
    }
    return files;
}

}  // namespace postroom::daemon
