#include "rendering/pdf_colour_profile.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace postroom::rendering {
namespace {

void append_16(Bytes& bytes, unsigned value) {
    bytes += static_cast<char>(value >> 8 & 0xFF);
    bytes += static_cast<char>(value & 0xFF);
}

void append_32(Bytes& bytes, std::uint32_t value) {
    append_16(bytes, value >> 16);
    append_16(bytes, value & 0xFFFF);
}

void append_fixed(Bytes& bytes, double value) {  // s15Fixed16
    append_32(bytes, static_cast<std::uint32_t>(std::lround(value * 65536)));
}

Bytes xyz(double x, double y, double z) {
    Bytes tag = "XYZ ";
    append_32(tag, 0);
    append_fixed(tag, x);
    append_fixed(tag, y);
    append_fixed(tag, z);
    return tag;
}

// ((x + 0.055) / 1.055) to the power of 2.4, and a straight line below 0.04045.
Bytes tone_curve() {
    constexpr unsigned power_then_line = 3;
    Bytes tag = "para";
    append_32(tag, 0);
    append_16(tag, power_then_line);
    append_16(tag, 0);
    for (const double parameter : {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) {
        append_fixed(tag, parameter);
    }
    return tag;
}

// From the eye's white under D65 to the connection space's D50 (Bradford).
Bytes adaptation() {
    Bytes tag = "sf32";
    append_32(tag, 0);
    for (const double value :
         {1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168}) {
        append_fixed(tag, value);
    }
    return tag;
}

Bytes text(std::string_view ascii) {
    Bytes tag = "mluc";
    append_32(tag, 0);
    append_32(tag, 1);   // one language
    append_32(tag, 12);  // bytes of its entry
    tag += "enGB";
    append_32(tag, static_cast<std::uint32_t>(2 * ascii.size()));
    append_32(tag, 28);  // where its text begins
    for (const char c : ascii) append_16(tag, static_cast<unsigned char>(c));
    return tag;
}

struct Tag {
    const char* signature;
    Bytes data;
};

}  // namespace

Bytes srgb_profile() {
    const std::array<Tag, 8> tags = {{{"desc", text("sRGB")},
                                      {"cprt", text("No copyright")},
                                      {"wtpt", xyz(0.9642, 1.0, 0.8249)},
                                      {"chad", adaptation()},
                                      {"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
                                      {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
                                      {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
                                      {"rTRC", tone_curve()}}};
    constexpr std::array<const char*, 2> shared_curves = {"gTRC", "bTRC"};
    const auto count = static_cast<std::uint32_t>(tags.size() + shared_curves.size());

    Bytes table;
    append_32(table, count);
    Bytes data;
    const std::uint32_t data_start = 128 + 4 + 12 * count;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
    for (const Tag& tag : tags) {
        while (data.size() % 4 != 0) data += '\0';
        offset = data_start + static_cast<std::uint32_t>(data.size());
        size = static_cast<std::uint32_t>(tag.data.size());
        data += tag.data;
        table += tag.signature;
        append_32(table, offset);
        append_32(table, size);
    }
    for (const char* signature : shared_curves) {
        table += signature;
        append_32(table, offset);
        append_32(table, size);
    }
    while (data.size() % 4 != 0) data += '\0';

    Bytes header;
    append_32(header, data_start + static_cast<std::uint32_t>(data.size()));
    append_32(header, 0);           // no colour management module preferred
    append_32(header, 0x04200000);  // version 4.2
    header += "mntrRGB XYZ ";
    for (const unsigned part : {1998U, 2U, 9U, 0U, 0U, 0U}) append_16(header, part);
    header += "acsp";
    header.append(68 - header.size(), '\0');  // platform, flags, maker, model, attributes, intent
    append_fixed(header, 0.9642);             // the connection space's white, D50
    append_fixed(header, 1.0);
    append_fixed(header, 0.8249);
    header.append(128 - header.size(), '\0');
    return header + table + data;
}

}  // namespace postroom::rendering
