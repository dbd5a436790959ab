#include "pdfcheck/pdf_file.hpp"

#include <set>
#include <stdexcept>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFExc.hh>

namespace postroom::pdfcheck {
namespace {

constexpr std::size_t most_of_a_stream = 32U << 20;  // bytes; a letter's page is some kilobytes
constexpr std::size_t most_of_all = 512U << 20;      // of a whole file, unpacked
constexpr std::size_t most_pages = 200'000;

// Small packed streams can hold gigabytes: take no more than we look at.
class Collector final : public Pipeline {
  public:
    explicit Collector(std::size_t most) : Pipeline("collector", nullptr), most_(most) {}

    void write(unsigned char const* data, std::size_t size) override {
        if (size > most_ - bytes.size()) throw std::length_error("a stream is too large");
        bytes.append(reinterpret_cast<const char*>(data), size);
    }
    void finish() override {}

    std::string bytes;

  private:
    std::size_t most_;
};

// Pages in order. qpdf's own walk throws away what it cannot mend; this one only reads.
void gather_pages(QPDFObjectHandle root, std::vector<QPDFObjectHandle>& pages) {
    std::vector<QPDFObjectHandle> open{root};
    std::set<QPDFObjGen> seen;
    while (!open.empty() && pages.size() < most_pages) {
        QPDFObjectHandle node = open.back();
        open.pop_back();
        if (!node.isDictionary() || (node.isIndirect() && !seen.insert(node.getObjGen()).second))
            continue;
        QPDFObjectHandle kids = node.getKey("/Kids");
        if (!kids.isArray()) {
            pages.push_back(node);
            continue;
        }
        for (int i = kids.getArrayNItems(); i-- > 0;) open.push_back(kids.getArrayItem(i));
    }
}

}  // namespace

PdfFile::PdfFile(std::string_view bytes, const std::string& name) : bytes_(bytes) {
    qpdf_.setSuppressWarnings(true);
    qpdf_.processMemoryFile(name.c_str(), bytes.data(), bytes.size());
    encrypted_ = qpdf_.isEncrypted();
    readers_allowed_ = qpdf_.allowAccessibility();
    trailer_ = qpdf_.getTrailer();
    catalogue_ = trailer_.getKey("/Root");
    if (!catalogue_.isDictionary()) catalogue_ = QPDFObjectHandle::newDictionary();
    gather_pages(catalogue_.getKey("/Pages"), pages_);
    for (const QPDFObjectHandle& page : pages_)
        numbers_.emplace(page.getObjGen(), static_cast<int>(numbers_.size()) + 1);
    objects_ = qpdf_.getAllObjects();
}

int PdfFile::page_number(QPDFObjGen page) const {
    const auto found = numbers_.find(page);
    return found == numbers_.end() ? 0 : found->second;
}

QPDFObjectHandle PdfFile::object(int number) const {
    return qpdf_.getObjectByID(number, 0);
}

std::optional<std::string> PdfFile::unpacked(QPDFObjectHandle stream) const {
    if (!stream.isStream() || unpacked_so_far_ > most_of_all) return std::nullopt;
    Collector collector(most_of_a_stream);
    try {
        if (!stream.pipeStreamData(&collector, nullptr, 0, qpdf_dl_specialized, true, false))
            return std::nullopt;
    } catch (const std::exception&) {  // too large, or damaged: the same to whoever asks
        return std::nullopt;
    }
    unpacked_so_far_ += collector.bytes.size();
    return std::move(collector.bytes);
}

std::vector<std::string> PdfFile::damage() const {
    std::vector<std::string> all;
    for (const QPDFExc& warning : qpdf_.getWarnings()) all.push_back(warning.getMessageDetail());
    return all;
}

std::string object_name(const QPDFObjectHandle& object) {
    const int number = object.getObjectID();
    return number == 0 ? "" : "object " + std::to_string(number);
}

std::string page_name(int page) {
    return page == 0 ? "" : "page " + std::to_string(page);
}

std::string place(int page, const QPDFObjectHandle& object) {
    const std::string on = page_name(page);
    const std::string which = object_name(object);
    return on + (on.empty() || which.empty() ? "" : ", ") + which;
}

std::string name_of(const QPDFObjectHandle& value) {
    QPDFObjectHandle copy = value;
    return copy.isName() ? copy.getName() : "";
}

QPDFObjectHandle value_of(QPDFObjectHandle holder, const std::string& key) {
    if (holder.isStream()) return holder.getDict().getKey(key);
    return holder.isDictionary() ? holder.getKey(key) : QPDFObjectHandle::newNull();
}

bool is_text(const QPDFObjectHandle& value) {
    QPDFObjectHandle copy = value;
    return copy.isString() && !copy.getUTF8Value().empty();
}

}  // namespace postroom::pdfcheck
