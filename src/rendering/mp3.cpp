#include "rendering/mp3.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include <lame/lame.h>

namespace postroom::rendering {

namespace {

constexpr int kilobits = 32;
constexpr std::size_t samples_at_once = 8192;

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    for (std::size_t i = size; i-- > 0;)
        number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

struct Sound {
    int rate = 0;
    std::string_view samples;  ///< 16-bit little endian, one channel
};

/// RIFF: "fmt " says what the samples are, "data" holds them.
std::optional<Sound> sound_in(std::string_view wav) {
    constexpr std::size_t riff_head = 12, chunk_head = 8, format_size = 16;
    if (wav.size() < riff_head || !wav.starts_with("RIFF") || wav.substr(8, 4) != "WAVE")
        return std::nullopt;
    Sound sound;
    for (std::size_t at = riff_head; at + chunk_head <= wav.size();) {
        const std::string_view name = wav.substr(at, 4);
        const std::size_t size = little_endian(wav, at + 4, 4);
        at += chunk_head;
        if (name == "fmt " && size >= format_size && at + format_size <= wav.size()) {
            const bool plain = little_endian(wav, at, 2) == 1 &&
                               little_endian(wav, at + 2, 2) == 1 &&
                               little_endian(wav, at + 14, 2) == 16;
            if (!plain) return std::nullopt;
            sound.rate = static_cast<int>(little_endian(wav, at + 4, 4));
        }
        if (name == "data") {
            sound.samples = wav.substr(at, std::min(size, wav.size() - at));
            if (sound.rate == 0 || sound.samples.size() < 2) return std::nullopt;
            return sound;
        }
        if (size > wav.size() - at) return std::nullopt;
        at += size;
    }
    return std::nullopt;
}

struct Close {
    void operator()(lame_global_flags* encoder) const { lame_close(encoder); }
};

Problem cannot(const char* what) {
    return Problem{.what = what, .remedy = "tell IT: the audio rendition could not be made"};
}

}  // namespace

Expected<Bytes> mp3_of(std::string_view wav) {
    const auto sound = sound_in(wav);
    if (!sound) return fail(cannot("the recorded speech is not 16-bit mono WAV"));
    const std::unique_ptr<lame_global_flags, Close> encoder(lame_init());
    if (!encoder) return fail(cannot("the MP3 encoder does not start"));
    lame_set_in_samplerate(encoder.get(), sound->rate);
    lame_set_num_channels(encoder.get(), 1);
    lame_set_mode(encoder.get(), MONO);
    lame_set_brate(encoder.get(), kilobits);
    lame_set_bWriteVbrTag(encoder.get(), 0);
    lame_set_write_id3tag_automatic(encoder.get(), 0);
    if (lame_init_params(encoder.get()) < 0)
        return fail(cannot("the MP3 encoder does not know this kind of sound"));

    // Room for the worst case, as lame.h asks.
    std::vector<unsigned char> buffer(samples_at_once * 5 / 4 + 7200);
    std::vector<short> samples(samples_at_once);
    Bytes mp3;
    const auto keep = [&](int size) {
        if (size > 0) mp3.append(reinterpret_cast<const char*>(buffer.data()), std::size_t(size));
        return size >= 0;
    };
    for (std::string_view rest = sound->samples; rest.size() >= 2;) {
        const std::size_t count = std::min(samples_at_once, rest.size() / 2);
        for (std::size_t i = 0; i < count; ++i)
            samples[i] = static_cast<short>(little_endian(rest, 2 * i, 2));
        rest.remove_prefix(2 * count);
        if (!keep(lame_encode_buffer(encoder.get(), samples.data(), samples.data(),
                                     static_cast<int>(count), buffer.data(),
                                     static_cast<int>(buffer.size()))))
            return fail(cannot("the MP3 encoder failed"));
    }
    if (!keep(lame_encode_flush(encoder.get(), buffer.data(), static_cast<int>(buffer.size()))))
        return fail(cannot("the MP3 encoder failed"));
    return mp3;
}

}  // namespace postroom::rendering
