// Letters a second, beside libharu's own TrueType text with the same words and what deflating one
// page costs, in the same run; the first letter of a process, and its memory. Each letter has
// another name, address, reference and date, as a real run does.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <hpdf.h>
#include <libdeflate.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "document/document.hpp"
#include "rendering/fonts.hpp"
#include "rendering/pdf.hpp"

namespace {

using namespace postroom;
using document::Block;
using document::Document;

const std::string font_folder = "/usr/share/fonts/truetype/noto/";

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) stop("cannot open " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

document::Paragraph paragraph(std::string text) {
    return {{{std::move(text)}}};
}

// One page: some 160 words, a list and a table, as an acknowledgement is.
Document letter(int number, const std::string& first_name) {
    const std::string reference = "CSC-2025-" + std::to_string(10000 + number);
    Document letter;
    letter.subject = "Your complaint " + reference;
    letter.reference = reference;
    letter.date = std::to_string(1 + number % 28) + " March 2025";
    letter.addressee = {"Ms " + first_name + " Patel" + std::to_string(number % 1000),
                        std::to_string(1 + number % 300) + " Orchard Row", "Oakham", "LE15 6QT"};
    letter.salutation = "Dear Ms Patel";
    letter.contact = {"Northfold County Council", "Complaints and Information Team",
                      "County Hall, Northfold NF1 2AA", "0116 496 0123",
                      "complaints@council.example"};
    letter.body.emplace_back(document::Heading{1, {{"We have received your complaint"}}});
    letter.body.emplace_back(paragraph(
        "Thank you for your complaint, which we received on 14 March 2025. I am sorry that you "
        "have had cause to complain. A manager who knows the service will look into what you have "
        "told us and write to you."));
    letter.body.emplace_back(paragraph(
        "You should have our answer by 28 March 2025, which is 10 working days from the day we "
        "received your complaint. If we need longer we will ask you first."));
    letter.body.emplace_back(document::List{
        false,
        1,
        {{paragraph("You will get a letter that answers each point, and says what we will do.")},
         {paragraph("If you are not content, you may ask for an independent investigation.")}}});
    letter.body.emplace_back(
        document::Table{{{{"Step"}}, {{"By when"}}},
                        {{{{"We write to you"}}, {{"28 March 2025"}}},
                         {{{"You may ask for Stage 2"}}, {{"until 12 May 2025"}}}}});
    letter.body.emplace_back(document::Callout{{{"Tell us if you need large print or a call."}}});
    letter.sign_off = "Yours sincerely";
    letter.signatory = {"Rosalind Fairweather", "Complaints Officer"};
    return letter;
}

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct Rate {
    double milliseconds = 0;  ///< of one core, for one
    std::size_t bytes = 0;
};

/// Counts processor time, so that what else the machine does tells less.
template <class Make>
Rate measure(const char* name, double seconds, Make make) {
    Rate rate;
    for (int i = 0; i < 3; ++i) rate.bytes = make(i);
    const double start = processor_seconds();
    int count = 0;
    double spent = 0;
    while (spent < seconds) {
        for (int i = 0; i < 10; ++i) rate.bytes = make(++count);
        spent = processor_seconds() - start;
    }
    rate.milliseconds = 1000 * spent / count;
    std::printf("%-44s %8.0f a second  %8.4f ms  %6zu bytes\n", name, count / spent,
                rate.milliseconds, rate.bytes);
    return rate;
}

std::vector<std::string> lines_of(const Document& letter) {
    std::vector<std::string> lines = letter.addressee;
    const auto add = [&](const std::string& text) {
        for (std::size_t at = 0; at < text.size(); at += 80) lines.push_back(text.substr(at, 80));
    };
    for (const Block& block : letter.body) {
        if (const auto* p = std::get_if<document::Paragraph>(&block)) add(plain(p->runs));
        if (const auto* h = std::get_if<document::Heading>(&block)) add(plain(h->runs));
        if (const auto* c = std::get_if<document::Callout>(&block)) add(plain(c->runs));
        if (const auto* l = std::get_if<document::List>(&block)) {
            for (const auto& item : l->items) {
                add(plain(std::get<document::Paragraph>(item.front()).runs));
            }
        }
        if (const auto* t = std::get_if<document::Table>(&block)) {
            for (const auto& row : t->rows) {
                for (const auto& cell : row) add(plain(cell));
            }
        }
    }
    return lines;
}

// What libharu does by itself: no tags, no kerning, lines cut blindly.
std::size_t bare_libharu(const Document& letter) {
    const auto on_error = [](HPDF_STATUS error, HPDF_STATUS, void*) {
        stop("libharu " + std::to_string(error));
    };
    const std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, void (*)(HPDF_Doc)> document(
        HPDF_New(on_error, nullptr), HPDF_Free);
    HPDF_Doc doc = document.get();
    HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc);
    HPDF_Font fonts[2];
    int i = 0;
    for (const char* name : {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}) {
        const char* loaded = HPDF_LoadTTFontFromFile(doc, (font_folder + name).c_str(), HPDF_TRUE);
        fonts[i++] = HPDF_GetFont(doc, loaded, "UTF-8");
    }
    HPDF_Page page = HPDF_AddPage(doc);
    HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, fonts[1], 16);
    HPDF_Page_TextOut(page, 70, 780, letter.subject.c_str());
    HPDF_Page_SetFontAndSize(page, fonts[0], 12);
    float y = 750;
    for (const std::string& line : lines_of(letter)) {
        HPDF_Page_TextOut(page, 70, y -= 16, line.c_str());
    }
    HPDF_Page_EndText(page);
    HPDF_SaveToStream(doc);
    return HPDF_GetStreamSize(doc);
}

