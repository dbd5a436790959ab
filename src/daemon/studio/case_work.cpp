#include "daemon/studio/case_work.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "archive/archive.hpp"
#include "cases/case_file.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/release.hpp"
#include "daemon/studio/taken_over.hpp"
#include "daemon/studio/team_email.hpp"
#include "daemon/studio/way.hpp"
#include "outbox/reader_in_words.hpp"

namespace postroom::daemon {

namespace {

/// A step that appends events can set off others; no procedure needs more rounds than this.
constexpr int rounds_at_most = 12;

const std::string officer(cases::name_of(cases::Role::complaints_officer));

class Worker {
  public:
    Worker(cases::CaseFile file, const Studio& studio, Instant at, const Outbox& outbox, bool write,
           std::string checkpoint)
        : file_(std::move(file)),
          studio_(studio),
          at_(at),
          now_(london(at)),
          outbox_(outbox),
          write_(write),
          checkpoint_(std::move(checkpoint)) {}

    Expected<CaseWork> run() {
        for (int round = 0; round < rounds_at_most; ++round) {
            const std::size_t before = work_.events.size();
            auto history = history_taken_over(file_, studio_, now_, at_);
            if (!history) return fail(history.error());
            std::ranges::move(*history, std::back_inserter(work_.events));
            auto look = look_at(file_, studio_, now_);
            if (!look) return fail(look.error());
            once_left_.reset();
            brought_about_ = false;
            letters_wait_ = std::ranges::any_of(look->plan.steps, [&](const auto& planned) {
                return records_before_letters(planned, *look) &&
                       !waits_for_what_is_on_its_way(planned);
            });
            for (const procedure::PlannedStep& planned : look->plan.steps) take(*look, planned);
            work_.next = look->next;
            work_.look = std::move(*look);
            if (work_.events.size() == before) break;
        }
        // Wording or configuration may be mended without a change to the case.
        if (stuck_) work_.next = std::min(work_.next.value_or(next_day(now_)), next_day(now_));
        if (waits_) work_.next = std::min(work_.next.value_or(soon()), soon());
        return std::move(work_);
    }

  private:
    void append(cases::CaseEvent event) {
        // It keeps this id, so that what it sets off in this look is not set off again in the next.
        event.id = free_id(file_.events);
        file_.events.push_back(event);
        work_.events.push_back(std::move(event));
    }

    void take(const Look& look, const procedure::PlannedStep& planned) {
        if (planned.state == procedure::StepState::skipped && planned.record_skip) {
            // A letter that swallows this one must still be unwritten.
            if (planned.merged_into && made_already(planned.merged_into->id, look)) {
                raise(look, planned);
                return;
            }
            append(skip_event(planned, now_.day, at_));
            return;
        }
        if (const std::string question = question_about_a_right(planned, look); !question.empty())
            add_task(planned, question, officer);
        // What a step brought about may change every letter after it: those wait for the next
        // round. Letters to people outside the council wait for the steps after them too.
        if (letters_wait_ && goes_outside(*planned.step) && !planned.step->brings_about()) return;
        if (planned.state == procedure::StepState::due && !brought_about_) raise(look, planned);
    }

    bool made_already(const StepId& step, const Look& look) const {
        for (const procedure::PlannedStep& other : look.plan.steps)
            if (other.step->id == step && other.state == procedure::StepState::due &&
                outbox_.already_made(step, other.occurrence, ""))
                return true;
        return false;
    }

