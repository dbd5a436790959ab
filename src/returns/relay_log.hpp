// What a mail relay's own log proves: which messages it took over for good.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace postroom::returns {

/// Message-IDs, without brackets, of what the log says the relay took. Postfix: the message has its
/// id from `cleanup`, and is active in the queue of `qmgr`, which comes only after the relay has it
/// on disk. Exim: a line of arrival ("<=") that bears the id. A message whose sending broke off has
/// the first line of Postfix alone. Lines of other programs, and torn ones, are passed over.
std::set<std::string> taken_by_relay(std::string_view log);

}  // namespace postroom::returns
