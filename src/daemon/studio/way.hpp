// By which channel a reader gets a letter, and in which rendition.
#pragma once

#include <optional>
#include <string>

#include "composition/letter.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/renditions.hpp"

namespace postroom::daemon {

/// How this reader is written to; a sentence when no rendition serves them or they cannot be
/// reached: then a person must act, and standard print is never sent instead.
struct Way {
    std::optional<cases::Channel> channel;
    std::string problem;
};
Way way_to(const Reader& reader, const composition::Letter& letter);
/// The same, by that channel whatever the reader prefers.
Way way_by(const Reader& reader, const composition::Letter& letter, cases::Channel channel);

/// The channel that is recorded for them; if none is, email where they have an address.
cases::Channel preferred_by(const cases::Party& party);
/// A letter's dates count from how it goes. A copy says what the letter said, whichever way the
/// copy goes: time runs from the letter.
cases::Channel counted_by(const Reader& reader, cases::Channel channel);
/// What is on record of the reader's need; officers read what their colleagues wrote. Null when
/// nothing serves it by that channel.
const Served* served_to(const Reader& reader, cases::Channel channel);

}  // namespace postroom::daemon