    void raise(const Look& look, const procedure::PlannedStep& planned) {
        const std::string key = planned.step->id.text + "\n" + planned.occurrence.text();
        if (raised_.contains(key)) return;
        if (waits_for_what_is_on_its_way(planned)) {
            waits_ = true;
            return;
        }
        if (ends_the_case(*planned.step, *look.procedure) &&
            closes_before_each_has_the_answer(
                planned, outbox_.on_their_way(Leaving::once_a_person_says_so), look)) {
            stuck_ = true;
            return;
        }
        // What the step brings about comes first: its letter speaks of it (stage 2 has begun).
        for (cases::CaseEvent& event : still_to_bring_about(planned, look.case_, now_.day, at_)) {
            append(std::move(event));
            brought_about_ = true;
        }
        if (brought_about_) return;
        raised_.insert(key);
        if (planned.step->task.empty())
            write_parcels(look, planned);
        else
            add_task(planned,
                     planned.step->task + of_whom_it_is(planned, look.case_) +
                         of_whom_it_is_asked(*planned.step, look.case_),
                     planned.step->to.front());
    }

    bool waits_for_what_is_on_its_way(const procedure::PlannedStep& planned) {
        if (!on_its_way_) on_its_way_ = outbox_.on_their_way(Leaving::by_itself);
        if (on_its_way_->empty()) return false;
        if (!once_left_) {
            auto look = look_at(once_they_left(file_, *on_its_way_, now_.day), studio_, now_);
            if (!look) return false;
            once_left_ = std::move(*look);
        }
        return is_overtaken(planned, *on_its_way_, *once_left_);
    }

    /// In half an hour: a letter on its way may be stopped, which changes nothing on the case.
    calendar::LocalTime soon() const {
        return london(Instant{at_.microseconds + 30 * std::int64_t{60'000'000}});
    }

    void add_task(const procedure::PlannedStep& planned, std::string reason, std::string role) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = file_.reference;
        task.step = planned.step->id;
        task.catalogue = planned.step->catalogue;
        task.occurrence = planned.occurrence;
        task.reason = std::move(reason);
        task.for_role = std::move(role);
        task.due = std::max(planned.deadline.value_or(now_.day), now_.day);
        task.created_on = now_.day;
        work_.tasks.push_back(std::move(task));
    }

    void ask_a_person(const procedure::PlannedStep& planned, const std::string& why) {
        stuck_ = true;
        add_task(planned, planned.step->title + ": this letter could not be made. " + why, officer);
    }

    /// A copy that somebody outside was promised is not dropped in silence for the form it takes.
    static bool is_owed(const Reader& reader) {
        return reader.copy && !cases::is_council_officer(reader.party->role) &&
               (reader.party->format != "standard" || reader.party->language != "en");
    }

    /// One task is about all readers of a letter: it says of each why they have nothing.
    void not_made_for(const Reader& reader, const std::string& why) {
        if (reader.copy && !is_owed(reader)) return;
        if (!not_made_.empty()) not_made_ += "; ";
        if (several_readers_)
            not_made_ += "For the " + outbox::reader_in_words(reader.recipient) + ": ";
        not_made_ += why;
    }

    /// Whoever makes the letter by hand sends the copy too.
    void not_copied_for(const Reader& copy, const std::vector<Reader>& readers,
                        const std::vector<std::string>& missing) {
        const auto original = std::ranges::find_if(
            readers, [&](const Reader& one) { return !one.copy && one.party == copy.primary; });
        if (cases::acts_for_the_council(copy.party->role) || original == readers.end() ||
            std::ranges::find(missing, original->recipient) == missing.end())
            return;
        not_made_ += "; send a " + outbox::reader_in_words(copy.recipient) + " too";
    }

    /// By post, if it may go so, until somebody has recorded an email address that works.
    Way way_that_arrives(const Reader& reader, const composition::Letter& letter) const {
        Way way = way_to(reader, letter);
        if (way.channel != cases::Channel::email || cases::is_council_officer(reader.party->role) ||
            !outbox_.came_back(reader.party->email))
            return way;
        Reader emailed = reader;
        emailed.emailed = Reader::Emailed{.on = now_.day};
        Way post = way_by(emailed, letter, cases::Channel::letter);
        return post.channel ? post : way;
    }

