#include "rendering/font_face.hpp"

#include <array>
#include <cmath>
#include <mutex>
#include <stdexcept>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

namespace postroom::rendering {
namespace {

// HarfBuzz then speaks in the unit of PDF's widths.
constexpr int units = 1000;

struct Release {
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
    void operator()(hb_set_t* set) const { hb_set_destroy(set); }
    void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
    void operator()(hb_subset_plan_t* plan) const { hb_subset_plan_destroy(plan); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

// A font's tables but those for shaping and looking up characters, which is done before a font is
// cut: HarfBuzz would read them whole each time, to know what to leave out.
hb_blob_t* table_for_cutting(hb_face_t*, hb_tag_t tag, void* whole) {
    for (const char* name :
         {"GSUB", "GPOS", "GDEF", "kern", "name", "DSIG", "post", "cmap", "OS/2"}) {
        if (tag == HB_TAG(name[0], name[1], name[2], name[3])) return hb_blob_get_empty();
    }
    return hb_face_reference_table(static_cast<hb_face_t*>(whole), tag);
}

std::int16_t thousandths(hb_position_t position) {
    return static_cast<std::int16_t>(position);
}

}  // namespace

struct FontFace::Handles {
    std::string bytes;  // the blob looks at these
    Owned<hb_blob_t> blob;
    Owned<hb_face_t> face;
    Owned<hb_face_t> outlines;  // the face as it is cut
    Owned<hb_font_t> font;
    std::string postscript_name;
    FontMetrics metrics;
    // Made when the font is first used: most letters use none of the fallbacks.
    mutable std::once_flag tables_made;
    mutable std::vector<char32_t> characters;    // by glyph
    mutable std::vector<std::int16_t> advances;  // by glyph

    void make_tables() const;
};

FontFace::FontFace(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
FontFace::FontFace(FontFace&&) noexcept = default;
FontFace::~FontFace() = default;

namespace {

FontMetrics measure(hb_face_t* face, hb_font_t* font) {
    FontMetrics metrics;
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font, &extents);
    metrics.ascent = extents.ascender;
    metrics.descent = extents.descender;
    hb_position_t position = 0;
    metrics.cap_height =
        hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &position) != 0
            ? position
            : metrics.ascent;
    metrics.x_height = hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_X_HEIGHT, &position) != 0
                           ? position
                           : metrics.cap_height / 2;
    metrics.italic_angle = hb_style_get_value(font, HB_STYLE_TAG_SLANT_ANGLE);

