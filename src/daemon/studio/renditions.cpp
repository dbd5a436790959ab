#include "daemon/studio/renditions.hpp"

#include <algorithm>
#include <array>

#include "base/bundle.hpp"
#include "composition/salutation.hpp"
#include "daemon/studio/speech.hpp"
#include "rendering/audio_script.hpp"
#include "rendering/braille.hpp"
#include "rendering/html.hpp"
#include "rendering/mp3.hpp"
#include "rendering/pdf.hpp"
#include "rendering/pdf_areas.hpp"
#include "rendering/text.hpp"

namespace postroom::daemon {

namespace {

using cases::Channel;

constexpr std::array table{
    Served{"standard", Channel::email, std::nullopt},
    Served{"standard", Channel::letter, Shape::standard_print},
    Served{"large_print", Channel::email, Shape::large_print},
    Served{"large_print", Channel::letter, Shape::large_print},
    Served{"giant_print", Channel::email, Shape::giant_print},
    Served{"giant_print", Channel::letter, Shape::giant_print},
    Served{"plain_html", Channel::email, Shape::page},
    Served{"plain_html", Channel::letter, std::nullopt, true},
    Served{"plain_text", Channel::email, Shape::plain_text},
    Served{"plain_text", Channel::letter, std::nullopt, true},
    Served{"braille", Channel::email, Shape::braille},
    Served{"braille", Channel::letter, Shape::braille},
    Served{"audio", Channel::email, Shape::recording},
    Served{"audio", Channel::letter, Shape::recording},
    Served{"easy_read", Channel::email, std::nullopt, true},
    Served{"easy_read", Channel::letter, std::nullopt, true},
    Served{"bsl", Channel::email, std::nullopt, true},
    Served{"bsl", Channel::letter, std::nullopt, true},
};

struct FileKind {
    Shape shape;
    std::string_view type, ending;
    std::string_view words;  ///< added to a file's name
};
constexpr std::array kinds{
    FileKind{Shape::standard_print, "application/pdf", ".pdf", ""},
    FileKind{Shape::large_print, "application/pdf", ".pdf", ", large print"},
    FileKind{Shape::giant_print, "application/pdf", ".pdf", ", giant print"},
    FileKind{Shape::page, "text/html", ".html", ""},
    FileKind{Shape::plain_text, "text/plain", ".txt", ""},
    FileKind{Shape::braille, "application/x-brf", ".brf", ", braille"},
    FileKind{Shape::recording, "audio/mpeg", ".mp3", ", read aloud"},
    FileKind{Shape::audio_script, "text/plain", ".txt", ", to be read aloud"},
};

const FileKind& kind_of(Shape shape) {
    return *std::ranges::find(kinds, shape, &FileKind::shape);
}

/// A council's own form may bring its own large print; the office's serves every other.
const rendering::LetterForm& form_for(const document::Document& document, Shape shape,
                                      const Content& content) {
    if (shape == Shape::standard_print) return content.forms.at(document.form);
    const std::string size = shape == Shape::large_print ? "large-print" : "giant-print";
    const auto own = content.forms.find(document.form + "-" + size);
    return own == content.forms.end() ? content.forms.at(size) : own->second;
}

Expected<Bytes> render_print(const document::Document& document, Shape shape, const Studio& studio,
                             Instant at) {
    auto pdf = rendering::render_pdf(document, form_for(document, shape, studio.content()),
                                     studio.fonts(), at);
    if (!pdf) return fail(pdf.error());
    return std::move(pdf->bytes);
}

Expected<Bytes> render_recording(const document::Document& document) {
    const auto script = rendering::render_audio_script(document);
    if (!script) return fail(script.error());
    const auto wav = speak(*script);
    if (!wav) return fail(wav.error());
    return rendering::mp3_of(*wav);
}

/// Lies on top of what is embossed or recorded, its address in the envelope's window.
document::Document cover_for(const document::Document& letter, Shape shape) {
    document::Document cover = letter;
    cover.repeated_in.clear();
    cover.salutation.clear();
    cover.sign_off.clear();
    cover.signatory.clear();
    cover.after_signature.clear();
    const bool braille = shape == Shape::braille;
    cover.body = {
        document::Heading{1, {{braille ? "Letter in braille" : "Letter to listen to"}}},
        document::Paragraph{{{braille ? "The letter itself is the braille behind this sheet."
                                      : "The letter itself is the recording in this envelope."}}}};
    return cover;
}

}  // namespace

std::string_view file_type_of(Shape shape) {
    return kind_of(shape).type;
}
std::string_view file_ending_of(Shape shape) {
    return kind_of(shape).ending;
}

std::span<const Served> all_served() {
    return table;
}

const Served* served(std::string_view format, Channel channel) {
    const auto* found = std::ranges::find_if(
        table, [&](const Served& row) { return row.format == format && row.channel == channel; });
    return found == table.end() ? nullptr : found;
}

Expected<Bytes> render_shape(const document::Document& document, Shape shape, const Studio& studio,
                             Instant at) {
    switch (shape) {
        case Shape::standard_print:
        case Shape::large_print:
        case Shape::giant_print:
            return render_print(document, shape, studio, at);
        case Shape::page:
            return rendering::render_page(document, studio.content().page_shell);
        case Shape::plain_text:
            return rendering::render_text(document);
        case Shape::braille:
            return rendering::render_braille(document);
        case Shape::recording:
            return render_recording(document);
        case Shape::audio_script:
            return rendering::render_audio_script(document);
    }
    return fail(Problem{.what = "no such rendition"});
}

Expected<Bytes> render_print_as(const PrintLook& look, const document::Document& document,
                                Shape shape, const Studio& studio, Instant at) {
    rendering::LetterForm form = form_for(document, shape, studio.content());
    if (look.envelope) form.envelope = look.envelope;
    auto pdf = look.areas ? rendering::render_pdf_with_areas(document, form, studio.fonts(), at)
                          : rendering::render_pdf(document, form, studio.fonts(), at);
    if (!pdf) return fail(pdf.error());
    return std::move(pdf->bytes);
}

Expected<ForPost> render_for_post(const document::Document& document, Shape shape,
                                  const Studio& studio, Instant at) {
    auto letter = render_shape(document, shape, studio, at);
    if (!letter) return fail(letter.error());
    if (file_type_of(shape) == file_type_of(Shape::standard_print))
        return ForPost{std::string(file_type_of(shape)), std::move(*letter)};
    auto cover = render_print(cover_for(document, shape), Shape::standard_print, studio, at);
    if (!cover) return fail(cover.error());
    const std::string name = "letter" + std::string(file_ending_of(shape));
    // The post room goes by what the bundle holds.
    return ForPost{std::string(bundle_type) + "; holds=" + name,
                   pack_bundle({{name, std::move(*letter)}, {"cover.pdf", std::move(*cover)}})};
}

bool is_worded_for(const cases::Party& party, const std::string& letter,
                   const composition::Catalogue& letters) {
    const std::string language = letter.ends_with(".cy") ? "cy" : "en";
    const composition::Letter* theirs = composition::letter_for(
        letters, letter.substr(0, letter.find('.')), composition::is_young(party), language);
    return theirs == nullptr || theirs->name == letter;
}

std::string attachment_name(const document::Document& document, Shape shape, const Config& config) {
    std::string name = config.text("council.name");
    if (!document.reference.empty()) name += " " + document.reference;
    name.append(kind_of(shape).words).append(kind_of(shape).ending);
    // Neither a reference nor a council's name may choose a folder.
    for (char& c : name)
        if (c == '/' || c == '\\') c = '-';
    return name;
}

}  // namespace postroom::daemon
