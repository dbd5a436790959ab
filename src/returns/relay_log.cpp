#include "returns/relay_log.hpp"

#include <map>
#include <optional>

#include "returns/header_fields.hpp"

namespace postroom::returns {

namespace {

/// What follows `mark`, up to the next space.
std::optional<std::string_view> word_after(std::string_view line, std::string_view mark) {
    const auto at = line.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    line.remove_prefix(at + mark.size());
    return line.substr(0, line.find(' '));
}

struct PostfixLine {
    std::string queue_id;
    std::string_view rest;
};

/// "… postfix/cleanup[123]: 4F1A2B: message-id=<…>" of that program; instances have other names
/// before the slash.
std::optional<PostfixLine> postfix_line(std::string_view line, std::string_view program) {
    const auto at = line.find(std::string("/").append(program).append("["));
    if (at == std::string_view::npos) return std::nullopt;
    line.remove_prefix(at);
    const auto said = line.find("]: ");
    if (said == std::string_view::npos) return std::nullopt;
    line.remove_prefix(said + 3);
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos ||
        line.substr(0, colon).find(' ') != std::string_view::npos)
        return std::nullopt;
    return PostfixLine{std::string(line.substr(0, colon)), line.substr(colon + 2)};
}

}  // namespace

std::set<std::string> taken_by_relay(std::string_view log) {
    std::set<std::string> taken;
    std::map<std::string, std::string> named;  // queue id → message id
    while (!log.empty()) {
        const auto end = log.find('\n');
        if (end == std::string_view::npos) break;  // torn
        std::string_view line = log.substr(0, end);
        log.remove_prefix(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (const auto named_here = postfix_line(line, "cleanup")) {
            if (named_here->rest.starts_with("message-id="))
                named[named_here->queue_id] = without_brackets(
                    named_here->rest.substr(std::string_view("message-id=").size()));
        } else if (const auto queued = postfix_line(line, "qmgr")) {
            const auto known = named.find(queued->queue_id);
            if (known != named.end() && queued->rest.starts_with("from=<") &&
                queued->rest.ends_with("(queue active)"))
                taken.insert(known->second);
        } else if (line.find(" <= ") != std::string_view::npos) {
            if (const auto id = word_after(line, " id=")) taken.emplace(*id);
        }
    }
    return taken;
}

}  // namespace postroom::returns