constexpr Instant one_morning{1'742'203'800'000'000};

struct Workshop {
    std::shared_ptr<const rendering::PreparedFonts> fonts;
    rendering::LetterForm form;

    rendering::PdfLetter make(int number, const std::string& first_name) const {
        auto made = rendering::render_pdf(letter(number, first_name), form, *fonts, one_morning);
        if (!made) stop(to_text(made.error()));
        if (made->pages != 1) stop("the letter is not one page");
        return std::move(*made);
    }
};

Workshop open_workshop() {
    const auto font = [](const std::string& name) {
        return rendering::FontFile{name, file_bytes(font_folder + name + ".ttf")};
    };
    rendering::FontFiles files{font("NotoSans-Regular"), font("NotoSans-Bold"), {}};
    for (const char* script : {"Arabic", "Hebrew", "Gujarati", "Bengali", "Gurmukhi", "Devanagari"})
        files.fallbacks.push_back(font(std::string("NotoSans") + script + "-Regular"));
    return {
        rendering::PreparedFonts::prepare(std::move(files)).value(),
        rendering::read_letter_form(
            file_bytes(POSTROOM_SOURCE_TREE "/templates/letterhead/standard.yaml"), "standard.yaml")
            .value()};
}

// The largest stream of a letter that is no font: its page. Packed again at the level it has.
std::string page_content(const std::string& pdf) {
    std::string largest;
    for (std::size_t at = 0; (at = pdf.find("/Filter/FlateDecode", at)) != std::string::npos;
         ++at) {
        const std::size_t line = pdf.rfind("<<", at);
        const std::size_t stream = pdf.find("stream", at);
        if (stream == std::string::npos) break;
        if (pdf.substr(line, stream - line).find("Length1") != std::string::npos) continue;
        const std::size_t begin = pdf.find('\n', stream) + 1;
        const std::string packed = pdf.substr(begin, pdf.find("endstream", begin) - begin);
        std::string plain(256 * 1024, '\0');
        std::size_t size = 0;
        libdeflate_decompressor* unpack = libdeflate_alloc_decompressor();
        libdeflate_zlib_decompress(unpack, packed.data(), packed.size(), plain.data(), plain.size(),
                                   &size);
        libdeflate_free_decompressor(unpack);
        plain.resize(size);
        if (plain.find("BT\n") != std::string::npos && plain.size() > largest.size())
            largest = plain;
    }
    if (largest.empty()) stop("the letter's page is not to be found");
    return largest;
}

std::size_t deflate_again(const std::string& content) {
    static libdeflate_compressor* const pack = libdeflate_alloc_compressor(3);
    static std::string room(libdeflate_zlib_compress_bound(pack, content.size()), '\0');
    return libdeflate_zlib_compress(pack, content.data(), content.size(), room.data(), room.size());
}

// Two threads at once, by the clock on the wall; meaningful only when both cores are free.
void measure_two_threads(const Workshop& workshop, double seconds) {
    std::atomic<int> count{0};
    const auto start = std::chrono::steady_clock::now();
    const auto end = start + std::chrono::duration<double>(seconds);
    const auto work = [&] {
        for (int i = 0; std::chrono::steady_clock::now() < end; ++i, ++count)
            workshop.make(i, "Anjali");
    };
    const double before = processor_seconds();
    std::thread other(work);
    work();
    other.join();
    const double wall =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double cores = (processor_seconds() - before) / wall;
    std::printf("%-44s %8.0f a second  (%.2f cores were free: %.0f on two)\n",
                "postroom, two threads", count / wall, cores, count / wall * 2 / cores);
}

// This program anew, told to make so many letters: from nothing to the last byte.
void measure_process(const char* name, const char* self, const char* letters, int rounds) {
    double least_wall = 1e9, least_processor = 1e9;
    long peak = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        const pid_t child = fork();
        if (child == 0) {
            execl(self, self, letters, nullptr);
            _exit(127);
        }
        int status = 0;
        rusage used{};
        wait4(child, &status, 0, &used);
        if (status != 0) stop("the process did not end well");
        const double wall =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        least_wall = std::min(least_wall, wall);
        least_processor =
            std::min(least_processor, seconds_of(used.ru_utime) + seconds_of(used.ru_stime));
        peak = std::max(peak, used.ru_maxrss);
    }
    std::printf("%-44s %8.1f ms by the wall  %6.1f ms of a core  %5.1f MiB at most\n", name,
                1000 * least_wall, 1000 * least_processor, static_cast<double>(peak) / 1024);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc >= 2) {  // HOW_MANY [NAME [FILE]]: so many letters, the last kept to be looked at
        const Workshop workshop = open_workshop();
        Bytes last;
        for (int i = 0; i < std::atoi(argv[1]); ++i)
            last = workshop.make(i, argc > 2 ? argv[2] : "Anjali").bytes;
        if (argc > 3) std::ofstream(argv[3], std::ios::binary) << last;
        return 0;
    }
    measure_process("the first letter of a process", argv[0], "1", 15);
    measure_process("20,000 letters of a process", argv[0], "20000", 1);

    const Workshop workshop = open_workshop();
    constexpr double seconds = 3;
    const Rate ours = measure("postroom, tagged, ordinary letters", seconds,
                              [&](int n) { return workshop.make(n, "Anjali").bytes.size(); });
    measure("postroom, a name needs its own subset", seconds,
            [&](int n) { return workshop.make(n, "Łukasz Ștefan").bytes.size(); });
    measure("postroom, a name in Gujarati", seconds,
            [&](int n) { return workshop.make(n, "સીમા").bytes.size(); });
    const std::string content = page_content(workshop.make(1, "Anjali").bytes);
    const Rate floor = measure("deflating one page's content", seconds / 3,
                               [&](int) { return deflate_again(content); });
    const Rate bare = measure("libharu's own TrueType text, untagged", seconds,
                              [&](int n) { return bare_libharu(letter(n, "Anjali")); });
    measure_two_threads(workshop, seconds);
    std::printf(
        "\na letter of ours takes 1/%.0f of bare libharu's time, and %.1f times what "
        "deflating its page takes\n",
        bare.milliseconds / ours.milliseconds, ours.milliseconds / floor.milliseconds);
    return 0;
}
