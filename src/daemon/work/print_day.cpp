#include "daemon/work/print_day.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/counted.hpp"
#include "calendar/date_text.hpp"
#include "daemon/premises/post_class.hpp"
#include "daemon/records/ledger.hpp"
#include "dispatch/manifest.hpp"
#include "dispatch/print_tray.hpp"
#include "dispatch/tray_files.hpp"
#include "rendering/pdf.hpp"
#include "rendering/pdf_binder.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;

/// Else it is embossed or recorded.
bool is_printed(const Parcel& parcel) {
    return parcel.content_type.starts_with("application/pdf");
}

/// One day's letters bound into its file.
class PrintDay {
  public:
    PrintDay(Office& office, calendar::Day day, std::vector<Parcel> letters)
        : office_(office),
          day_(day),
          letters_(std::move(letters)),
          both_sides_(office.config().yes("post.both_sides")),
          separators_(office.config().text("post.separators")) {
        std::ranges::sort(letters_, {}, [this](const Parcel& parcel) {
            return std::make_tuple(class_of(parcel) != first_class, parcel.due.number,
                                   parcel.case_reference.text, parcel.id.text);
        });
    }

    std::vector<ParcelId> ids() const {
        std::vector<ParcelId> ids;
        for (const Parcel& parcel : letters_)
            if (is_printed(parcel)) ids.push_back(parcel.id);
        return ids;
    }

    /// What is embossed or recorded stands in the manifest with what is to be done.
    bool says_what_is_not_printed(std::string_view manifest) const {
        return std::ranges::all_of(letters_, [&](const Parcel& parcel) {
            const std::size_t at = manifest.find(parcel.id.text);
            const std::string_view line =
                at == manifest.npos ? "" : manifest.substr(at, manifest.find('\n', at) - at);
            return is_printed(parcel) || line.find(format_of(parcel)) != line.npos;
        });
    }

    /// A day without anything to print.
    void list(const dispatch::TrayDay& tray) {
        for (const Parcel& parcel : letters_)
            lines_.push_back(
                {.parcel = parcel.id, .post_class = class_of(parcel), .format = format_of(parcel)});
        tray.replace_manifest(dispatch::in_posting_order(tray.manifest(), lines_));
    }

    void bind(const dispatch::TrayDay& tray, Problems& problems) {
        tray.replace_print_file([&](const auto& append) {
            rendering::PdfBinder binder(
                {.title = "Letters to print, " + calendar::long_date(day_), .created = last_made()},
                append);
            std::string group;
            for (const Parcel& parcel : letters_) {
                if (!is_printed(parcel)) {
                    lines_.push_back({.parcel = parcel.id,
                                      .post_class = class_of(parcel),
                                      .format = format_of(parcel)});
                    continue;
                }
                if (class_of(parcel) != group) {
                    group = class_of(parcel);
                    binder.begin_group(group == first_class ? "First class" : "Second class");
                    if (separators_ != "none") separate_class(binder, group);
                }
                add(binder, parcel, problems);
            }
            binder.finish();
        });
        tray.replace_manifest(dispatch::in_posting_order(tray.manifest(), lines_));
    }

  private:
    static constexpr const char* first_class = "first";
    static constexpr const char* second_class = "second";

    std::string class_of(const Parcel& parcel) const {
        return goes_second_class(parcel.letter, office_.config()) ? second_class : first_class;
    }

    static std::string format_of(const Parcel& parcel) {
        return std::string(dispatch::treatment_of(parcel));
    }

    /// The same letters make the same file, whenever it is made.
    Instant last_made() const {
        return std::ranges::max_element(
                   letters_, {},
                   [](const Parcel& parcel) { return parcel.created_at.microseconds; })
            ->created_at;
    }

    int sheets_of(int pages) const { return both_sides_ ? (pages + 1) / 2 : pages; }

