#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pdfcheck/inspections.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr int deepest = 64;  // direct objects within direct objects

constexpr std::array<std::string_view, 8> filters = {
    "/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode",
    "/CCITTFaxDecode", "/JBIG2Decode",   "/DCTDecode",   "/JPXDecode"};
constexpr std::array<std::string_view, 7> actions = {"/GoTo", "/GoToR", "/GoToE",     "/Thread",
                                                     "/URI",  "/Named", "/SubmitForm"};
constexpr std::array<std::string_view, 4> named_actions = {"/NextPage", "/PrevPage", "/FirstPage",
                                                           "/LastPage"};
constexpr std::array<std::string_view, 4> intents = {
    "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"};
constexpr std::array<std::string_view, 18> blend_modes = {
    "/Normal",    "/Compatible", "/Multiply",   "/Screen",    "/Overlay",    "/Darken",
    "/Lighten",   "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight",  "/Difference",
    "/Exclusion", "/Hue",        "/Saturation", "/Color",     "/Luminosity", ""};

template <std::size_t size>
bool is_one_of(const std::string& name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class ObjectInspection {
  public:
    ObjectInspection(const PdfFile& file, Findings& findings) : file_(file), findings_(findings) {}

    void inspect() {
        for (const QPDFObjectHandle& object : file_.objects()) {
            where_ = object_name(object);
            value(object, 0);
        }
    }

  private:
    void value(QPDFObjectHandle object, int depth) {
        if (depth > deepest) return;
        if (object.isInteger()) {
            const long long number = object.getIntValue();
            if (number > std::numeric_limits<std::int32_t>::max() ||
                number < std::numeric_limits<std::int32_t>::min())
                findings_.add("A-6.1.13-1", where_, "a whole number is too large");
        } else if (object.isReal()) {
            real(object.getNumericValue());
        } else if (object.isString()) {
            if (object.getStringValue().size() >= 32767)
                findings_.add("A-6.1.13-3", where_, "a string is longer than 32,767 bytes");
        } else if (object.isName()) {
            name(object.getName());
        } else if (object.isArray()) {
            for (int i = 0; i < object.getArrayNItems(); ++i) {
                QPDFObjectHandle item = object.getArrayItem(i);
                if (!item.isIndirect()) value(item, depth + 1);
            }
        } else if (object.isStream()) {
            stream(object);
            dictionary(object.getDict(), depth);
        } else if (object.isDictionary()) {
            dictionary(object, depth);
        }
    }

    void real(double number) {
        if (!(std::abs(number) <= 3.403e38))
            findings_.add("A-6.1.13-2", where_, "a number is too large");
        else if (number != 0 && std::abs(number) < 1.175e-38)
            findings_.add("A-6.1.13-5", where_, "a number is too close to nought");
    }

    void name(const std::string& name) {
        if (name.size() - 1 > 127)
            findings_.add("A-6.1.13-4", where_, "a name is longer than 127 bytes");
    }

    void dictionary(QPDFObjectHandle object, int depth) {
        if (name_of(object.getKey("/Type")) == "/ExtGState") graphics_state(object);
        for (const std::string& key : object.getKeys()) {
            name(key);
            QPDFObjectHandle entry = object.getKey(key);
            if (key == "/A" || key == "/OpenAction" || key == "/Next") action(entry);
            if (key == "/ExtGState") graphics_states(entry);
            if (!entry.isIndirect()) value(entry, depth + 1);
        }
    }

    void graphics_states(QPDFObjectHandle states) {
        if (!states.isDictionary()) return;
        for (const std::string& key : states.getKeys()) {
            QPDFObjectHandle state = states.getKey(key);
            if (state.isDictionary() && name_of(state.getKey("/Type")).empty())
                graphics_state(state);
        }
    }

    void graphics_state(QPDFObjectHandle state) {
        if (state.hasKey("/TR")) findings_.add("A-6.2.5-1", where_, "it has TR");
        if (state.hasKey("/TR2") && name_of(state.getKey("/TR2")) != "/Default")
            findings_.add("A-6.2.5-2", where_, "TR2 is not Default");
        if (state.hasKey("/HTP")) findings_.add("A-6.2.5-3", where_, "it has HTP");
        QPDFObjectHandle halftone = value_of(state.getKey("/HT"), "/HalftoneType");
        if (halftone.isInteger() && halftone.getIntValue() != 1 && halftone.getIntValue() != 5)
            findings_.add("A-6.2.5-4", where_, "a halftone is neither of type 1 nor of type 5");
        const std::string intent = name_of(state.getKey("/RI"));
        if (!intent.empty() && !is_one_of(intent, intents))
            findings_.add("A-6.2.6-1", where_, "a rendering intent is none of the four");
        if (!is_one_of(name_of(state.getKey("/BM")), blend_modes))
            findings_.add("A-6.2.10-1", where_, "a blend mode is not one that PDF 1.7 knows");
    }

    void action(QPDFObjectHandle action) {
        const std::string kind = name_of(value_of(action, "/S"));
        if (kind.empty()) return;  // an attribute, or a destination
        if (!is_one_of(kind, actions))
            findings_.add("A-6.5.1-1", where_, "an action is of a kind that may not be");
        if (kind == "/Named" && !is_one_of(name_of(action.getKey("/N")), named_actions))
            findings_.add("A-6.5.1-2", where_, "a named action is not a turning of pages");
    }

    void stream(QPDFObjectHandle object) {
        QPDFObjectHandle entries = object.getDict();
        for (const char* key : {"/F", "/FFilter", "/FDecodeParms"})
            if (entries.hasKey(key))
                findings_.add("A-6.1.7-3", where_, std::string("it has ") + key);
        QPDFObjectHandle used = entries.getKey("/Filter");
        if (!used.isArray()) used = QPDFObjectHandle::newArray(std::vector{used});
        for (int i = 0; i < used.getArrayNItems(); ++i) {
            const std::string filter = name_of(used.getArrayItem(i));
            if (!filter.empty() && !is_one_of(filter, filters))
                findings_.add("A-6.1.7-4", where_, "it is packed by a filter that may not be used");
        }
        const std::string kind = name_of(entries.getKey("/Subtype"));
        if (kind == "/Image") image(entries);
        if (kind == "/Form") form(entries);
        if (kind == "/PS") findings_.add("A-6.2.9-3", where_, "it is PostScript");
    }

    void image(QPDFObjectHandle image) {
        if (image.hasKey("/Alternates")) findings_.add("A-6.2.8-1", where_, "it has Alternates");
        if (image.hasKey("/OPI")) findings_.add("A-6.2.8-2", where_, "it has OPI");
        QPDFObjectHandle smooth = image.getKey("/Interpolate");
        if (smooth.isBool() && smooth.getBoolValue())
            findings_.add("A-6.2.8-3", where_, "Interpolate is true");
        const std::string intent = name_of(image.getKey("/Intent"));
        if (!intent.empty() && !is_one_of(intent, intents))
            findings_.add("A-6.2.6-1", where_, "a rendering intent is none of the four");
    }

    void form(QPDFObjectHandle form) {
        if (form.hasKey("/OPI") || form.hasKey("/PS") || name_of(form.getKey("/Subtype2")) == "/PS")
            findings_.add("A-6.2.9-1", where_, "it has OPI or PostScript");
        if (form.hasKey("/Ref")) findings_.add("UA-7.20-1", where_, "it refers to another file");
    }

    const PdfFile& file_;
    Findings& findings_;
    std::string where_;
};

}  // namespace

void inspect_objects(const PdfFile& file, Findings& findings) {
    ObjectInspection(file, findings).inspect();
}

}  // namespace postroom::pdfcheck
