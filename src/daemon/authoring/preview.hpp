// A letter as its reader would get it, from a case or from the built-in sample. Sends nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

enum class Rendition {
    pdf,
    html,  ///< as an email shows it
    text,
    eml,
    large_print,
    giant_print,
    page,  ///< a whole page of HTML, to keep
    braille,
    audio,         ///< WAV
    audio_mp3,     ///< as it is sent
    audio_script,  ///< what the voice reads
};
/// By the name --as takes, "large-print".
std::optional<Rendition> rendition_named(std::string_view name);
/// Every name --as takes, for messages: "pdf, html, …".
std::string rendition_names();

struct PreviewWish {
    std::string letter;  ///< "stage1/response", or a sibling of it: "stage1/response.yp"
    Rendition rendition = Rendition::pdf;
    /// "en", "cy", "bilingual"; nothing: the letter's own.
    std::optional<std::string> language = {};
    std::optional<cases::CaseFile> file = {};  ///< nothing: the sample
    bool overlay = false;  ///< paper: the window and the printable area drawn over it
    /// Paper: as post.envelope names one, "c5-58"; nothing: the council's.
    std::optional<std::string> envelope = {};
};

/// The letter's bytes. Whatever the letter's channels and its reader's needs are, any rendition is
/// made. `now` is the case's; the sample has its own day.
ExpectedAll<Bytes> preview(const PreviewWish& wish, calendar::LocalTime now, const Studio& studio);

struct PreviewedFile {
    std::string name;  ///< "acknowledgement.large-print.pdf"
    Bytes bytes;
};
/// Every rendition but sound; those made of English alone are left out for a letter that is not.
ExpectedAll<std::vector<PreviewedFile>> preview_all(PreviewWish wish, calendar::LocalTime now,
                                                    const Studio& studio);

}  // namespace postroom::daemon
