#include "daemon/authoring/merge.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cases/csv_rows.hpp"
#include "daemon/authoring/merge_folder.hpp"
#include "daemon/authoring/merge_letter.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/team_email.hpp"
#include "dispatch/manifest.hpp"
#include "rendering/html.hpp"
#include "rendering/pdf.hpp"
#include "rendering/pdf_binder.hpp"
#include "rendering/text.hpp"
#include "tables/table.hpp"

namespace postroom::daemon {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_told = 100;
constexpr const char* report_name = "report.csv";
constexpr const char* print_name = "combined.pdf";

std::string ending_of(Rendition rendition) {
    switch (rendition) {
        case Rendition::pdf:
            return ".pdf";
        case Rendition::html:
            return ".html";
        case Rendition::text:
            return ".txt";
        case Rendition::eml:
            return ".eml";
        case Rendition::large_print:
        case Rendition::giant_print:
        case Rendition::page:
        case Rendition::braille:
        case Rendition::audio:
        case Rendition::audio_mp3:
        case Rendition::audio_script:
            break;
    }
    return "";
}

/// A merge makes one rendition for everybody; needs are met by letters of a case.
std::optional<Rendition> merged_rendition(std::string_view name) {
    const auto named = rendition_named(name);
    if (!named || ending_of(*named).empty()) return std::nullopt;
    return named;
}

/// A letter of the catalogue, or one that lies by itself with the catalogue's partials around it.
ExpectedAll<composition::Letter> letter_for_merge(const MergeJob& job, const Setting& setting,
                                                  const Studio& studio) {
    if (const auto* known = studio.content().letters.find(job.letter)) return *known;
    if (!job.letter.ends_with(".md"))
        return fail(Problems{{.what = "there is no letter " + job.letter,
                              .remedy = "give a path below letters/ without .md, or the path of a "
                                        ".md file"}});
    templating::Template::Partials partials;
    for (const auto& [name, file] : setting.places.all("letters", ".md"))
        if (fs::path(name).filename().string().starts_with("_"))
            partials[name.substr(0, name.size() - 3)] = {read_file(file),
                                                         setting.places.shown(file)};
    auto letter = composition::Letter::parse(fs::path(job.letter).stem().string(),
                                             read_file(job.letter), job.letter, partials);
    if (letter && !studio.content().forms.contains(letter->front.form))
        return fail(Problems{{.what = "there is no form " + letter->front.form,
                              .remedy = "forms are in templates/letterhead/",
                              .file = job.letter}});
    return letter;
}

/// Changes when anything does that the letters' bytes come from, but the table.
Digest digest_of(const composition::Letter& letter, const Setting& setting, const Studio& studio) {
    std::string all = letter.name + "\n" + letter.front.form + "\n" + letter.front.language + "\n" +
                      letter.front.salutation + "\n";
    for (const auto* part : {&letter.subject(), &letter.preheader(), &letter.body()})
        all += part->sample(templating::Template::Shown::everything).text + "\n";
    for (const std::string& field : letter.front.fields) all += field + "\n";
    for (const char* file : {"config/postroom.yaml", "templates/email/standard.html"})
        all += read_file(setting.places.find(file));
    all += read_file(setting.places.find("templates/letterhead/" + letter.front.form + ".yaml"));
    for (const char* key : {"council.name", "council.team", "council.phone", "council.email",
                            "council.address", "council.opening_hours", "council.domain"})
        all += studio.config().text(key) + "\n";
    for (const cases::Party& person : studio.people())
        all += cases::full_name(person) + "\n" + person.email + "\n";
    return sha256(all);
}

class Merge {
  public:
    Merge(const MergeJob& job, Rendition rendition, const composition::Letter& letter,
          const Studio& studio, MergeFolder* folder, MergeReport& report)
        : job_(job),
          rendition_(rendition),
          letter_(letter),
          studio_(studio),
          folder_(folder),
          report_(report),
          at_(folder != nullptr ? folder->at() : job.at) {
        if (folder_ == nullptr) return;
        lines_.open(folder_->path_of(report_name) + ".part", std::ios::binary | std::ios::trunc);
        lines_ << "row,reference,file,pages,state,problem\r\n";
    }

    Problems problems;  ///< of the whole

