#include "rendering/pdf_objects.hpp"

#include <deque>
#include <stdexcept>

#include <hpdf.h>
#include <hpdf_error.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

namespace postroom::rendering {
namespace {

// libharu's errors stick and its return codes do not tell everything: the handler is the truth.
// Unwinding through its C frames leaves nothing behind but its memory, which Handles frees.
[[noreturn]] void on_error(HPDF_STATUS error, HPDF_STATUS detail, void*) {
    throw std::runtime_error("libharu could not write a PDF: error " + std::to_string(error) +
                             ", detail " + std::to_string(detail));
}

// Room for the objects of a page, so that libharu asks the system once a letter. It gives nothing
// back from such a pool before the end, when all of it goes at once. Nor does it round sizes up:
// the pieces stay aligned because all that are asked for here are whole words.
constexpr HPDF_UINT pool_size = 32 * 1024;

struct Object {
    std::string entries;
    std::string_view data;
    bool has_data = false;
    HPDF_Stream file = nullptr;  // while the object is written
};

void append(HPDF_Stream file, std::string_view text) {
    HPDF_Stream_Write(file, reinterpret_cast<const HPDF_BYTE*>(text.data()),
                      static_cast<HPDF_UINT>(text.size()));
}

// Called where a dictionary's entries end.
HPDF_STATUS write_entries(HPDF_Dict dictionary, HPDF_Stream file) {
    auto* object = static_cast<Object*>(dictionary->attr);
    append(file, object->entries);
    object->file = file;
    return HPDF_OK;
}

// Called after a dictionary. A stream of libharu's own would copy the data twice, byte by byte,
// and make its length an object more, because libharu learns it last.
HPDF_STATUS write_data(HPDF_Dict dictionary) {
    const auto* object = static_cast<const Object*>(dictionary->attr);
    if (!object->has_data) return HPDF_OK;
    append(object->file, "\nstream\r\n");
    append(object->file, object->data);
    append(object->file, "\nendstream");
    return HPDF_OK;
}

HPDF_STATUS append_to_bytes(HPDF_Stream stream, const HPDF_BYTE* data, HPDF_UINT size) {
    static_cast<Bytes*>(stream->attr)->append(reinterpret_cast<const char*>(data), size);
    return HPDF_OK;
}

void fill_from(HPDF_Dict dictionary, Object& object) {
    dictionary->attr = &object;
    dictionary->write_fn = write_entries;
    dictionary->after_write_fn = write_data;
}

}  // namespace

struct PdfObjects::Handles {
    HPDF_Error_Rec error{HPDF_OK, HPDF_OK, on_error, nullptr};
    std::unique_ptr<HPDF_MMgr_Rec, decltype(&HPDF_MMgr_Free)> memory{
        HPDF_MMgr_New(&error, pool_size, nullptr, nullptr), HPDF_MMgr_Free};
    HPDF_Xref table = nullptr;
    std::deque<Object> objects;  // by number, from 1; dictionaries point at them

    Object& at(int number) { return objects.at(static_cast<std::size_t>(number) - 1); }
};

PdfObjects::PdfObjects() : handles_(std::make_unique<Handles>()) {
    if (!handles_->memory) throw std::runtime_error("libharu has no memory");
    handles_->table = HPDF_Xref_New(handles_->memory.get(), 0);
}
PdfObjects::~PdfObjects() = default;

int PdfObjects::reserve() {
    return add({});
}

void PdfObjects::write(int object, std::string entries) {
    std::string& written = handles_->at(object).entries;
    if (written.empty())
        written = std::move(entries);
    else
        written += entries;
}

int PdfObjects::add(std::string entries) {
    HPDF_Dict dictionary = HPDF_Dict_New(handles_->memory.get());
    HPDF_Xref_Add(handles_->table, dictionary);
    fill_from(dictionary, handles_->objects.emplace_back(Object{std::move(entries), {}}));
    return static_cast<int>(handles_->objects.size());
}

int PdfObjects::add_stream(std::string entries, std::string_view data) {
    const int number = add(std::move(entries) + "/Length " + std::to_string(data.size()));
    Object& object = handles_->at(number);
    object.data = data;
    object.has_data = true;
    return number;
}

// HPDF_SaveToStream would copy every byte three times more, one at a time.
Bytes PdfObjects::save(std::string trailer) {
    constexpr std::size_t frame_of_object = 64;  // bytes, its line of the table included
    std::size_t expected = 1024 + trailer.size();
    for (const Object& object : handles_->objects)
        expected += object.entries.size() + object.data.size() + frame_of_object;
    Bytes bytes;
    bytes.reserve(expected);
    HPDF_Stream file = HPDF_CallbackWriter_New(handles_->memory.get(), append_to_bytes, &bytes);
    append(file, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    Object last{std::move(trailer), {}};
    fill_from(handles_->table->trailer, last);
    HPDF_Xref_WriteToStream(handles_->table, file, nullptr);
    return bytes;
}

std::string reference_to(int object) {
    return std::to_string(object) + " 0 R";
}

}  // namespace postroom::rendering
