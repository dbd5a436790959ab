// Arguments, environment, wiring; nothing else.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/session.hpp"
#include "daemon/premises/london_time.hpp"

namespace {

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const std::size_t equals = text.find('=');
        if (text.starts_with("POSTROOM_") && equals != std::string::npos)
            variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return variables;
}

/// <prefix>/bin/postroom was installed under <prefix>.
std::string install_prefix() {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? "" : self.parent_path().parent_path().string();
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(0077);
    const postroom::daemon::SystemClock clock;
    postroom::cli::Session session(environment(), POSTROOM_SOURCE_TREE, install_prefix(), clock);
    return postroom::cli::run_command_line(std::vector<std::string>(argv + 1, argv + argc),
                                           session);
}
