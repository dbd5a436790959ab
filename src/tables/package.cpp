#include "tables/package.hpp"

#include <array>
#include <exception>
#include <istream>
#include <streambuf>

#include <Poco/Exception.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/ContentHandler.h>
#include <Poco/SAX/InputSource.h>
#include <Poco/SAX/LexicalHandler.h>
#include <Poco/SAX/SAXParser.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>

namespace postroom::tables {

namespace {

constexpr std::uint64_t most_unpacked = std::uint64_t{1} << 30;
constexpr std::uint64_t never_suspicious = 8 << 20;  // bytes
constexpr std::uint64_t greatest_ratio = 300;        // a sheet of equal rows reaches 100

/// Ends the stream when too much comes out of it, or when nobody wants more.
class Meter : public std::streambuf {
  public:
    Meter(std::istream& in, std::uint64_t packed) : in_(in), packed_(packed) {}
    bool too_much() const { return too_much_; }
    std::uint64_t count() const { return count_; }
    void stop() { stopped_ = true; }

  protected:
    int_type underflow() override {
        if (stopped_ || too_much_) return traits_type::eof();
        in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        const std::streamsize got = in_.gcount();
        if (got <= 0) return traits_type::eof();
        count_ += static_cast<std::uint64_t>(got);
        too_much_ = count_ > most_unpacked ||
                    (count_ > never_suspicious && count_ > packed_ * greatest_ratio);
        if (too_much_) return traits_type::eof();
        setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
        return traits_type::to_int_type(buffer_[0]);
    }

  private:
    std::istream& in_;
    std::uint64_t packed_, count_ = 0;
    bool too_much_ = false, stopped_ = false;
    std::array<char, 16384> buffer_{};
};

std::string without_prefix(const std::string& name) {
    const std::size_t colon = name.find(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
}

/// Passes on what Poco reports. Exceptions wait: between them and us lie expat's frames.
class Forwarder : public Poco::XML::ContentHandler, public Poco::XML::LexicalHandler {
  public:
    Forwarder(PartHandler& handler, Meter& meter, double total, double* part_read)
        : handler_(handler), meter_(meter), total_(total), part_read_(part_read) {}

    bool has_doctype = false;
    std::exception_ptr thrown;

    void startElement(const Poco::XML::XMLString&, const Poco::XML::XMLString&,
                      const Poco::XML::XMLString& name,
                      const Poco::XML::Attributes& given) override {
        guarded([&] {
            Attributes attributes;
            for (int i = 0; i < given.getLength(); ++i)
                attributes[without_prefix(given.getQName(i))] = given.getValue(i);
            handler_.begin(without_prefix(name), attributes);
        });
    }
    void endElement(const Poco::XML::XMLString&, const Poco::XML::XMLString&,
                    const Poco::XML::XMLString& name) override {
        guarded([&] { handler_.end(without_prefix(name)); });
    }
    void characters(const Poco::XML::XMLChar text[], int start, int length) override {
        guarded([&] { handler_.text({text + start, static_cast<std::size_t>(length)}); });
    }
    void startDTD(const Poco::XML::XMLString&, const Poco::XML::XMLString&,
                  const Poco::XML::XMLString&) override {
        has_doctype = true;
        meter_.stop();
    }

    void setDocumentLocator(const Poco::XML::Locator*) override {}
    void startDocument() override {}
    void endDocument() override {}
    void ignorableWhitespace(const Poco::XML::XMLChar[], int, int) override {}
    void processingInstruction(const Poco::XML::XMLString&, const Poco::XML::XMLString&) override {}
    void startPrefixMapping(const Poco::XML::XMLString&, const Poco::XML::XMLString&) override {}
    void endPrefixMapping(const Poco::XML::XMLString&) override {}
    void skippedEntity(const Poco::XML::XMLString&) override {}
    void endDTD() override {}
    void startEntity(const Poco::XML::XMLString&) override {}
    void endEntity(const Poco::XML::XMLString&) override {}
    void startCDATA() override {}
    void endCDATA() override {}
    void comment(const Poco::XML::XMLChar[], int, int) override {}

  private:
    template <class Work>
    void guarded(const Work& work) {
        if (thrown || has_doctype || handler_.finished()) return;
        try {
            if (part_read_ != nullptr) *part_read_ = static_cast<double>(meter_.count()) / total_;
            work();
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown || handler_.finished()) meter_.stop();
    }

    PartHandler& handler_;
    Meter& meter_;
    double total_;
    double* part_read_;
};

Problem not_a_workbook(const std::string& why) {
    return {.what = "this is not a workbook that can be read: " + why,
            .remedy = "open it in a spreadsheet program and save it again as .xlsx"};
}

}  // namespace

struct Package::Zip {
    explicit Zip(std::istream& stream) : in(stream), archive(stream) {}
    std::istream& in;
    Poco::Zip::ZipArchive archive;
};

Package::Package(std::istream& in) : zip_(std::make_unique<Zip>(in)) {}
Package::~Package() = default;

bool Package::has(const std::string& part) const {
    return zip_->archive.findHeader(part) != zip_->archive.headerEnd();
}

std::optional<Problem> Package::read(const std::string& part, PartHandler& handler,
                                     double* part_read) {
    const auto found = zip_->archive.findHeader(part);
    if (found == zip_->archive.headerEnd()) return not_a_workbook("it has no " + part);
    const auto& header = found->second;
    const auto packed = static_cast<std::uint64_t>(header.getCompressedSize());
    const auto unpacked = static_cast<double>(header.getUncompressedSize());
    std::string wrong;
    zip_->in.clear();
    Poco::Zip::ZipInputStream entry(zip_->in, header);
    Meter meter(entry, packed);
    std::istream metered(&meter);
    Forwarder forwarder(handler, meter, unpacked > 0 ? unpacked : 1, part_read);
    try {
        Poco::XML::SAXParser parser;
        parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACES, false);
        parser.setFeature(Poco::XML::XMLReader::FEATURE_EXTERNAL_GENERAL_ENTITIES, false);
        parser.setFeature(Poco::XML::XMLReader::FEATURE_EXTERNAL_PARAMETER_ENTITIES, false);
        parser.setContentHandler(&forwarder);
        parser.setProperty(Poco::XML::XMLReader::PROPERTY_LEXICAL_HANDLER,
                           static_cast<Poco::XML::LexicalHandler*>(&forwarder));
        Poco::XML::InputSource source(metered);
        parser.parse(&source);
    } catch (const Poco::Exception&) {  // its words may quote the file
        wrong = part + " is damaged";
    }
    if (forwarder.thrown) std::rethrow_exception(forwarder.thrown);
    if (forwarder.has_doctype) return not_a_workbook(part + " holds a DOCTYPE");
    if (meter.too_much()) return not_a_workbook(part + " unpacks to far more than a table needs");
    if (handler.finished() || wrong.empty()) return std::nullopt;
    return not_a_workbook(wrong);
}

}  // namespace postroom::tables
