#include "daemon/studio/speech.hpp"

#include <csignal>

#include <Poco/Exception.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

namespace postroom::daemon {

namespace {

/// A voice that dies before it has read everything must not take this process with it.
class WithoutPipeSignal {
  public:
    WithoutPipeSignal() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
    ~WithoutPipeSignal() { std::signal(SIGPIPE, before_); }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

  private:
    void (*before_)(int);
};

/// A voice that writes to a stream cannot know how long it will speak: its header is mended here,
/// so that every player shows and finds the end.
void say_true_length(Bytes& wav) {
    constexpr std::size_t riff_size_at = 4, least_header = 44, data_name_at = 36, data_size_at = 40;
    if (wav.size() < least_header || wav.compare(data_name_at, 4, "data") != 0) return;
    const auto write = [&](std::size_t at, std::size_t size) {
        for (std::size_t i = 0; i < 4; ++i, size >>= 8U)
            wav[at + i] = static_cast<char>(size & 255U);
    };
    write(riff_size_at, wav.size() - 8);
    write(data_size_at, wav.size() - least_header);
}

// Fifty times what a long letter takes. It is spoken within its case's transaction, which
// PostgreSQL gives up after thirty seconds without a word (decision 0063).
constexpr const char* most_seconds = "20";
constexpr const char* words_a_minute = "150";

}  // namespace

Expected<Bytes> speak(const std::string& script) {
    const Problem no_voice{.what = "the letter could not be read aloud",
                           .remedy = "install the package espeak-ng, or have a person read it"};
    const WithoutPipeSignal guard;
    try {
        Poco::Pipe text, sound;
        auto voice = Poco::Process::launch(
            "timeout",
            {most_seconds, "espeak-ng", "-v", "en-gb", "-s", words_a_minute, "--stdin", "--stdout"},
            &text, &sound, nullptr);
        {
            Poco::PipeOutputStream into(text);
            into << script;
        }
        text.close();
        Bytes wav;
        Poco::PipeInputStream from(sound);
        Poco::StreamCopier::copyToString(from, wav);
        if (voice.wait() != 0 || wav.empty()) return fail(no_voice);
        say_true_length(wav);
        return wav;
    } catch (const Poco::Exception&) {
        return fail(no_voice);
    }
}

}  // namespace postroom::daemon
