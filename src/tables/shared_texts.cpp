#include "tables/shared_texts.hpp"

#include <cerrno>
#include <system_error>

namespace postroom::tables {

namespace {

[[noreturn]] void broken() {
    throw std::system_error(errno, std::generic_category(),
                            "the workbook's texts cannot be kept in a scratch file");
}

void write(std::FILE* file, const void* data, std::size_t size) {
    if (size > 0 && std::fwrite(data, 1, size, file) != size) broken();
}

void read(std::FILE* file, std::uint64_t at, void* data, std::size_t size) {
    if (std::fseek(file, static_cast<long>(at), SEEK_SET) != 0) broken();
    if (size > 0 && std::fread(data, 1, size, file) != size) broken();
}

}  // namespace

SharedTexts::SharedTexts() : texts_(scratch()), places_(scratch()) {}

SharedTexts::File SharedTexts::scratch() {
    File file(std::tmpfile(), std::fclose);
    if (!file) broken();
    return file;
}

void SharedTexts::add(std::string_view text) {
    write(places_.get(), &length_, sizeof length_);
    write(texts_.get(), text.data(), text.size());
    length_ += text.size();
    ++count_;
}

std::optional<std::string> SharedTexts::at(std::size_t index) {
    if (index >= count_) return std::nullopt;
    std::uint64_t from = 0, to = length_;
    read(places_.get(), index * sizeof from, &from, sizeof from);
    if (index + 1 < count_) read(places_.get(), (index + 1) * sizeof to, &to, sizeof to);
    std::string text(static_cast<std::size_t>(to - from), '\0');
    read(texts_.get(), from, text.data(), text.size());
    return text;
}

}  // namespace postroom::tables
