// Which rendition each reader gets: what is on record of their need, against how they are reached.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/studio/studio.hpp"
#include "document/document.hpp"
#include "rendering/envelope.hpp"

namespace postroom::daemon {

/// A whole letter in one file.
enum class Shape {
    standard_print,
    large_print,
    giant_print,
    page,
    plain_text,
    braille,
    recording,
    audio_script
};

/// What the post room does with a letter that is more than paper.
std::string_view file_type_of(Shape shape);    ///< "application/pdf"
std::string_view file_ending_of(Shape shape);  ///< ".pdf"

/// One row of the table in docs/writing-letters.md; a test compares the two.
struct Served {
    std::string_view format;  ///< as recorded: "large_print"
    cases::Channel channel;
    /// By post what is sent; by email what is attached, or, for plain text, all there is. Nothing
    /// by email: the email alone is what the reader needs. Nothing by post: nobody but a person
    /// can meet the need.
    std::optional<Shape> shape;
    bool by_person = false;
};
std::span<const Served> all_served();
/// Null for a format that is not in the vocabulary.
const Served* served(std::string_view format, cases::Channel channel);

/// A letter in the words for young people goes to no other reader, and a young person gets no other
/// where there is one.
bool is_worded_for(const cases::Party& party, const std::string& letter,
                   const composition::Catalogue& letters);

/// The letter as one file. Problems name the character or the field that stands in the way.
Expected<Bytes> render_shape(const document::Document& document, Shape shape, const Studio& studio,
                             Instant at);

/// How a print is looked at before it is sent.
struct PrintLook {
    bool areas = false;  ///< the window and the printable area drawn over it
    std::optional<rendering::Envelope> envelope = {};  ///< nothing: the council's
};
Expected<Bytes> render_print_as(const PrintLook& look, const document::Document& document,
                                Shape shape, const Studio& studio, Instant at);

/// As it goes into the tray: a PDF, or a bundle of what is embossed or recorded and the sheet that
/// shows its address.
struct ForPost {
    std::string content_type;
    Bytes bytes;
};
Expected<ForPost> render_for_post(const document::Document& document, Shape shape,
                                  const Studio& studio, Instant at);

/// "Exampleshire County Council CC-2025-0042, large print.pdf": no name of a person.
std::string attachment_name(const document::Document& document, Shape shape, const Config& config);

}  // namespace postroom::daemon
