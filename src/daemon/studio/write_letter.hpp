// One letter for one reader: composed and rendered, bytes final.
#pragma once

#include <string>

#include "daemon/studio/look.hpp"
#include "daemon/studio/readers.hpp"
#include "document/document.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

struct WrittenLetter {
    document::Document document;
    std::string content_type;
    Bytes bytes;
    std::string message_id;   ///< email only
    std::string envelope_to;  ///< email address; for post, a digest of the address lines
    std::string promised;     ///< ISO date the letter promises, or ""
    cases::Details told;      ///< the other days it names that then stand, as `dates_told` has them
};

/// The words for one reader: a letter, and for a bilingual reader the same letter in English, said
/// after it.
struct Wording {
    const composition::Letter* letter = nullptr;
    const composition::Letter* repeated = nullptr;
};
/// The wording of `step` in its reader's register and language; no letter when there is none.
Wording wording_of(const procedure::Step& step, const Reader& reader,
                   const composition::Catalogue& letters);
/// The same, in that language whatever is recorded of the reader.
Wording wording_in(const std::string& language, const std::string& letter, bool young_person,
                   const composition::Catalogue& letters);

/// `at` stamps the file and the Date header; `id` the message id; `checkpoint` is the archive's,
/// for the email's header. Problems name letter, line, field and case.
ExpectedAll<document::Document> compose_for(const Look& look, const procedure::PlannedStep& planned,
                                            const Reader& reader, const composition::Letter& letter,
                                            cases::Channel channel, const Studio& studio,
                                            calendar::Day today);
ExpectedAll<document::Document> compose_wording(const Look& look,
                                                const procedure::PlannedStep& planned,
                                                const Reader& reader, const Wording& wording,
                                                cases::Channel channel, const Studio& studio,
                                                calendar::Day today);
/// In the rendition that the reader's recorded format asks for.
ExpectedAll<WrittenLetter> write_letter(const Look& look, const procedure::PlannedStep& planned,
                                        const Reader& reader, const Wording& wording,
                                        cases::Channel channel, const Studio& studio, Instant at,
                                        const ParcelId& id, const std::string& checkpoint);

/// The dates that the letter promises and tells its reader, without rendering it.
struct DatesNamed {
    std::string promised;  ///< ISO date, or ""
    cases::Details told;   ///< as `dates_told` has them
};
ExpectedAll<DatesNamed> dates_named_in(const Look& look, const procedure::PlannedStep& planned,
                                       const Reader& reader, const Wording& wording,
                                       cases::Channel channel, const Studio& studio,
                                       calendar::Day today);

/// What identifies where a party is written to: changes when address or email changes. For post,
/// two digests of 32 digits: of the address whoever lives there and however it is spaced, and of
/// the envelope's lines as they are.
std::string envelope_of(const cases::Party& party, cases::Channel channel);

/// The need a letter was made for, as it stands in its parcel's content type:
/// "; format=large_print; language=cy"; nothing for standard print in English.
std::string made_for(const cases::Party& party);
std::string_view made_for(const outbox::Parcel& parcel);

/// Of several complainants, whose letter the copy is of, as the outbox knows them; "" where one
/// complains alone, and for a copy of an older Postroom.
std::string_view copies_letter_of(const outbox::Parcel& copy);

/// The first of them: letters to one address have it in common.
std::string_view address_in(const outbox::Parcel& letter);

}  // namespace postroom::daemon
