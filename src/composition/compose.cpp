#include "composition/compose.hpp"

#include <algorithm>
#include <iterator>

#include "composition/markdown.hpp"

namespace postroom::composition {

namespace {

using templating::Filled;
using templating::Template;

std::optional<Filled> fill(const Template& wording, const templating::Record& fields,
                           Problems& problems) {
    auto filled = wording.fill(fields);
    if (filled) return std::move(*filled);
    for (Problem& problem : filled.error()) problems.push_back(std::move(problem));
    return std::nullopt;
}

tl::unexpected<Problems> of_this_case(Problems problems, const Frame& frame) {
    for (Problem& problem : problems) problem.case_reference = frame.reference;
    return fail(std::move(problems));
}

/// A further level-1 heading is the title of something enclosed: it and what comes after it follow
/// the signature, each such title on a page of its own.
std::vector<document::Block> take_enclosures(std::vector<document::Block>& body) {
    const auto is_title = [](const document::Block& block) {
        const auto* heading = std::get_if<document::Heading>(&block);
        return heading != nullptr && heading->level == 1;
    };
    const auto begin = std::find_if(body.begin() + (body.empty() ? 0 : 1), body.end(), is_title);
    std::vector<document::Block> enclosed(std::make_move_iterator(begin),
                                          std::make_move_iterator(body.end()));
    body.erase(begin, body.end());
    for (document::Block& block : enclosed)
        if (is_title(block)) std::get<document::Heading>(block).begins_page = true;
    return enclosed;
}

}  // namespace

ExpectedAll<document::Document> compose(const Letter& letter, const templating::Record& fields,
                                        const Frame& frame) {
    Problems problems;
    const auto subject = fill(letter.subject(), fields, problems);
    const auto preheader = fill(letter.preheader(), fields, problems);
    const auto body = fill(letter.body(), fields, problems);
    if (!problems.empty()) return of_this_case(std::move(problems), frame);

    auto blocks = read_markdown(*body);
    if (!blocks) return of_this_case(std::move(blocks.error()), frame);

    document::Document document;
    document.language = letter.front.language;
    document.subject = subject->joined();
    document.reference = frame.reference;
    document.date = frame.date;
    document.form = letter.front.form;
    document.addressee = frame.addressee;
    if (letter.front.salutation != "none") {
        document.salutation = frame.salutation;
        document.sign_off = frame.sign_off;
    }
    document.body = std::move(*blocks);
    document.after_signature = take_enclosures(document.body);
    document.signatory = frame.signatory;
    document.contact = frame.contact;
    document.preheader = preheader->joined();
    return document;
}

}  // namespace postroom::composition
