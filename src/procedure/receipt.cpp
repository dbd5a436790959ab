#include "procedure/receipt.hpp"

#include <algorithm>

#include "cases/names.hpp"

namespace postroom::procedure {

namespace {

using cases::CaseEvent;
using cases::Party;
using cases::Role;

/// Whether anybody to whom the letter went that this event stands for is written to by post.
/// Without a recorded channel a reader is taken to be: the later day is the safe one.
bool went_by_post(const CaseEvent& event, const Facts& facts) {
    const Step* step = facts.step_of(event);
    return std::ranges::any_of(facts.case_file().parties, [&](const Party& party) {
        const bool reader = party.role == Role::complainant ||
                            (step != nullptr &&
                             std::ranges::find(step->to_roles, party.role) != step->to_roles.end());
        return reader && !cases::is_council_officer(party.role) && !party.left &&
               party.channel != cases::Channel::email;
    });
}

/// The occurrence of the letter whose leaving this event records or brought about.
const std::string* occurrence_of(const CaseEvent& event, const Step& step, const Facts& facts) {
    if (facts.is_letter_sent(event)) return Facts::text_in(event, "occurrence");
    for (const auto* record = facts.latest(step.key); record != nullptr;
         record = facts.earlier(*record))
        if (record < &event && facts.is_letter_sent(*record))
            return Facts::text_in(*record, "occurrence");
    return nullptr;
}

/// A letter may be recorded as left on an earlier day than it was known to be missing.
bool is_recorded_before(const CaseEvent& one, const CaseEvent& other) {
    return one.recorded_at != other.recorded_at ? one.recorded_at < other.recorded_at
                                                : &one < &other;
}

void keep_later(const CaseEvent*& kept, const CaseEvent& other) {
    if (kept == nullptr || is_recorded_before(*kept, other)) kept = &other;
}

/// What is on record for one reader; or, of an older Postroom, for all of them alike.
struct OfReader {
    std::string_view reader;
    const CaseEvent* left = nullptr;   ///< the latest recorded
    const CaseEvent* again = nullptr;  ///< … that says that it left once more
    const CaseEvent* missing = nullptr;
    const CaseEvent* not_owed = nullptr;
    std::optional<Day> received;        ///< the letter itself
    std::optional<Day> received_later;  ///< … or one that took its place
};

class Records {
  public:
    Records(const CaseEvent& start, const Step& step, const std::string& occurrence,
            const Facts& facts)
        : start_(start), step_(step), occurrence_(occurrence), facts_(facts) {
        for (const auto* one = facts.latest(step.key); one != nullptr; one = facts.earlier(*one))
            if (facts.is_letter_sent(*one)) take_leaving(*one);
        each(Names::letter_sent_again, [&](const CaseEvent& one) { take_leaving(one); });
        for (const int kind : {Names::letter_returned, Names::letter_missing})
            each(kind, [&](const CaseEvent& one) {
                if (is_of_it(one)) keep_later(of(one).missing, one);
            });
        each(Names::letter_not_owed, [&](const CaseEvent& one) {
            if (is_of_it(one)) keep_later(of(one).not_owed, one);
        });
    }

    void tell(Receipt& receipt) const {
        receipt.promised = promised_;
        for (const OfReader& one : readers_) {
            if (const auto& day = one.received ? one.received : one.received_later;
                day && is_present(one.reader))
                receipt.day = std::max(receipt.day, *day);
            if (one.missing != nullptr && is_present(one.reader) && !is_over(one))
                wait(receipt, one.missing->on, facts_.name_of(*one.missing));
        }
        if (!tells_of_each_ || (of_all() != nullptr && of_all()->left != nullptr)) return;
        std::size_t place = 0;
        for (const Party& party : facts_.case_file().parties) {
            if (party.role != Role::complainant) continue;
            std::string reader = cases::known_as(party.role, place++);
            if (party.left || !is_for(party)) continue;
            const auto found = std::ranges::find(readers_, reader, &OfReader::reader);
            if (found != readers_.end() && (found->left != nullptr || found->not_owed != nullptr))
                continue;
            wait(receipt, start_.on, cases::letter_missing);
            receipt.without.push_back(std::move(reader));
        }
    }

  private:
    template <class Visit>
    void each(int kind, Visit visit) const {
        for (const auto* one = facts_.latest(kind); one != nullptr; one = facts_.earlier(*one))
            if (facts_.step_of(*one) == &step_) visit(*one);
    }