    void add(rendering::PdfBinder& binder, const Parcel& parcel, Problems& problems) {
        const Bytes pdf = frozen_bytes(office_, parcel);
        if (separators_ == "letters") separate(binder, parcel.case_reference.text, parcel.letter);
        const auto place = binder.add(pdf, parcel.case_reference.text);
        dispatch::PostingLine line{
            .parcel = parcel.id, .post_class = class_of(parcel), .format = format_of(parcel)};
        if (place) {
            line.pages = place->pages;
            line.sheets = sheets_of(place->pages);
            line.first_page = place->first_page;
            fill_the_sheet(binder);
        } else {
            problems.push_back(of_case(place.error(), parcel.case_reference.text));
        }
        lines_.push_back(std::move(line));
    }

    void fill_the_sheet(rendering::PdfBinder& binder) const {
        if (both_sides_ && binder.pages() % 2 != 0) binder.add_blank_page();
    }

    void separate_class(rendering::PdfBinder& binder, const std::string& group) {
        const auto count = std::ranges::count_if(letters_, [&](const Parcel& parcel) {
            return class_of(parcel) == group && is_printed(parcel);
        });
        separate(binder, group == first_class ? "First class" : "Second class",
                 counted(count, "letter") + " of " + calendar::weekday_date(day_) + ".");
    }

    /// A sheet that says what follows; it is not posted.
    void separate(rendering::PdfBinder& binder, const std::string& heading,
                  const std::string& text) {
        document::Document sheet;
        sheet.subject = heading;
        sheet.body = {
            document::Heading{1, {{heading}}}, document::Paragraph{{{text}}},
            document::Paragraph{{{"This sheet only shows where letters begin. Do not post it."}}}};
        const auto pdf = rendering::render_pdf(sheet, office_.content().forms.at(sheet.form),
                                               office_.studio().fonts(), Instant{});
        if (!pdf) throw std::runtime_error(to_text(pdf.error()));
        if (const auto place = binder.add(pdf->bytes, ""); !place)
            throw std::runtime_error(to_text(place.error()));
        fill_the_sheet(binder);
    }

    Office& office_;
    calendar::Day day_;
    std::vector<Parcel> letters_;
    bool both_sides_;
    std::string separators_;
    std::vector<dispatch::PostingLine> lines_;
};

std::map<calendar::Day, std::vector<Parcel>> lying_by_day(Office& office) {
    std::map<calendar::Day, std::vector<Parcel>> days;
    for (Parcel& parcel : office.outbox().in_states({outbox::State::sending})) {
        // On record as laid there; a claim alone may have been interrupted before that.
        if (parcel.channel != cases::Channel::letter || parcel.evidence.empty()) continue;
        if (parcel.tray_on) days[*parcel.tray_on].push_back(std::move(parcel));
    }
    return days;
}

}  // namespace

Problems bring_print_files_up_to_date(Office& office) {
    const std::string folder = office.data() + "/tray";
    Problems problems;
    std::vector<calendar::Day> days = dispatch::days_with_print_files(folder);
    for (const auto& [day, letters] : lying_by_day(office)) days.push_back(day);
    std::ranges::sort(days);
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const calendar::Day day : days) {
        if (!dispatch::TrayDay::exists(folder, day)) {
            dispatch::remove_print_file(folder, day);
            continue;
        }
        const dispatch::TrayDay tray(folder, day);
        // Read again now that nobody takes anything out: a letter that is stopped leaves the folder
        // before its state says so.
        std::vector<Parcel> letters = std::move(lying_by_day(office)[day]);
        std::erase_if(letters, [&](const Parcel& parcel) { return !tray.holds(parcel); });
        PrintDay print(office, day, std::move(letters));
        const std::vector<ParcelId> wanted = print.ids();
        const std::string manifest = tray.manifest();
        const bool says_all = print.says_what_is_not_printed(manifest);
        if (wanted.empty()) {
            tray.remove_print_file();
            if (!says_all) print.list(tray);
        } else if (!tray.has_print_file() || !says_all ||
                   dispatch::posting_order(manifest) != wanted) {
            print.bind(tray, problems);
        }
    }
    return problems;
}

}  // namespace postroom::daemon
