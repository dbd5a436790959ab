#include "dispatch/transport.hpp"

namespace postroom::dispatch {

std::string words_for(const Outcome& refusal) {
    const bool login = refusal.phase == "auth";
    std::string words = "(" + refusal.phase;
    if (refusal.code != 0) words += " " + std::to_string(refusal.code);
    words += ")";
    if (refusal.code == 0) words += ": " + refusal.evidence;
    if (refusal.phase == "connect" && !refusal.about_settings)
        return words + "; check smtp.host, smtp.port and the network";
    if (!refusal.about_settings) return words;
    if (refusal.phase == "mail" || refusal.phase == "rcpt" || refusal.phase == "data" ||
        refusal.phase == "dot")
        return words +
               ": it does not let us send, or not as this sender; check smtp.user and "
               "smtp.envelope_from";
    if (refusal.code != 0) words += login ? ": it refused the login" : ": it takes none from here";
    return words + (login ? "; check smtp.user and its password or token"
                          : "; check smtp.host, smtp.port, smtp.tls and smtp.ca_file");
}

std::vector<Outcome> Transport::deliver_all(const std::vector<Handover>& handovers) {
    std::vector<Outcome> outcomes;
    for (const Handover& one : handovers) {
        const std::optional<Bytes> bytes = one.bytes();
        outcomes.push_back(bytes ? deliver(one.parcel, *bytes, one.may_commit)
                                 : Outcome{.kind = Outcome::Kind::lost_claim});
    }
    return outcomes;
}

}  // namespace postroom::dispatch