    /// When nothing can be made a task says why, the step stays due, and the next day tries again.
    void write_parcels(const Look& look, const procedure::PlannedStep& planned) {
        std::string problem;
        std::vector<Reader> readers = readers_of(planned, look.case_, studio_, problem);
        if (readers.empty()) {
            ask_a_person(planned, problem);
            return;
        }
        bool original = false;
        std::vector<std::string> missing;
        not_made_ = problem;
        several_readers_ = std::ranges::count(readers, false, &Reader::copy) > 1;
        std::vector<NewParcel> made;
        for (Reader& reader : readers) {
            std::optional<outbox::Parcel> letter;
            if (reader.copy && !(letter = letter_copied(planned, readers, made, reader))) {
                not_copied_for(reader, readers, missing);
                continue;
            }
            if (outbox_.already_made(planned.step->id, planned.occurrence, reader.recipient))
                continue;
            const Wording wording =
                wording_of(*planned.step, reader, studio_.content().letters_of(*look.procedure));
            if (wording.letter == nullptr) {
                not_made_for(reader, "there is no wording of " + planned.step->letter +
                                         " in this reader's language");
                if (!reader.copy) missing.push_back(reader.recipient);
                continue;
            }
            const Way way = way_that_arrives(reader, *wording.letter);
            if (!way.channel) {
                not_made_for(reader, way.problem);
                if (!reader.copy) missing.push_back(reader.recipient);
                continue;
            }
            auto parcel = write_one(look, planned, reader, wording, *way.channel);
            if (!parcel && !reader.copy) missing.push_back(reader.recipient);
            if (!parcel) continue;
            original = original || !reader.copy;
            if (letter) go_with(*letter, parcel->parcel);
            made.push_back(std::move(*parcel));
        }
        if (!not_made_.empty()) ask_a_person(planned, not_made_);
        for (const std::string& reader : missing)
            if (original && is_first_heard_missing(look.case_, planned, reader))
                append(own_event(cases::letter_missing, now_.day, at_,
                                 letter_for(planned.step->id, planned.occurrence.text(), reader)));
        for (NewParcel& parcel : made) work_.parcels.push_back(std::move(parcel));
    }

    /// The letter that a copy is of, made now or before, if any may still go: whoever speaks for
    /// one complainant has that one's, our own people the first that goes, else one that waits.
    std::optional<outbox::Parcel> letter_copied(const procedure::PlannedStep& planned,
                                                const std::vector<Reader>& readers,
                                                const std::vector<NewParcel>& made,
                                                Reader& copy) const {
        const bool of_any = cases::acts_for_the_council(copy.party->role);
        std::optional<outbox::Parcel> copied;
        for (const Reader& reader : readers) {
            if (reader.copy || (!of_any && reader.party != copy.primary)) continue;
            const auto now = std::ranges::find_if(made, [&](const NewParcel& one) {
                return one.parcel.recipient == reader.recipient;
            });
            auto letter =
                now != made.end()
                    ? std::optional(now->parcel)
                    : outbox_.still_to_go(planned.step->id, planned.occurrence, reader.recipient);
            if (!letter || (copied && (!waits(*copied) || waits(*letter)))) continue;
            copied = std::move(letter);
            copy.primary = reader.party;
            copy.original_by = copied->channel;
        }
        return copied;
    }

    static bool waits(const outbox::Parcel& parcel) {
        return parcel.state == outbox::State::awaiting_approval;
    }

    /// A person who approved the letter approved its copies.
    static void go_with(const outbox::Parcel& letter, outbox::Parcel& copy) {
        if (waits(letter) == waits(copy)) return;
        copy.state = letter.state;
        copy.reason = letter.reason;
    }

    /// What a library throws over one letter is that letter's trouble, not the other cases'.
    ExpectedAll<WrittenLetter> write_or_say_why(const Look& look,
                                                const procedure::PlannedStep& planned,
                                                const Reader& reader, const Wording& wording,
                                                cases::Channel channel, const ParcelId& id) const {
        try {
            return write_letter(look, planned, reader, wording, channel, studio_, at_, id,
                                checkpoint_);
        } catch (const FileError&) {
            throw;  // fonts or templates: the environment's trouble
        } catch (const std::exception&) {
            return fail(Problems{{.what = "the letter could not be drawn",
                                  .remedy = "look at the case's texts, and tell IT",
                                  .file = wording.letter->file,
                                  .case_reference = file_.reference.text}});
        }
    }

