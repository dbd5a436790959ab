#include "daemon/premises/log.hpp"

#include <sstream>

#include <Poco/JSON/Stringifier.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"

namespace postroom::daemon {

Log::Log(const std::string& file, const Clock& clock) : clock_(clock) {
    if (file.empty()) return;
    file_.reset(std::fopen(file.c_str(), "ae"));
    if (!file_) throw FileError("cannot write the log file " + file + "; see log.file");
}

void Log::line(std::string_view level, LogWords what, const Facts& facts) {
    std::ostringstream out;
    const auto add = [&](std::string_view key, const std::string& value) {
        Poco::JSON::Stringifier::formatString(std::string(key), out);
        out << ":";
        Poco::JSON::Stringifier::formatString(value, out);
    };
    out << "{";
    add("at", utc_text(clock_.now()));
    out << ",";
    add("level", std::string(level));
    out << ",";
    add("what", std::string(what.text()));
    for (const auto& [name, value] : facts) {
        out << ",";
        add(name.text(), value.text());
    }
    out << "}\n";
    const std::lock_guard guard(mutex_);
    std::FILE* to = file_ ? file_.get() : stderr;
    const std::string text = out.str();
    std::fwrite(text.data(), 1, text.size(), to);
    std::fflush(to);
}

}  // namespace postroom::daemon
