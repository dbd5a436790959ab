#include "composition/letter.hpp"

#include <algorithm>
#include <iterator>

#include "composition/declared_fields.hpp"
#include "composition/front_matter.hpp"
#include "composition/markdown.hpp"

namespace postroom::composition {

namespace {

using templating::Template;

void add(Problems& problems, Problems more) {
    for (Problem& problem : more) {
        if (std::find(problems.begin(), problems.end(), problem) == problems.end())
            problems.push_back(std::move(problem));
    }
}

std::optional<Template> read_template(ExpectedAll<Template> read, Problems& problems) {
    if (read) return std::move(*read);
    add(problems, std::move(read.error()));
    return std::nullopt;
}

/// The wording with every section shown, with all and with none: what a reader may get to see.
void check_markdown(const Template& body, Problems& problems) {
    using Shown = Template::Shown;
    for (const Shown shown : {Shown::everything, Shown::sections, Shown::inverted}) {
        auto blocks = read_markdown(body.sample(shown));
        if (!blocks) add(problems, std::move(blocks.error()));
    }
}

}  // namespace

ExpectedAll<Letter> Letter::parse(const std::string& name, std::string_view text,
                                  const std::string& file, const Template::Partials& partials,
                                  UnusedFields unused) {
    auto read = read_letter_text(text, file);
    if (!read) return fail(std::move(read.error()));

    Letter letter;
    letter.name = name;
    letter.file = file;
    letter.front = std::move(read->front);
    const FrontMatter& front = letter.front;
    Problems problems = leftovers_in(text, file, 1);
    letter.body_ =
        read_template(Template::parse(read->body, file, partials, read->body_line), problems);
    letter.subject_ =
        read_template(Template::parse(front.subject, file, {}, read->line_of("subject")), problems);
    letter.preheader_ = read_template(
        Template::parse(front.preheader, file, {}, read->line_of("preheader")), problems);
    if (!letter.body_ || !letter.subject_ || !letter.preheader_) return fail(std::move(problems));

    add(problems, fields_not_for_subjects(*letter.subject_, "subject"));
    add(problems, fields_not_for_subjects(*letter.preheader_, "preheader"));
    add(problems, compare_fields({&*letter.subject_, &*letter.preheader_, &*letter.body_}, front,
                                 file, read->line_of("fields"), unused));
    if (!front.promises.empty() &&
        std::find(front.fields.begin(), front.fields.end(), front.promises) == front.fields.end()) {
        problems.push_back(Problem{.what = "the date this letter promises is not one of its fields",
                                   .remedy = "add it to `fields` and say it in the letter",
                                   .file = file,
                                   .line = read->line_of("promises"),
                                   .case_reference = {},
                                   .field = front.promises});
    }
    check_markdown(*letter.body_, problems);
    if (!problems.empty()) return fail(std::move(problems));
    return letter;
}

}  // namespace postroom::composition