    const Owned<hb_blob_t> head(hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd')));
    unsigned length = 0;
    const auto* data =
        reinterpret_cast<const unsigned char*>(hb_blob_get_data(head.get(), &length));
    const double upem = hb_face_get_upem(face);
    for (unsigned i = 0; i < 4 && length >= 44; ++i) {
        const unsigned char* at = data + 36 + 2 * i;
        const auto value = static_cast<std::int16_t>((at[0] << 8) | at[1]);
        metrics.box[i] = static_cast<int>(std::lround(value * units / upem));
    }
    return metrics;
}

std::string postscript_name_of(hb_face_t* face) {
    std::array<char, 128> name{};
    unsigned size = name.size();
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                        name.data());
    std::string result;
    for (const char c : std::string_view(name.data(), size)) {
        const bool plain =
            (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (plain) result += c;
    }
    return result.empty() ? "Font" : result;
}

}  // namespace

Expected<FontFace> FontFace::open(FontFile file) {
    auto handles = std::make_unique<Handles>();
    handles->bytes = std::move(file.bytes);
    handles->blob.reset(hb_blob_create(handles->bytes.data(),
                                       static_cast<unsigned>(handles->bytes.size()),
                                       HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    handles->face.reset(hb_face_create(handles->blob.get(), 0));
    hb_face_t* face = handles->face.get();
    const Owned<hb_blob_t> outlines(hb_face_reference_table(face, HB_TAG('g', 'l', 'y', 'f')));
    const unsigned glyphs = hb_face_get_glyph_count(face);
    if (glyphs == 0 || glyphs > 0xFFFF || hb_blob_get_length(outlines.get()) == 0) {
        return fail(Problem{.what = "the font is not a TrueType font this service can embed",
                            .remedy = "use a .ttf file with TrueType outlines",
                            .file = file.name});
    }
    hb_face_make_immutable(face);
    handles->outlines.reset(hb_face_create_for_tables(table_for_cutting, face, nullptr));
    hb_face_make_immutable(handles->outlines.get());
    handles->font.reset(hb_font_create(face));
    hb_font_t* font = handles->font.get();
    hb_font_set_scale(font, units, units);
    hb_font_make_immutable(font);
    handles->postscript_name = postscript_name_of(face);
    handles->metrics = measure(face, font);

    return FontFace(std::move(handles));
}

void FontFace::Handles::make_tables() const {
    std::call_once(tables_made, [this] {
        const unsigned glyphs = hb_face_get_glyph_count(face.get());
        advances.resize(glyphs);
        for (unsigned glyph = 0; glyph < glyphs; ++glyph) {
            advances[glyph] = thousandths(hb_font_get_glyph_h_advance(font.get(), glyph));
        }
        characters.resize(glyphs);
        const Owned<hb_set_t> known(hb_set_create());
        hb_face_collect_unicodes(face.get(), known.get());
        for (hb_codepoint_t character = HB_SET_VALUE_INVALID;
             hb_set_next(known.get(), &character) != 0;) {
            hb_codepoint_t glyph = 0;
            // The lowest of several characters is the ordinary one: a space, not a no-break space.
            if (hb_font_get_nominal_glyph(font.get(), character, &glyph) != 0 && glyph < glyphs &&
                characters[glyph] == 0) {
                characters[glyph] = character;
            }
        }
    });
}

std::uint16_t FontFace::glyph_of(char32_t character) const {
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(handles_->font.get(), character, &glyph);
    return static_cast<std::uint16_t>(glyph);
}

char32_t FontFace::character_of(std::uint16_t glyph) const {
    return handles_->characters[glyph];
}
int FontFace::advance_of(std::uint16_t glyph) const {
    return handles_->advances[glyph];
}
const std::string& FontFace::postscript_name() const {
    return handles_->postscript_name;
}
const FontMetrics& FontFace::metrics() const {
    return handles_->metrics;
}

std::vector<document::Glyph> FontFace::shape(std::string_view text, bool right_to_left) const {
    thread_local const Owned<hb_buffer_t> buffer(hb_buffer_create());
    hb_buffer_t* b = buffer.get();
    hb_buffer_reset(b);
    const auto length = static_cast<int>(text.size());
    hb_buffer_add_utf8(b, text.data(), length, 0, length);
    hb_buffer_set_flags(b, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    hb_buffer_set_direction(b, right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    // Left to itself HarfBuzz would ask the process for its locale.
    static const hb_language_t language = hb_language_from_string("en", -1);
    hb_buffer_set_language(b, language);
    hb_buffer_guess_segment_properties(b);
    // A ligature of Latin letters is one glyph for two characters: harder to search and to hear.
    static const std::array<hb_feature_t, 1> features = {
        {{HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}}};
    const bool latin = hb_buffer_get_script(b) == HB_SCRIPT_LATIN;
    handles_->make_tables();
    hb_shape(handles_->font.get(), b, features.data(), latin ? features.size() : 0);

    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(b, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(b, &count);
    std::vector<document::Glyph> glyphs(count);
    for (unsigned i = 0; i < count; ++i) {
        glyphs[i] = {static_cast<std::uint16_t>(infos[i].codepoint),
                     thousandths(positions[i].x_advance), thousandths(positions[i].x_offset),
                     thousandths(positions[i].y_offset), infos[i].cluster};
    }
    return glyphs;
}

CutFont FontFace::cut(const std::vector<std::uint16_t>& glyphs) const {
    handles_->make_tables();
    const Owned<hb_subset_input_t> input(hb_subset_input_create_or_fail());
    if (!input) throw std::runtime_error("HarfBuzz has no memory for a font's subset");
    hb_set_t* wanted = hb_subset_input_glyph_set(input.get());
    for (const std::uint16_t glyph : glyphs) hb_set_add(wanted, glyph);
    // Hints are for coarse screens and are half of the file.
    hb_subset_input_set_flags(input.get(),
                              HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    const Owned<hb_subset_plan_t> plan(
        hb_subset_plan_create_or_fail(handles_->outlines.get(), input.get()));
    const Owned<hb_face_t> face(plan ? hb_subset_plan_execute_or_fail(plan.get()) : nullptr);
    if (!face) throw std::runtime_error("HarfBuzz could not cut the font " + postscript_name());

    CutFont result;
    const Owned<hb_blob_t> blob(hb_face_reference_blob(face.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob.get(), &length);
    result.file.assign(data, length);
    result.new_numbers.resize(handles_->advances.size());
    result.glyphs.resize(hb_face_get_glyph_count(face.get()));
    const hb_map_t* numbers = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    for (std::size_t old = 0; old < result.new_numbers.size(); ++old) {
        const hb_codepoint_t number = hb_map_get(numbers, static_cast<hb_codepoint_t>(old));
        if (number == HB_MAP_VALUE_INVALID) continue;
        result.new_numbers[old] = static_cast<std::uint16_t>(number);
        result.glyphs[number] = static_cast<std::uint16_t>(old);
    }
    return result;
}

}  // namespace postroom::rendering
