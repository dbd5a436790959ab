// pdf: does a file keep PDF/UA-1 and PDF/A-2a?
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/counted.hpp"
#include "cli/session.hpp"
#include "daemon/premises/files.hpp"
#include "pdfcheck/check.hpp"

namespace postroom::cli {

namespace {

JsonObject as_json(const std::string& file, const pdfcheck::Finding& finding) {
    return {{"file", file},
            {"rule", std::string(finding.rule->id)},
            {"also", std::string(finding.rule->also)},
            {"asks", std::string(finding.rule->asks)},
            {"where", finding.where},
            {"what", finding.what}};
}

void print_report(const std::string& file, const pdfcheck::Report& report, const Session& session) {
    const pdfcheck::Rule* rule = nullptr;
    for (const pdfcheck::Finding& finding : report.findings) {
        if (finding.rule != rule)
            session.print(std::string(finding.rule->id) + "  " + std::string(finding.rule->asks) +
                          "\n");
        rule = finding.rule;
        session.print("    " + finding.where + ": " + finding.what + "\n");
    }
    if (report.left_out > 0)
        session.print("    and " + std::to_string(report.left_out) + " more of the same.\n");
    const std::string left_to_others = file + ": not judged here: ";
    for (const std::string& what : report.not_judged) session.say(left_to_others + what + ".");
    const std::string pages = counted(report.pages, "page");
    const std::size_t wrong = report.findings.size() + report.left_out;
    session.say(
        file + ": " + pages + ", " + std::to_string(pdfcheck::rules().size()) +
        " rules of PDF/UA-1 and PDF/A-2a: " +
        (wrong == 0 ? "all are kept." : counted(wrong, "thing is wrong.", "things are wrong.")));
}

void check(const std::vector<std::string>& files, Session& session) {
    std::vector<JsonObject> objects;
    for (const std::string& file : files) {
        auto report = pdfcheck::check(daemon::read_file(file), file);
        if (!report) {
            session.complain(report.error());
            continue;
        }
        if (!report->passes()) session.exit_code = found_wrong;
        std::ranges::stable_sort(report->findings, {},
                                 [](const pdfcheck::Finding& finding) { return finding.rule; });
        if (!session.json) print_report(file, *report, session);
        for (const pdfcheck::Finding& finding : report->findings)
            objects.push_back(as_json(file, finding));
    }
    if (session.json) session.print_json(objects);
}

void list_rules(Session& session) {
    std::vector<JsonObject> objects;
    for (const pdfcheck::Rule& rule : pdfcheck::rules()) {
        objects.push_back({{"rule", std::string(rule.id)},
                           {"also", std::string(rule.also)},
                           {"asks", std::string(rule.asks)}});
        if (!session.json)
            session.print(std::string(rule.id) + "  " + std::string(rule.asks) + "\n");
    }
    if (session.json) session.print_json(objects);
}

}  // namespace

void add_pdf(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("pdf", "whether PDFs can be read by everyone, and for ever");
    command->require_subcommand(1);
    const auto files = std::make_shared<std::vector<std::string>>();
    auto* check_command = command->add_subcommand(
        "check", "PDF/UA-1 and PDF/A-2a, rule by rule; exit 1 if a rule is broken");
    check_command->add_option("FILE", *files, "PDF files")->required();
    check_command->callback([=, &session] { check(*files, session); });
    command->add_subcommand("rules", "every rule that check asks")->callback([&session] {
        list_rules(session);
    });
}

}  // namespace postroom::cli
