// What other programs make of a file of ours.
#pragma once

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace postroom::rendering {

struct ToolResult {
    int status = 0;
    std::string output;
};

// Another program's reading of the file.
inline ToolResult run_tool(const std::string& before, const std::string& after,
                           const std::string& bytes) {
    std::string name = testing::TempDir() + "letterXXXXXX";
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0) throw std::runtime_error("no scratch file");
    const bool written =
        write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    close(descriptor);
    if (!written) throw std::runtime_error("the scratch file is not written");
    ToolResult result;
    FILE* pipe = popen((before + " " + name + " " + after + " 2>&1").c_str(), "r");
    std::array<char, 4096> part{};
    for (std::size_t count = 0; (count = fread(part.data(), 1, part.size(), pipe)) > 0;) {
        result.output.append(part.data(), count);
    }
    result.status = WEXITSTATUS(pclose(pipe));
    unlink(name.c_str());
    return result;
}

}  // namespace postroom::rendering