    bool take_columns(const std::vector<std::string>& columns) {
        const auto channel =
            rendition_ == Rendition::pdf ? cases::Channel::letter : cases::Channel::email;
        auto match = MergeLetter::match(letter_, columns, channel, studio_, london(at_).day);
        if (!match) {
            problems = std::move(match.error());
            for (Problem& problem : problems) problem.file = job_.table;
            return false;
        }
        match_.emplace(std::move(*match));
        report_.unused_columns = match_->unused();
        return true;
    }

    /// False ends the run: the table is not the one the folder was begun with.
    bool take(tables::Row& row) {
        ++report_.rows;
        if (row.problem) {
            tell({*row.problem}, row);
            return true;
        }
        const Digest digest = digest_of_row(row);
        const MadeRow* before = folder_ == nullptr ? nullptr : folder_->made(row.number);
        if (before != nullptr) {
            ++seen_;
            if (before->row != digest) {
                problems.push_back({.what = "this row changed since its letter was made",
                                    .remedy = "give a new folder with -o: letters of one merge are "
                                              "made from one table",
                                    .file = job_.table,
                                    .line = row.line});
                return false;
            }
        }
        auto merged = match_->fill(row.cells);
        if (!merged) {
            tell(merged.error(), row);
            return true;
        }
        const std::string name =
            merged_file_name(row.number, merged->reference, ending_of(rendition_));
        if (before != nullptr && folder_->holds(name, before->file)) {
            ++report_.kept;
            add_line(row.number, merged->reference, name, before->pages, "made", "");
            return true;
        }
        int pages = 0;
        const auto bytes = rendered(*merged, digest, pages);
        if (!bytes) {
            tell(bytes.error(), row);
            return true;
        }
        if (folder_ != nullptr) {
            folder_->keep(name, *bytes, {row.number, digest, sha256(*bytes), pages});
            add_line(row.number, merged->reference, name, pages, "made", "");
        }
        report_.pages += pages;
        ++report_.made;
        return true;
    }

    /// The report takes its name, and all letters are bound into one file when there is one for
    /// each row.
    void finish() {
        if (folder_ == nullptr) return;
        if (seen_ < folder_->rows_made_before()) {
            problems.push_back({.what = "the table lacks rows whose letters lie in the folder",
                                .remedy = "give a new folder with -o",
                                .file = job_.table});
            return;
        }
        lines_.close();
        const std::string report = folder_->path_of(report_name);
        if (!lines_) throw FileError("cannot write " + report + ": is there room on the disk?");
        fs::rename(report + ".part", report);
        std::error_code none;
        fs::remove(folder_->path_of(print_name), none);
        if (rendition_ == Rendition::pdf && report_.failed == 0 && report_.rows > 0) bind(report);
    }

  private:
    static Digest digest_of_row(const tables::Row& row) {
        std::string all;
        for (const std::string& cell : row.cells) all += cell + '\0';
        return sha256(all);
    }

    void tell(Problems found, const tables::Row& row) {
        ++report_.failed;
        std::string said;
        for (Problem& problem : found) {
            // Where the wording says it helps the writer; the row is what must be mended.
            if (!problem.file.empty() && problem.file != job_.table)
                problem.what += " (" + problem.file + ":" + std::to_string(problem.line) + ")";
            problem.file = job_.table;
            problem.line = row.line;
            said += (said.empty() ? "" : "; ") + to_text(problem);
            if (report_.problems.size() < most_told) report_.problems.push_back(problem);
        }
        if (folder_ != nullptr)
            add_line(row.number, match_->reference_in(row.cells), "", 0, "failed", said);
    }

    void add_line(int row, const std::string& reference, const std::string& file, int pages,
                  const char* state, const std::string& problem) {
        lines_ << row << ',' << dispatch::as_csv_field(reference) << ',' << file << ','
               << (pages > 0 ? std::to_string(pages) : "") << ',' << state << ','
               << dispatch::as_csv_field(problem) << "\r\n";
    }

    ExpectedAll<Bytes> rendered(const MergedLetter& merged, const Digest& row, int& pages) const {
        switch (rendition_) {
            case Rendition::text:
                return rendering::render_text(merged.document);
            case Rendition::html:
                return rendering::render_html(merged.document, studio_.content().email_shell);
            case Rendition::eml:
                return email(merged, row);
            default:
                break;  // paper
        }
        auto pdf =
            rendering::render_pdf(merged.document, studio_.content().forms.at(merged.document.form),
                                  studio_.fonts(), at_);
        if (!pdf) return fail(Problems{pdf.error()});
        pages = pdf->pages;
        return std::move(pdf->bytes);
    }

