#include "daemon/studio/way.hpp"

#include <algorithm>

#include "composition/postal_rules.hpp"
#include "composition/salutation.hpp"

namespace postroom::daemon {

using cases::Channel;
using cases::Party;

Channel preferred_by(const Party& party) {
    return party.channel.value_or(party.email.empty() ? Channel::letter : Channel::email);
}

Channel counted_by(const Reader& reader, Channel channel) {
    if (!reader.copy || cases::is_council_officer(reader.primary->role)) return channel;
    return reader.original_by.value_or(preferred_by(*reader.primary));
}

const Served* served_to(const Reader& reader, Channel channel) {
    const bool officer = cases::is_council_officer(reader.party->role);
    return served(officer ? "standard" : reader.party->format, channel);
}

namespace {

/// Why only a person can make the rendition; empty when Postroom can.
std::string why_by_person(const Reader& reader, const composition::Letter& letter,
                          Channel channel) {
    const Served* row = served_to(reader, channel);
    const std::string needs = "the " + std::string(cases::words_for(reader.party->role)) +
                              " needs this letter in another format (" + reader.party->format + ")";
    constexpr const char* what_to_do =
        ": have it prepared and sent, then close this task with the day it went (--sent-on)";
    if (row == nullptr || row->by_person) {
        const bool by_email = served_to(reader, Channel::email) != nullptr &&
                              !served_to(reader, Channel::email)->by_person;
        return needs + (by_email ? ", which goes by email alone" : ", which only people can make") +
               what_to_do;
    }
    const bool english_only = row->shape == Shape::braille || row->shape == Shape::recording;
    if (english_only && letter.front.language != "en")
        return needs + " and in Welsh, which only people can make" + what_to_do;
    return {};
}

}  // namespace

Way way_to(const Reader& reader, const composition::Letter& letter) {
    return way_by(reader, letter, preferred_by(*reader.party));
}

Way way_by(const Reader& reader, const composition::Letter& letter, Channel channel) {
    const Party& party = *reader.party;
    const std::string who(cases::words_for(party.role));
    const bool allowed = reader.copy || std::ranges::find(letter.front.channels, channel) !=
                                            letter.front.channels.end();
    if (cases::is_council_officer(party.role)) {
        if (party.email.empty()) return {{}, "no email address is recorded for the " + who};
        return {Channel::email, ""};
    }
    if (std::string why = why_by_person(reader, letter, channel); !why.empty())
        return {{}, std::move(why)};
    if (channel == Channel::email && party.email.empty())
        return {{}, "the " + who + " asked for email, but no address is recorded"};
    // Somebody else may open the post where they live (domain 0.12).
    if (channel == Channel::letter && reader.emailed && !party.safe_contact.empty())
        return {{}, "it goes only in the safe way on record; find out how they can be reached"};
    if (channel == Channel::letter && reader.emailed && composition::is_young(party))
        return {{},
                "it is to a young person, who wanted email; ask them before it goes to where they "
                "live"};
    if (channel == Channel::letter && party.address.empty())
        return {{}, "no usable postal address is recorded for the " + who};
    if (channel == Channel::letter) {
        if (auto why = composition::why_not_postable(composition::envelope_lines(party)))
            return {{},
                    "a letter to the " + who + " would not be delivered: " + *why +
                        "; correct the address, or send the letter another way"};
    }
    if (!allowed)
        return {{},
                "the letter " + letter.name + " does not go by " +
                    std::string(cases::name_of(channel))};
    return {channel, ""};
}

}  // namespace postroom::daemon