    std::optional<NewParcel> write_one(const Look& look, const procedure::PlannedStep& planned,
                                       const Reader& reader, const Wording& wording,
                                       cases::Channel channel) {
        NewParcel made;
        outbox::Parcel& parcel = made.parcel;
        parcel.id = ParcelId(archive::random_id());
        parcel.case_reference = file_.reference;
        parcel.step = planned.step->id;
        parcel.catalogue = planned.step->catalogue;
        parcel.occurrence = planned.occurrence;
        parcel.letter = wording.letter->name;
        parcel.recipient = reader.recipient;
        parcel.role = reader.party->role;
        parcel.channel = channel;
        parcel.due = planned.deadline.value_or(now_.day);
        parcel.created_at = at_;
        parcel.created_on = now_.day;
        set_release(look.case_, planned, reader, *wording.letter, at_, parcel);
        if (!reader.copy) set_appends(look, planned, parcel);
        if (!write_) return made;
        auto written = write_or_say_why(look, planned, reader, wording, channel, parcel.id);
        if (!written) {
            not_made_for(reader, first_line(written.error()));
            return std::nullopt;
        }
        parcel.content_type = written->content_type;
        parcel.size = static_cast<std::int64_t>(written->bytes.size());
        parcel.message_id = written->message_id;
        parcel.envelope_to = written->envelope_to;
        parcel.promised = written->promised;
        if (parcel.appends.empty() && !written->told.empty()) {
            cases::Details told = std::move(written->told);
            told["event"] = std::string(cases::dates_told);
            told["step"] = planned.step->id.text;
            parcel.appends = cases::to_json(told);
        }
        made.bytes = std::move(written->bytes);
        if (planned.step->together && parcel.state == outbox::State::rendered)
            made.joinable = joinable_email(look, reader, std::move(written->document), parcel.due);
        return made;
    }

    static std::string first_line(const Problems& problems) {
        std::string text = problems.empty() ? "" : to_text(problems.front());
        if (problems.size() > 1) text += " (and " + std::to_string(problems.size() - 1) + " more)";
        return text;
    }

    void set_appends(const Look& look, const procedure::PlannedStep& planned,
                     outbox::Parcel& parcel) const {
        for (const procedure::Append& wanted : planned.step->appends) {
            if (!wanted.when_sent) continue;
            const cases::CaseEvent event =
                appended_event(wanted, planned, look.case_, now_.day, at_);
            cases::Details details = event.details;
            details["event"] = event.name;
            parcel.appends = cases::to_json(details);
        }
    }

    cases::CaseFile file_;
    const Studio& studio_;
    Instant at_;
    calendar::LocalTime now_;
    const Outbox& outbox_;
    bool write_;
    std::string checkpoint_;
    CaseWork work_;
    std::set<std::string> raised_;
    std::string not_made_;  ///< why the letter at hand has none for some of its readers
    bool several_readers_ = false;
    bool stuck_ = false;          ///< a letter that is due could not be made
    bool brought_about_ = false;  ///< a step appended an event in this round
    bool letters_wait_ = false;   ///< a step will append one in this round
    bool waits_ = false;          ///< something that is due waits for a letter on its way
    std::optional<std::vector<OnItsWay>> on_its_way_;
    std::optional<Look> once_left_;  ///< of this round, once they have left
};

}  // namespace

Expected<CaseWork> work_out(cases::CaseFile file, const Studio& studio, Instant at,
                            const Outbox& outbox, bool write, const std::string& checkpoint) {
    return Worker(std::move(file), studio, at, outbox, write, checkpoint).run();
}

}  // namespace postroom::daemon
