#include "outbox/parcel.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace postroom::outbox {

namespace {

struct StateWord {
    State state;
    std::string_view name;   ///< as stored
    std::string_view words;  ///< as said: "a parcel that is …"
};

constexpr std::array state_words{
    StateWord{State::rendered, "rendered", "ready to go"},
    StateWord{State::held, "held", "held"},
    StateWord{State::awaiting_approval, "awaiting_approval", "awaiting approval"},
    StateWord{State::sending, "sending", "being sent"},
    StateWord{State::committing, "committing", "being handed over"},
    StateWord{State::retry_wait, "retry_wait", "waiting for its next attempt"},
    StateWord{State::uncertain, "uncertain", "uncertain"},
    StateWord{State::accepted, "accepted", "accepted"},
    StateWord{State::delivered, "delivered", "delivered"},
    StateWord{State::refused, "refused", "refused"},
    StateWord{State::bounced, "bounced", "bounced"},
    StateWord{State::superseded, "superseded", "superseded"},
    StateWord{State::cancelled, "cancelled", "cancelled"},
    StateWord{State::expired, "expired", "expired"},
};

/// "a parcel that is … cannot be …".
std::string_view words_for(Happening happening) {
    switch (happening) {
        case Happening::hold:
            return "held";
        case Happening::ask_approval:
            return "put up for approval";
        case Happening::release:
            return "released";
        case Happening::approve:
            return "approved";
        case Happening::claim:
            return "sent";
        case Happening::commit:
            return "handed over";
        case Happening::accept:
            return "recorded as accepted";
        case Happening::refuse_for_now:
            return "put back for another attempt";
        case Happening::refuse:
            return "recorded as refused";
        case Happening::lose_answer:
            return "recorded as uncertain";
        case Happening::resolve_sent:
            return "resolved as sent";
        case Happening::resolve_unsent:
            return "resolved as not sent";
        case Happening::give_up_claim:
            return "given back by its sender";
        case Happening::supersede:
            return "superseded";
        case Happening::cancel:
            return "cancelled";
        case Happening::deliver:
            return "recorded as delivered";
        case Happening::bounce:
            return "recorded as bounced";
        case Happening::bounce_for_now:
            return "sent again after it came back";
        case Happening::send_again:
            return "sent again";
    }
    return "";
}

struct Change {
    State from;
    Happening happening;
    State to;
};

constexpr std::array changes{
    Change{State::rendered, Happening::hold, State::held},
    Change{State::rendered, Happening::ask_approval, State::awaiting_approval},
    Change{State::retry_wait, Happening::hold, State::held},
    Change{State::held, Happening::release, State::rendered},
    Change{State::awaiting_approval, Happening::approve, State::rendered},

    Change{State::rendered, Happening::claim, State::sending},
    Change{State::retry_wait, Happening::claim, State::sending},
    Change{State::sending, Happening::give_up_claim, State::retry_wait},
    Change{State::sending, Happening::commit, State::committing},

    Change{State::sending, Happening::accept, State::accepted},
    Change{State::committing, Happening::accept, State::accepted},
    Change{State::sending, Happening::refuse_for_now, State::retry_wait},
    Change{State::committing, Happening::refuse_for_now, State::retry_wait},
    Change{State::sending, Happening::refuse, State::refused},
    Change{State::committing, Happening::refuse, State::refused},
    Change{State::committing, Happening::lose_answer, State::uncertain},
    Change{State::uncertain, Happening::resolve_sent, State::accepted},
    Change{State::uncertain, Happening::resolve_unsent, State::retry_wait},
    // Its letter went by post instead. Nobody cancels what may have been sent.
    Change{State::uncertain, Happening::supersede, State::superseded},

    Change{State::accepted, Happening::deliver, State::delivered},
    Change{State::accepted, Happening::bounce, State::bounced},
    // A report may come from a server further on than the one that said "delivered".
    Change{State::delivered, Happening::bounce, State::bounced},
    Change{State::accepted, Happening::bounce_for_now, State::retry_wait},
    // The relay never had it: the same bytes again are no second letter.
    Change{State::refused, Happening::send_again, State::retry_wait},
};

const StateWord& word(State state) {
    return *std::find_if(state_words.begin(), state_words.end(),
                         [&](const StateWord& entry) { return entry.state == state; });
}

}  // namespace

std::string_view name_of(State state) {
    return word(state).name;
}

std::optional<State> state_named(std::string_view name) {
    const auto found = std::find_if(state_words.begin(), state_words.end(),
                                    [&](const StateWord& entry) { return entry.name == name; });
    if (found == state_words.end()) return std::nullopt;
    return found->state;
}

bool is_end(State state) {
    switch (state) {
        case State::accepted:
        case State::delivered:
        case State::refused:
        case State::bounced:
        case State::superseded:
        case State::cancelled:
        case State::expired:
            return true;
        case State::rendered:
        case State::held:
        case State::awaiting_approval:
        case State::sending:
        case State::committing:
        case State::retry_wait:
        case State::uncertain:
            return false;
    }
    return false;
}

bool can_be_stopped(State state) {
    switch (state) {
        case State::rendered:
        case State::held:
        case State::awaiting_approval:
        case State::retry_wait:
            return true;
        case State::sending:
        case State::committing:
        case State::uncertain:
        case State::accepted:
        case State::delivered:
        case State::refused:
        case State::bounced:
        case State::superseded:
        case State::cancelled:
        case State::expired:
            return false;
    }
    return false;
}

Expected<State> after(State state, Happening happening) {
    if (can_be_stopped(state)) {
        if (happening == Happening::supersede) return State::superseded;
        if (happening == Happening::cancel) return State::cancelled;
    }
    for (const Change& change : changes)
        if (change.from == state && change.happening == happening) return change.to;
    return fail(Problem{"a parcel that is " + std::string(word(state).words) + " cannot be " +
                        std::string(words_for(happening))});
}

std::string printed_code(const ParcelId& parcel) {
    constexpr std::size_t digits = 20;
    std::string code = parcel.text.substr(0, digits);
    for (char& c : code)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return code;
}

bool is_carried(const Parcel& parcel) {
    return !parcel.in_email_of.empty() && parcel.in_email_of != parcel.id;
}

bool carries(const Parcel& parcel) {
    return !parcel.in_email_of.empty() && parcel.in_email_of == parcel.id;
}

Instant next_attempt(int attempts_made, Instant now) {
    constexpr std::array<std::int64_t, 4> first_minutes{1, 2, 4, 8};
    constexpr std::int64_t then_every = 15;
    const auto made = static_cast<std::size_t>(std::max(attempts_made, 1)) - 1;
    const std::int64_t minutes = made < first_minutes.size() ? first_minutes[made] : then_every;
    return Instant{now.microseconds + minutes * 60'000'000};
}

}  // namespace postroom::outbox
