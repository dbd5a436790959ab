// Letters for the tests: invented people, a whole letter's worth of every block.
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "document/document.hpp"
#include "rendering/fonts.hpp"
#include "rendering/pdf.hpp"

namespace postroom::rendering {

inline std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline FontFile noto(const std::string& name) {
    return {name, file_bytes("/usr/share/fonts/truetype/noto/" + name + ".ttf")};
}

inline std::shared_ptr<const PreparedFonts> letter_fonts() {
    static const auto fonts =
        PreparedFonts::prepare(
            {noto("NotoSans-Regular"),
             noto("NotoSans-Bold"),
             {noto("NotoSansArabic-Regular"), noto("NotoSansHebrew-Regular"),
              noto("NotoSansGujarati-Regular"), noto("NotoSansBengali-Regular"),
              noto("NotoSansGurmukhi-Regular"), noto("NotoSansDevanagari-Regular")}})
            .value();
    return fonts;
}

inline LetterForm standard_form() {
    const std::string file = std::string(POSTROOM_SOURCE_TREE) + "/templates/letterhead/";
    return read_letter_form(file_bytes(file + "standard.yaml"), "standard.yaml").value();
}

inline constexpr Instant spring{1'742'203'800'000'000};  // 2025-03-17T09:30:00Z

inline document::Paragraph paragraph(std::string text) {
    return {{{std::move(text)}}};
}

inline document::Document short_letter() {
    document::Document letter;
    letter.subject = "Your complaint CSC-2025-0143";
    letter.reference = "CSC-2025-0143";
    letter.date = "17 March 2025";
    letter.addressee = {"Ms Anjali Patel", "Flat 4", "12 Orchard Row", "Oakham", "LE15 6QT"};
    letter.salutation = "Dear Ms Patel";
    letter.body = {document::Heading{1, {{"We have received your complaint"}}},
                   paragraph("Thank you for telling us what went wrong.")};
    letter.sign_off = "Yours sincerely";
    letter.signatory = {"Rosalind Fairweather", "Complaints Officer", "Children and Families"};
    letter.contact = {"Northfold County Council",
                      "Complaints and Information Team",
                      "County Hall, Market Street",
                      "Northfold NF1 2AA",
                      "0116 496 0123",
                      "complaints@council.example",
                      "www.council.example/complaints"};
    return letter;
}

inline document::Document full_letter() {
    document::Document letter = short_letter();
    letter.body = {
        document::Heading{1, {{"We have received your complaint about our service"}}},
        document::Paragraph{
            {{"Thank you for your complaint, which we received on "},
             {"Friday 14 March 2025", true},
             {". I am sorry that you have had cause to complain. A manager who knows the service "
              "will look into what you have told us and write to you."}}},
        document::Paragraph{{{"You should have our answer by "},
                             {"Friday 28 March 2025", true},
                             {", which is 10 working days from the day we received your "
                              "complaint. If we need longer we will ask you first, and we will "
                              "never take more than 20 working days without your agreement."}}},
        document::Heading{2, {{"What you told us"}}},
        paragraph("This is how we understand your complaint. Please tell us if we have it wrong:"),
        document::List{true,
                       1,
                       {{paragraph("The review meeting in January was moved twice, and you were "
                                   "told only on the day.")},
                        {paragraph("The notes of the meeting were not sent to you."),
                         document::List{false,
                                        1,
                                        {{paragraph("You asked for them on 3 February 2025.")},
                                         {paragraph("You asked again on 17 February 2025.")}}}},
                        {paragraph("Nobody rang you back.")}}},
        document::Heading{2, {{"Who is looking into it"}}},
        document::Table{{{{"Step"}}, {{"Who"}}, {{"By when"}}},
                        {{{{"Look into your complaint and write to you"}},
                          {{"Daniel Okafor, Team Manager"}},
                          {{"28 March 2025"}}},
                         {{{"Ask you, should we need more time"}},
                          {{"Rosalind Fairweather"}},
                          {{"26 March 2025"}}}}},
        document::Callout{{{"Tell us if you need large print, audio, another language or a call: "
                            "0116 496 0123."}}},
        document::Heading{2, {{"If you want someone to help you"}}},
        document::Paragraph{
            {{"An advocate can speak for you. It is free, and it is independent of "
              "the council. You will find how to ask for one at "},
             {"council.example/advocacy", false, "https://www.council.example/advocacy"},
             {", or you can ring us and we will arrange it for you."}}},
        paragraph("If you are not content with our answer, you may ask for an independent "
                  "investigation. We will tell you how in our answer."),
    };
    letter.after_signature = {
        paragraph("The Local Government and Social Care Ombudsman can look into complaints about "
                  "councils. Usually they ask you to let us answer first.")};
    return letter;
}

inline std::string paragraph_text(int sentences) {
    std::string text;
    for (int i = 0; i < sentences; ++i) {
        text += "We looked at the records and spoke to the people who were there. ";
    }
    return text;
}

inline document::Document long_letter(int paragraphs) {
    document::Document letter = short_letter();
    for (int i = 0; i < paragraphs; ++i) {
        if (i % 5 == 0) letter.body.emplace_back(document::Heading{2, {{"What we found"}}});
        letter.body.emplace_back(paragraph(paragraph_text(3 + i % 4)));
    }
    return letter;
}

}  // namespace postroom::rendering
