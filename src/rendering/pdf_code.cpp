#include "rendering/pdf_code.hpp"

#include <algorithm>
#include <cassert>
#include <memory>
#include <stdexcept>

#include <qrencode.h>

#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

constexpr std::size_t code_length = 20;
constexpr int version = 1;  // 21 modules a side

using Input = std::unique_ptr<QRinput, decltype(&QRinput_free)>;
using Symbol = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

Symbol symbol_of(std::string_view code) {
    const Input input(QRinput_new2(version, QR_ECLEVEL_M), QRinput_free);
    if (!input || QRinput_append(input.get(), QR_MODE_AN, static_cast<int>(code.size()),
                                 reinterpret_cast<const unsigned char*>(code.data())) != 0) {
        throw std::runtime_error("libqrencode could not take a code");
    }
    Symbol symbol(QRcode_encodeInput(input.get()), QRcode_free);
    if (!symbol) throw std::runtime_error("libqrencode could not make a symbol");
    return symbol;
}

void append_rectangle(std::string& operators, int x, int y, int width) {
    for (const int number : {x, y, width}) {
        append_number(operators, number);
        operators += ' ';
    }
    operators += "1 re\n";
}

}  // namespace

bool is_parcel_code(std::string_view code) {
    return code.size() == code_length && std::all_of(code.begin(), code.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

std::string draw_code(std::string_view code, const document::Box& place, double page_height) {
    assert(is_parcel_code(code));
    const Symbol symbol = symbol_of(code);
    const int side = symbol->width;
    std::string operators = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\nq\n";
    // One unit is one module, counted from the symbol's top left corner.
    for (const double part : {place.width / side, 0.0, 0.0, -place.height / side, place.left,
                              page_height - place.top}) {
        append_number(operators, part);
        operators += ' ';
    }
    operators += "cm\n0 0 0 rg\n";
    for (int y = 0; y < side; ++y) {
        const unsigned char* row = symbol->data + static_cast<std::ptrdiff_t>(y) * side;
        const auto is_dark = [&](int x) { return x < side && (row[x] & 1) != 0; };
        for (int x = 0; x < side; ++x) {
            const int first = x;
            while (is_dark(x)) ++x;
            if (x > first) append_rectangle(operators, first, y, x - first);
        }
    }
    return operators + "f\nQ\nEMC\n";
}

}  // namespace postroom::rendering
