#include "rendering/logo.hpp"

#include <vector>

#include <png.h>

#include "rendering/deflate.hpp"

namespace postroom::rendering {
namespace {

constexpr png_uint_32 most_pixels = 2000;  // a side; at 300 to the inch wider than the letterhead
constexpr int smallest = 12;               // libdeflate's level: paid once, saved in every letter

// libpng's simplified reader, which reports trouble by value and never jumps.
struct Reader {
    png_image image{};
    Reader() { image.version = PNG_IMAGE_VERSION; }
    ~Reader() { png_image_free(&image); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
};

}  // namespace

Expected<std::shared_ptr<const Logo>> read_logo(const std::string& png, const std::string& file) {
    const auto trouble = [&](std::string what, std::string remedy) {
        return fail(Problem{
            .what = std::move(what), .remedy = std::move(remedy), .file = file, .field = "logo"});
    };
    Reader reader;
    if (png_image_begin_read_from_memory(&reader.image, png.data(), png.size()) == 0)
        return trouble("the logo is not a PNG picture", "save it as PNG");
    if (reader.image.width > most_pixels || reader.image.height > most_pixels)
        return trouble("the logo has more than 2,000 pixels a side", "save it smaller");
    reader.image.format = PNG_FORMAT_RGB;
    std::string pixels(PNG_IMAGE_SIZE(reader.image), '\0');
    const png_color white{255, 255, 255};
    if (png_image_finish_read(&reader.image, &white, pixels.data(), 0, nullptr) == 0)
        return trouble("the logo's PNG is damaged", "save it again");
    return std::make_shared<const Logo>(Logo{static_cast<int>(reader.image.width),
                                             static_cast<int>(reader.image.height),
                                             deflate(pixels, smallest)});
}

}  // namespace postroom::rendering
