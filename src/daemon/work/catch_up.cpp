#include "daemon/work/catch_up.hpp"

#include <algorithm>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/studio/team_email.hpp"

namespace postroom::daemon {

namespace {

constexpr const char* letter_name = "office/catch-up";
constexpr auto reader_role = cases::Role::complaints_officer;

/// In the transaction that tells: a second run tells nothing twice.
constexpr const char* told_mark = "missed_told_at";

/// A step that was skipped because its day had passed.
struct MissedStep {
    CaseReference case_reference;
    std::string title;  ///< of the step
    std::string because;
};

/// On record, not remembered: the run that skipped them may have been interrupted before it told.
std::vector<MissedStep> missed_since(Office& office, Instant last_run) {
    const Instant told{office.cases().mark(told_mark).value_or(last_run.microseconds)};
    std::vector<MissedStep> missed;
    for (const auto& [reference, event] :
         office.cases().ours_recorded_after(cases::step_skipped, std::max(last_run, told))) {
        if (!event.says("late", "yes")) continue;
        const StepId id(event.text("step").value_or(""));
        const auto loaded = office.cases().load(reference);
        const auto* procedure = office.studio().procedure_of(loaded->file.procedure);
        const auto* step = procedure == nullptr ? nullptr : procedure->step(id);
        missed.push_back({.case_reference = reference,
                          .title = step == nullptr ? id.text : step->title,
                          .because = event.text("reason").value_or("")});
    }
    return missed;
}

templating::Value list_of(const std::vector<MissedStep>& missed) {
    templating::Records records;
    for (const MissedStep& one : missed)
        records.push_back({{"case", templating::Value(one.case_reference.text)},
                           {"title", templating::Value(one.title)},
                           {"because", templating::Value(one.because)}});
    return templating::Value(std::move(records));
}

class Digest {
  public:
    Digest(Office& office, Instant at, const Clock& clock)
        : office_(office), at_(at), clock_(clock), today_(london(at).day) {}

    int make(const std::vector<MissedStep>& missed) {
        const auto& people = office_.people();
        const auto officer = std::ranges::find(people, reader_role, &cases::Party::role);
        if (officer == people.end() || officer->email.empty()) return ask("nobody has that role");
        const outbox::Parcel parcel = parcel_for(*officer);
        const auto bytes = email(*officer, missed, parcel.message_id);
        if (!bytes) return ask(to_text(bytes.error().front()));
        return keep(parcel, *bytes);
    }

  private:
    std::string occurrence() const { return "catch-up " + utc_text(at_); }

    outbox::Parcel parcel_for(const cases::Party& officer) const {
        outbox::Parcel parcel;
        parcel.id = ParcelId(archive::random_id());
        parcel.occurrence = occurrence();
        parcel.letter = letter_name;
        parcel.recipient = std::string(cases::name_of(reader_role));
        parcel.role = reader_role;
        parcel.channel = cases::Channel::email;
        parcel.due = today_;
        parcel.content_type = "message/rfc822";
        parcel.message_id = parcel.id.text + "@" + office_.config().text("council.domain");
        parcel.envelope_to = officer.email;
        parcel.created_at = at_;
        parcel.created_on = today_;
        return parcel;
    }

    ExpectedAll<Bytes> email(const cases::Party& officer, const std::vector<MissedStep>& missed,
                             const std::string& message_id) {
        const Studio& studio = office_.studio();
        const composition::Letter* letter = studio.content().letters.find(letter_name);
        if (!letter)
            return fail(Problems{{.what = "there is no letter " + std::string(letter_name),
                                  .remedy = "put it back"}});
        const auto document = compose_for_no_case(*letter, officer, studio, today_,
                                                  {{"missed_steps", list_of(missed)}});
        if (!document) return fail(document.error());
        const auto bytes = rendering::compose_email(
            team_email(*document, mailbox_of(officer), studio, "", at_, message_id,
                       office_.archive().checkpoint_summary()));
        if (!bytes) return fail(Problems{bytes.error()});
        return *bytes;
    }

    int keep(outbox::Parcel parcel, const Bytes& bytes) {
        parcel.size = static_cast<std::int64_t>(bytes.size());
        bool made = false;
        office_.database().in_transaction([&] {
            made = add_frozen(office_, parcel, bytes, clock_.now());
            office_.cases().set_mark(told_mark, at_.microseconds);
        });
        return made ? 1 : 0;
    }

    int ask(const std::string& why) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.occurrence = occurrence();
        task.reason =
            "Postroom did not run for a time, and some reminders are no longer sent. The "
            "email that lists them could not be made: " +
            why + ". Ask `explain` about each open case.";
        task.for_role = "complaints_manager";
        task.due = today_;
        task.created_on = today_;
        office_.database().in_transaction([&] {
            office_.outbox().add(task);
            office_.cases().set_mark(told_mark, at_.microseconds);
        });
        return 0;
    }

    Office& office_;
    Instant at_;
    const Clock& clock_;
    calendar::Day today_;
};

}  // namespace

bool was_away(std::optional<std::int64_t> last_run, Instant at,
              const calendar::WorkingCalendar& calendar) {
    if (!last_run) return false;
    const auto days = calendar.count(london(Instant{*last_run}).day, london(at).day);
    return days && *days > 1;
}

int tell_what_was_missed(Office& office, Instant last_run, Instant at, const Clock& clock) {
    const std::vector<MissedStep> missed = missed_since(office, last_run);
    return missed.empty() ? 0 : Digest(office, at, clock).make(missed);
}

}  // namespace postroom::daemon