    ExpectedAll<Bytes> email(const MergedLetter& merged, const Digest& row) const {
        if (merged.reader.email.empty())
            return fail(
                Problems{{.what = "no email address", .remedy = "fill it", .field = "email"}});
        const std::string id = to_hex(sha256(letter_.name + to_hex(row))).substr(0, 32) + "@" +
                               studio_.config().text("council.domain");
        rendering::EmailParts parts =
            team_email(merged.document,
                       {.name = cases::full_name(merged.reader), .email = merged.reader.email},
                       studio_, "", at_, id, "");
        parts.headers.clear();  // nothing of a merge is in the archive
        auto bytes = rendering::compose_email(parts);
        if (!bytes) return fail(Problems{bytes.error()});
        return std::move(*bytes);
    }

    void bind(const std::string& report) const {
        const std::string path = folder_->path_of(print_name);
        std::ofstream out(path + ".part", std::ios::binary | std::ios::trunc);
        rendering::PdfBinder binder(
            {.title = letter_.front.title, .created = at_}, [&](std::string_view bytes) {
                out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            });
        std::ifstream lines(report, std::ios::binary);
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) {
            const auto rows = cases::parse_csv(line + "\n");
            if (!rows || rows->empty() || rows->front().size() < 3)
                throw FileError("cannot read " + report + "; run again");
            const cases::CsvRow& cells = rows->front();
            const std::string& reference = cells[1].text;
            const auto place = binder.add(read_file(folder_->path_of(cells[2].text)),
                                          reference.empty() ? "Row " + cells[0].text : reference);
            if (!place) throw FileError(cells[2].text + ": " + to_text(place.error()));
            if (studio_.config().yes("post.both_sides") && binder.pages() % 2 != 0)
                binder.add_blank_page();
        }
        binder.finish();
        out.close();
        if (!out) throw FileError("cannot write " + path + ": is there room on the disk?");
        fs::rename(path + ".part", path);
    }

    const MergeJob& job_;
    Rendition rendition_;
    const composition::Letter& letter_;
    const Studio& studio_;
    MergeFolder* folder_;
    MergeReport& report_;
    Instant at_;
    std::optional<MergeLetter> match_;
    std::ofstream lines_;
    std::size_t seen_ = 0;
};

}  // namespace

ExpectedAll<MergeReport> merge(const MergeJob& job, const Setting& setting, const Studio& studio,
                               const std::function<void(double, int)>& progress) {
    const auto kind = tables::kind_of(job.table);
    if (!kind)
        return fail(Problems{{.what = "a table is a file that ends in .csv, .xlsx or .json",
                              .remedy = "save it as one of these",
                              .file = job.table}});
    const auto rendition = merged_rendition(job.as);
    if (!rendition) return fail(Problems{{.what = "letters are made as pdf, text, html or eml"}});
    const auto letter = letter_for_merge(job, setting, studio);
    if (!letter) return fail(letter.error());
    std::ifstream table(job.table, std::ios::binary);
    if (!table) throw FileError("cannot read " + job.table);

    std::optional<MergeFolder> folder;
    if (!job.dry_run) {
        auto opened = MergeFolder::open(
            job.output, {.letter = digest_of(*letter, setting, studio), .as = job.as, .at = job.at},
            job.date_was_given);
        if (!opened) return fail(Problems{opened.error()});
        folder.emplace(std::move(*opened));
    }
    MergeReport report;
    Merge merging(job, *rendition, *letter, studio, folder ? &*folder : nullptr, report);
    const auto broken = tables::read_table(
        table, {.kind = *kind, .file = job.table, .sheet = job.sheet},
        [&](const std::vector<std::string>& columns) { return merging.take_columns(columns); },
        [&](tables::Row& row, double part_read) {
            progress(part_read, report.rows);
            return merging.take(row);
        });
    if (broken) merging.problems.push_back(*broken);
    if (merging.problems.empty()) merging.finish();
    if (!merging.problems.empty()) return fail(std::move(merging.problems));
    return report;
}

}  // namespace postroom::daemon
