// To whom a step's letter goes, and by what each of them is known in the outbox.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "daemon/studio/studio.hpp"
#include "procedure/plan.hpp"

namespace postroom::daemon {

/// A reader of a step's letter: the person it is for, or one who gets a copy.
struct Reader {
    const cases::Party* party = nullptr;
    std::string recipient;  ///< outbox::Parcel::recipient
    bool copy = false;
    const cases::Party* primary = nullptr;  ///< whom the letter itself is to
    std::vector<const cases::Party*> cc;    ///< officers copied, for the Cc header
    /// A copy: how the letter itself goes, whose dates it tells; as its reader prefers, if unsaid.
    std::optional<cases::Channel> original_by = {};
    /// It was emailed before and goes by post now: the email came back, or nobody knows of it.
    struct Emailed {
        calendar::Day on;
        bool came_back = true;
    };
    std::optional<Emailed> emailed = {};
};

/// Who gets a step's letter: the letter itself first, copies after. Nobody, and why in `problem`,
/// when the case has nobody in those roles. `problem` also says whose copy nobody can place, unless
/// the procedure asks about them itself.
std::vector<Reader> readers_of(const procedure::PlannedStep& planned, const cases::Case& case_,
                               const Studio& studio, std::string& problem);

/// Of the letters to several readers, by the names they have in the outbox, the one of which that
/// recipient has a copy: whoever speaks for one of them has that one's. "" for our own people, who
/// read the first that goes, and for whoever is no longer on the case.
std::string letter_copied_to(const std::string& recipient, cases::Role role,
                             const cases::Case& case_, const std::vector<std::string>& letters);

/// " It is about the second complainant.", or that they said it, where one of several is meant by
/// what set the task off: it holds their place, and no name. Else "".
std::string of_whom_it_is(const procedure::PlannedStep& planned, const cases::Case& case_);

/// " Still to be asked: the second complainant.", where a task waits for the word of each of
/// several who complain: whoever telephones must know whom to call. Else "".
std::string of_whom_it_is_asked(const procedure::Step& step, const cases::Case& case_);

}  // namespace postroom::daemon