    bool is_it(const CaseEvent& record) const {
        const std::string* theirs = Facts::text_in(record, "occurrence");
        return theirs != nullptr && *theirs == occurrence_;
    }
    /// Or of a letter that takes its place: the mended answer.
    bool is_of_it(const CaseEvent& record) const { return &record > &start_ || is_it(record); }

    OfReader& of(const CaseEvent& record) {
        const std::string* said = Facts::text_in(record, "reader");
        const std::string_view reader = said == nullptr ? std::string_view() : *said;
        const auto found = std::ranges::find(readers_, reader, &OfReader::reader);
        return found != readers_.end() ? *found : readers_.emplace_back(OfReader{.reader = reader});
    }

    void take_leaving(const CaseEvent& record) {
        // Of another letter that left again an older record does not say whose day it tells.
        if (facts_.is_letter_sent(record) || is_it(record) ||
            Facts::text_in(record, "reader") != nullptr)
            promised_ = std::max(promised_, Facts::date_in(record, "promised"));
        if (!is_of_it(record)) return;
        OfReader& one = of(record);
        // An older record says nothing of another letter in its place.
        if (one.reader.empty() && !is_it(record)) return;
        tells_of_each_ = tells_of_each_ || !one.reader.empty();
        keep_later(one.left, record);
        if (!facts_.is_letter_sent(record)) keep_later(one.again, record);
        const bool by_post = one.reader.empty() && facts_.is_letter_sent(record)
                                 ? went_by_post(record, facts_)
                                 : record.says("channel", "letter");
        const Day day = by_post ? facts_.reckoner().add(record.on, days_in_the_post) : record.on;
        std::optional<Day>& received = is_it(record) ? one.received : one.received_later;
        received = std::max(received, std::optional(day));
    }

    /// Of all its readers alike, as an older record says it.
    const OfReader* of_all() const {
        const auto found = std::ranges::find(readers_, std::string_view(), &OfReader::reader);
        return found == readers_.end() ? nullptr : &*found;
    }

    bool is_over(const OfReader& one) const {
        const auto later = [&](const CaseEvent* other) {
            return other != nullptr && is_recorded_before(*one.missing, *other);
        };
        // That it left at all says nothing of the one who had none; whoever it left for once more
        // may be that one.
        if (one.reader.empty())
            return std::ranges::any_of(readers_,
                                       [&](const OfReader& other) { return later(other.again); });
        return later(one.left) || later(one.not_owed) ||
               (of_all() != nullptr && later(of_all()->again));
    }

    bool is_present(std::string_view reader) const {
        if (reader.empty()) return true;
        const Party* party = cases::reader_known_as(reader, facts_.case_file().parties);
        return party != nullptr && !party->left;
    }

    /// Whether the letter goes to every complainant there is, and so to this one.
    bool is_for(const Party& complainant) const {
        return !step_.to_one && step_.kinds.empty() &&
               std::ranges::find(step_.to_roles, complainant.role) != step_.to_roles.end() &&
               std::ranges::none_of(step_.require, [](const Condition& needed) {
                   return needed.consent.has_value();
               });
    }

    static void wait(Receipt& receipt, Day since, std::string_view because) {
        if (receipt.waits_since && *receipt.waits_since <= since) return;
        receipt.waits_since = since;
        receipt.because = because;
    }

    const CaseEvent& start_;
    const Step& step_;
    const std::string& occurrence_;
    const Facts& facts_;
    std::vector<OfReader> readers_;
    std::optional<Day> promised_;
    bool tells_of_each_ = false;
};

}  // namespace

Receipt receipt_of(const CaseEvent& start, const Facts& facts) {
    const std::optional<Day> taken_over = facts.case_file().baseline_on;
    const Day known = facts.known(start);
    Receipt receipt;
    receipt.day = taken_over && known <= *taken_over ? start.on : std::max(start.on, known);
    const auto goes_by_its_own_day = [&] {
        const Day left = start.on;
        receipt.day = std::max(receipt.day, went_by_post(start, facts)
                                                ? facts.reckoner().add(left, days_in_the_post)
                                                : left);
    };
    const Step* step = facts.step_of(start);
    const std::string* occurrence = step == nullptr ? nullptr : occurrence_of(start, *step, facts);
    // Nothing says who had it, or the day was put right since.
    if (occurrence == nullptr || start.on_at_first) goes_by_its_own_day();
    const std::string unknown;
    if (step != nullptr)
        Records(start, *step, occurrence != nullptr ? *occurrence : unknown, facts).tell(receipt);
    return receipt;
}

}  // namespace postroom::procedure
