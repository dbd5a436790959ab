// Every week a workbook to each manager: chosen, composed, then frozen in one transaction.
#include <algorithm>
#include <map>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/studio/team_email.hpp"
#include "daemon/trackers/tracker_book.hpp"

namespace postroom::daemon {

namespace {

constexpr int at_minute = 7 * 60;
constexpr const char* letter_name = "tracker/weekly";
const std::string made_for = "weekly_trackers_made_for";  // the Monday of the week, as a day number

calendar::Day monday_of(calendar::Day day) {
    return day.plus_days(-static_cast<int>(day.weekday()));
}

std::optional<calendar::LocalTime> due_in_week(calendar::Day monday,
                                               const calendar::WorkingCalendar& calendar) {
    const auto first = calendar.working_day_on_or_after(monday);
    if (!first) return std::nullopt;
    return calendar::LocalTime{*first, at_minute};
}

/// Somebody who gets a tracker.
struct Manager {
    cases::Party party;
    bool sees_all = false;
};

class Week {
  public:
    Week(Office& office, Instant at, const Clock& clock)
        : office_(office),
          at_(at),
          clock_(clock),
          today_(london(at).day),
          monday_(monday_of(today_)) {}

    bool is_due() {
        if (!office_.config().yes("tracker.weekly")) return false;
        const auto due = due_in_week(monday_, office_.calendar());
        if (!due || london(at_) < *due) return false;
        return office_.cases().mark(made_for).value_or(0) < monday_.number;
    }

    int make() {
        const OpenCases open = open_cases(office_, today_);
        for (const auto& [key, manager] : managers_of(open)) prepare(open, key, manager);
        int made = 0;
        office_.database().in_transaction([&] {
            made = 0;
            for (const Prepared& one : prepared_)
                if (add_frozen(office_, one.parcel, one.bytes, clock_.now())) ++made;
            for (const outbox::Task& task : tasks_) office_.outbox().add(task);
            office_.cases().set_mark(made_for, monday_.number);
        });
        return made;
    }

  private:
    struct Prepared {
        outbox::Parcel parcel;
        Bytes bytes;
    };

    std::map<std::string, Manager> managers_of(const OpenCases& open) const {
        std::map<std::string, Manager> managers;
        // The complaints manager first: who is both sees everything, once.
        for (const cases::Party& person : office_.people())
            if (person.role == cases::Role::complaints_manager && !person.email.empty())
                managers.emplace(mailbox_key(person.email), Manager{person, true});
        const auto add_managers = [&](const cases::Case& case_) {
            for (const cases::Party& party : case_.parties)
                if (!party.email.empty() && !party.complained_about && is_manager(party.role) &&
                    is_managed_by(case_, party.email))
                    managers.emplace(mailbox_key(party.email), Manager{party});
        };
        for (const OpenCase& one : open.cases) add_managers(one.look.case_);
        return managers;
    }

    static bool is_manager(cases::Role role) {
        return role == cases::Role::team_manager || role == cases::Role::service_manager ||
               role == cases::Role::head_of_service;
    }

    void prepare(const OpenCases& open, const std::string& key, const Manager& manager) {
        const auto belongs = [&](const cases::Case& case_) {
            return manager.sees_all ? !complains_about(case_, key) : is_managed_by(case_, key);
        };
        const auto file = tracker_book(office_, open, today_, belongs);
        if (!file) {
            ask(key, manager, file.error());
            return;
        }
        if (file->cases == 0) return;
        Prepared one;
        one.parcel = parcel_for(key, manager);
        auto bytes = email(manager, file->bytes, one.parcel.message_id);
        if (!bytes) {
            ask(key, manager, bytes.error().front());
            return;
        }
        one.bytes = std::move(*bytes);
        one.parcel.size = static_cast<std::int64_t>(one.bytes.size());
        if (const auto hold = hold_after_restore(office_); hold && hold->covers(monday_))
            hold_for_person(one.parcel);
        prepared_.push_back(std::move(one));
    }

    /// Says nothing of who: an address's digest tells the trackers of one week apart.
    static std::string recipient_of(const std::string& key) {
        return "tracker." + to_hex(sha256(key)).substr(0, 16);
    }

    outbox::Parcel parcel_for(const std::string& key, const Manager& manager) const {
        outbox::Parcel parcel;
        parcel.id = ParcelId(archive::random_id());
        parcel.occurrence = monday_.iso();
        parcel.letter = letter_name;
        parcel.recipient = recipient_of(key);
        parcel.role = manager.party.role;
        parcel.channel = cases::Channel::email;
        parcel.due = today_;
        parcel.content_type = "message/rfc822";
        parcel.message_id = parcel.id.text + "@" + office_.config().text("council.domain");
        parcel.envelope_to = manager.party.email;
        parcel.created_at = at_;
        parcel.created_on = today_;
        return parcel;
    }

    ExpectedAll<Bytes> email(const Manager& manager, const Bytes& workbook,
                             const std::string& message_id) {
        const Studio& studio = office_.studio();
        const composition::Letter* letter = studio.content().letters.find(letter_name);
        if (!letter)
            return fail(Problems{{.what = "there is no letter " + std::string(letter_name),
                                  .remedy = "put it back, or turn tracker.weekly off"}});
        const auto document = compose_for_no_case(*letter, manager.party, studio, today_);
        if (!document) return fail(document.error());
        auto parts = team_email(
            *document, {.name = cases::full_name(manager.party), .email = manager.party.email},
            studio, "", at_, message_id, office_.archive().checkpoint_summary());
        parts.attachments.push_back(
            {.file_name = "tracker-" + today_.iso() + ".xlsx",
             .content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             .bytes = workbook});
        auto bytes = rendering::compose_email(parts);
        if (!bytes) return fail(Problems{bytes.error()});
        return std::move(*bytes);
    }

    void ask(const std::string& key, const Manager& manager, const Problem& problem) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.occurrence = monday_.iso() + " " + recipient_of(key);
        task.reason = "The weekly tracker for a " +
                      std::string(cases::words_for(manager.party.role)) +
                      " could not be made: " + to_text(problem) +
                      ". Make it by hand with: "
                      "postroom tracker.";
        task.for_role = "complaints_officer";
        task.due = today_;
        task.created_on = today_;
        tasks_.push_back(std::move(task));
    }

    Office& office_;
    Instant at_;
    const Clock& clock_;
    calendar::Day today_;
    calendar::Day monday_;
    std::vector<Prepared> prepared_;
    std::vector<outbox::Task> tasks_;
};

}  // namespace

int make_weekly_trackers(Office& office, Instant at, const Clock& clock) {
    Week week(office, at, clock);
    return week.is_due() ? week.make() : 0;
}

std::optional<Instant> next_weekly_trackers(Office& office, Instant at) {
    if (!office.config().yes("tracker.weekly")) return std::nullopt;
    calendar::Day monday = monday_of(london(at).day);
    if (office.cases().mark(made_for).value_or(0) >= monday.number) monday = monday.plus_days(7);
    const auto due = due_in_week(monday, office.calendar());
    if (!due) return std::nullopt;
    return instant_of(*due);
}

}  // namespace postroom::daemon
