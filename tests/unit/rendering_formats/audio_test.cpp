#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rendering/audio_script.hpp"
#include "rendering/mp3.hpp"

namespace postroom::rendering {
namespace {

using document::Document;
using document::Heading;
using document::List;
using document::Paragraph;
using document::Table;
using ::testing::HasSubstr;

TEST(AudioScript, SaysWhatTheEyeWouldSee) {
    Document document;
    document.reference = "CC-7";
    document.date = "17 March 2025";
    document.salutation = "Dear Ms Patel";
    document.body = {Heading{1, {{"You can go to stage 2"}}},
                     Paragraph{{{"Go to "}, {"our page", false, "https://www.council.example"}}},
                     List{true, 1, {{Paragraph{{{"Ask"}}}}, {Paragraph{{{"Wait"}}}}}},
                     Table{{{{"What"}}, {{"By when"}}}, {{{{"Report"}}, {{"2 June 2025"}}}}}};
    document.sign_off = "Yours sincerely";
    document.signatory = {"Sam Rivers"};
    document.contact = {"A Council", "0116 496 0000"};
    EXPECT_EQ(render_audio_script(document).value(),
              "This is a letter from A Council.\n"
              "It is dated the seventeenth of March twenty twenty-five.\n"
              "Our reference is C, C, dash, seven.\n"
              "\n"
              "Dear Ms Patel.\n"
              "\n"
              "Heading: You can go to stage 2.\n"
              "Go to our page: w w w dot council dot example.\n"
              "A list of 2 items.\n"
              "Number 1.\n"
              "Ask.\n"
              "Number 2.\n"
              "Wait.\n"
              "End of the list.\n"
              "A table of 1 row.\n"
              "Row 1.\n"
              "What: Report.\n"
              "By when: the second of June twenty twenty-five.\n"
              "End of the table.\n"
              "\n"
              "Yours sincerely.\n"
              "Sam Rivers.\n"
              "\n"
              "How to reach us:\n"
              "zero one one six, four nine six, zero zero zero zero.\n"
              "\n"
              "That is the end of the letter.\n");
}

TEST(AudioScript, NamesACharacterThatAnEnglishVoiceCannotSay) {
    Document document;
    document.salutation = "Dear Łukasz Nguyễn";
    EXPECT_TRUE(render_audio_script(document));
    document.salutation = "Dear Ms شاه";
    const auto script = render_audio_script(document);
    ASSERT_FALSE(script);
    EXPECT_THAT(script.error().what, HasSubstr("U+0634"));
}

TEST(AudioScript, IsNotReadInWelshByAnEnglishVoice) {
    Document document;
    document.language = "cy";
    EXPECT_FALSE(render_audio_script(document));
}

std::string number(std::size_t value, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i, value /= 256) bytes += static_cast<char>(value % 256);
    return bytes;
}

/// A second of a low tone; `said_size` is what the header claims.
std::string tone(std::size_t said_size, int channels = 1) {
    constexpr int rate = 22050;
    std::string samples;
    for (int i = 0; i < rate; ++i)
        samples += number(
            static_cast<std::size_t>(static_cast<unsigned short>(8000 * std::sin(i * 0.06))), 2);
    return "RIFF" + number(0x7FFFF000, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) +
           number(static_cast<std::size_t>(channels), 2) + number(rate, 4) + number(rate * 2, 4) +
           number(2, 2) + number(16, 2) + "data" + number(said_size, 4) + samples;
}

TEST(Mp3, IsFramesOfSoundAndTheSameEachTime) {
    const auto mp3 = mp3_of(tone(0x7FFFF000));
    ASSERT_TRUE(mp3);
    EXPECT_EQ(static_cast<unsigned char>((*mp3)[0]), 0xFF);
    EXPECT_NEAR(static_cast<double>(mp3->size()), 32'000 / 8, 600);
    EXPECT_EQ(*mp3, *mp3_of(tone(44100)));
}

TEST(Mp3, RefusesWhatIsNotRecordedSpeech) {
    EXPECT_FALSE(mp3_of(""));
    EXPECT_FALSE(mp3_of("RIFF1234WAVE"));
    EXPECT_FALSE(mp3_of(tone(44100, 2)));
    EXPECT_FALSE(mp3_of(tone(44100).substr(0, 44)));
    EXPECT_FALSE(mp3_of("RIFF1234WAVEfmt " + number(0xFFFFFFFF, 4) + "x"));
}

}  // namespace
}  // namespace postroom::rendering
