#include "rendering/pdf_objects.hpp"

#include <stdexcept>
#include <type_traits>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

namespace postroom::rendering {
namespace {

// libharu's errors stick and its return codes do not tell everything: the handler is the truth.
// Unwinding through its C frames leaves nothing behind but the document, which Handles frees.
[[noreturn]] void on_error(HPDF_STATUS error, HPDF_STATUS detail, void*) {
    throw std::runtime_error("libharu could not write a PDF: error " + std::to_string(error) +
                             ", detail " + std::to_string(detail));
}

// Called where a dictionary's entries end.
HPDF_STATUS write_entries(HPDF_Dict dictionary, HPDF_Stream stream) {
    const auto* entries = static_cast<const std::string*>(dictionary->attr);
    return HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(entries->data()),
                             static_cast<HPDF_UINT>(entries->size()));
}

int number_of(HPDF_Dict dictionary) {
    return static_cast<int>(dictionary->header.obj_id & 0x00FFFFFF);
}

void append(HPDF_Stream stream, std::string_view data) {
    HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(data.data()),
                      static_cast<HPDF_UINT>(data.size()));
}

HPDF_STATUS append_to_bytes(HPDF_Stream stream, const HPDF_BYTE* data, HPDF_UINT size) {
    static_cast<Bytes*>(stream->attr)->append(reinterpret_cast<const char*>(data), size);
    return HPDF_OK;
}

constexpr std::size_t expected_size = 32 * 1024;  // bytes; most letters are smaller

}  // namespace

struct PdfObjects::Handles {
    HPDF_Doc document = nullptr;
    std::deque<std::string> entries;      // addresses stay: dictionaries point at them
    std::vector<HPDF_Dict> dictionaries;  // by number
    std::vector<HPDF_Number> lengths;

    ~Handles() {
        for (HPDF_Number length : lengths) {
            length->header.obj_id &= ~static_cast<HPDF_UINT32>(HPDF_OTYPE_INDIRECT);
        }
        if (document != nullptr) HPDF_Free(document);
    }

    void set_entries(HPDF_Dict dictionary, std::string text) {
        entries.push_back(std::move(text));
        dictionary->attr = &entries.back();
        dictionary->write_fn = write_entries;
    }

    int remember(HPDF_Dict dictionary) {
        const int number = number_of(dictionary);
        if (dictionaries.size() <= static_cast<std::size_t>(number)) {
            dictionaries.resize(static_cast<std::size_t>(number) + 1);
        }
        dictionaries[static_cast<std::size_t>(number)] = dictionary;
        return number;
    }

    HPDF_Dict at(int number) const { return dictionaries.at(static_cast<std::size_t>(number)); }
};

PdfObjects::PdfObjects() : handles_(std::make_unique<Handles>()) {
    handles_->document = HPDF_New(on_error, nullptr);
    if (handles_->document == nullptr) throw std::runtime_error("libharu has no memory");
}

PdfObjects::~PdfObjects() = default;

int PdfObjects::reserve() {
    HPDF_Doc document = handles_->document;
    HPDF_Dict dictionary = HPDF_Dict_New(document->mmgr);
    HPDF_Xref_Add(document->xref, dictionary);
    return handles_->remember(dictionary);
}

void PdfObjects::write(int object, std::string entries) {
    handles_->set_entries(handles_->at(object), std::move(entries));
}

int PdfObjects::add(std::string entries) {
    const int object = reserve();
    write(object, std::move(entries));
    return object;
}

int PdfObjects::add_stream(std::string entries, std::string_view data) {
    HPDF_Doc document = handles_->document;
    HPDF_Dict dictionary = HPDF_Dict_New(document->mmgr);
    HPDF_Xref_Add(document->xref, dictionary);
    // HPDF_DictStream_New would make each length an object of its own, because libharu learns it
    // last; we know it first, and save 45 bytes. The mark satisfies libharu's check when saving,
    // and comes off before the document frees what it owns.
    const auto size = static_cast<HPDF_UINT>(data.size());
    HPDF_Number length = HPDF_Number_New(document->mmgr, static_cast<HPDF_INT32>(size));
    HPDF_Dict_Add(dictionary, "Length", length);
    length->header.obj_id |= HPDF_OTYPE_INDIRECT;
    handles_->lengths.push_back(length);
    dictionary->stream = HPDF_MemStream_New(document->mmgr, size);
    append(dictionary->stream, data);
    handles_->set_entries(dictionary, std::move(entries));
    return handles_->remember(dictionary);
}

int PdfObjects::add_page(double width, double height, std::string_view deflated_content) {
    HPDF_Page page = HPDF_AddPage(handles_->document);
    HPDF_Page_SetWidth(page, static_cast<HPDF_REAL>(width));
    HPDF_Page_SetHeight(page, static_cast<HPDF_REAL>(height));
    auto* attributes = static_cast<HPDF_PageAttr>(page->attr);
    append(attributes->stream, deflated_content);
    handles_->set_entries(attributes->contents, "/Filter/FlateDecode");
    return handles_->remember(page);
}

void PdfObjects::set_page_name(int page, const char* key, const char* name) {
    HPDF_Dict_AddName(handles_->at(page), key, name);
}

void PdfObjects::set_page_number(int page, const char* key, int number) {
    HPDF_Dict_AddNumber(handles_->at(page), key, number);
}

void PdfObjects::set_page_object(int page, const char* key, int object) {
    HPDF_Dict_Add(handles_->at(page), key, handles_->at(object));
}

void PdfObjects::set_page_objects(int page, const char* key, const std::vector<int>& objects) {
    HPDF_Array array = HPDF_Array_New(handles_->document->mmgr);
    HPDF_Dict_Add(handles_->at(page), key, array);
    for (const int object : objects) HPDF_Array_Add(array, handles_->at(object));
}

void PdfObjects::write_catalog(std::string entries) {
    handles_->set_entries(handles_->document->catalog, std::move(entries));
}

void PdfObjects::write_information(std::string entries) {
    handles_->set_entries(handles_->document->info, std::move(entries));
}

void PdfObjects::set_identifier(std::string_view sixteen_bytes) {
    HPDF_Doc document = handles_->document;
    HPDF_Array array = HPDF_Array_New(document->mmgr);
    HPDF_Dict_Add(document->trailer, "ID", array);
    std::string copy(sixteen_bytes);
    for (int i = 0; i < 2; ++i) {
        HPDF_Array_Add(array,
                       HPDF_Binary_New(document->mmgr, reinterpret_cast<HPDF_BYTE*>(copy.data()),
                                       static_cast<HPDF_UINT>(copy.size())));
    }
}

// HPDF_SaveToStream would copy every byte three times more, one at a time.
Bytes PdfObjects::save() {
    HPDF_Doc document = handles_->document;
    HPDF_Dict_Add(document->trailer, "Root", document->catalog);
    HPDF_Dict_Add(document->trailer, "Info", document->info);
    Bytes bytes;
    bytes.reserve(expected_size);
    const auto release = [](HPDF_Stream stream) { HPDF_Stream_Free(stream); };
    const std::unique_ptr<std::remove_pointer_t<HPDF_Stream>, decltype(release)> stream(
        HPDF_CallbackWriter_New(document->mmgr, append_to_bytes, &bytes), release);
    append(stream.get(), "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    HPDF_Xref_WriteToStream(document->xref, stream.get(), nullptr);
    return bytes;
}

std::string reference_to(int object) {
    return std::to_string(object) + " 0 R";
}

}  // namespace postroom::rendering
