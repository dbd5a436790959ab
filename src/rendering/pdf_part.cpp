#include "rendering/pdf_part.hpp"

#include <deque>
#include <set>
#include <stdexcept>
#include <utility>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFNumberTreeObjectHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "rendering/pdf_text.hpp"

namespace postroom::rendering {
namespace {

/// A part that cannot be joined; caught where the part ends.
class Refused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// A font refers to its descendant, that to its descriptor, that to its file.
constexpr int deepest_shared = 16;
constexpr int deepest_structure = 200;

std::string object_name(int number) {
    return std::to_string(number) + " 0 R";
}

class PartCopier {
  public:
    PartCopier(std::string_view pdf, const PartFrame& frame, BoundObjects& objects)
        : frame_(frame), objects_(objects) {
        qpdf_.setSuppressWarnings(true);
        qpdf_.setAttemptRecovery(false);
        qpdf_.processMemoryFile("part", pdf.data(), pdf.size());
    }

    CopiedPart copy() {
        QPDFObjectHandle catalog = qpdf_.getRoot();
        refuse_what_cannot_be_joined(catalog);
        QPDFObjectHandle structure = catalog.getKey("/StructTreeRoot");
        numbers_[structure.getObjGen()] = frame_.structure_parent;
        qpdf_.pushInheritedAttributesToPage();
        const std::vector<QPDFObjectHandle>& pages = qpdf_.getAllPages();
        if (pages.empty()) throw Refused("it has no page");
        for (const QPDFObjectHandle& page : pages) part_.pages.push_back(number_for(page));
        std::vector<QPDFObjectHandle> branches = branches_of(structure);
        for (const QPDFObjectHandle& branch : branches)
            part_.branches.push_back(number_for(branch));
        copy_pages(pages);
        for (std::size_t i = 0; i < branches.size(); ++i)
            copy_branch(branches[i], part_.branches[i], catalog.getKey("/Lang"));
        copy_trees(structure);
        copy_output_intent(catalog);
        while (!waiting_.empty()) {
            QPDFObjectHandle object = waiting_.front();
            waiting_.pop_front();
            copy_object(object);
        }
        objects_.shared.merge(new_shared_);
        objects_.roles.merge(new_roles_);
        return std::move(part_);
    }

  private:
    void refuse_what_cannot_be_joined(QPDFObjectHandle& catalog) {
        if (qpdf_.isEncrypted()) throw Refused("it is encrypted");
        if (!catalog.getKey("/StructTreeRoot").isDictionary()) throw Refused("it is not tagged");
        for (const char* key : {"/AcroForm", "/OCProperties", "/Dests", "/Names"}) {
            if (catalog.hasKey(key))
                throw Refused(std::string("it holds ") + (key + 1) +
                              ", which letters of Postroom never do");
        }
        QPDFObjectHandle structure = catalog.getKey("/StructTreeRoot");
        static const std::set<std::string> known{"/Type",   "/K",       "/ParentTree",
                                                 "/IDTree", "/RoleMap", "/ParentTreeNextKey"};
        for (const std::string& key : structure.getKeys())
            if (!known.contains(key))
                throw Refused("its structure holds " + key.substr(1) +
                              ", which letters of Postroom never do");
    }

    // --- numbering ---

    int number_for(const QPDFObjectHandle& object) {
        const auto [place, is_new] = numbers_.try_emplace(object.getObjGen(), objects_.next);
        if (is_new) ++objects_.next;
        return place->second;
    }

    int number_of(QPDFObjectHandle object) {
        if (object.isPagesObject())
            throw Refused("something but a page refers to its tree of pages");
        const bool seen = numbers_.contains(object.getObjGen());
        const int number = number_for(object);
        if (!seen) waiting_.push_back(object);
        return number;
    }

    // --- writing ---

    void begin_object(int number) {
        part_.objects.push_back({number, part_.bytes.size()});
        part_.bytes += std::to_string(number) + " 0 obj\n";
    }

    void copy_object(QPDFObjectHandle object) {
        std::string text;
        append_whole(object, text);
        begin_object(number_for(object));
        part_.bytes += text;
        part_.bytes += "\nendobj\n";
    }

    /// What stands between "obj" and "endobj".
    void append_whole(QPDFObjectHandle object, std::string& text) {
        if (!object.isStream()) {
            append_direct(object, text);
            return;
        }
        const auto data = object.getRawStreamData();
        append_entries(object.getDict(), text, "/Length " + std::to_string(data->getSize()),
                       {"/Length"});
        text += "\nstream\n";
        text.append(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
        text += "\nendstream";
    }

    void append(QPDFObjectHandle object, std::string& text) {
        if (object.isIndirect()) {
            text += object_name(sharing_ > 0 ? shared(object) : number_of(object));
            return;
        }
        append_direct(object, text);
    }

    void append_direct(QPDFObjectHandle object, std::string& text) {
        if (object.isDictionary()) {
            append_entries(object, text, "", {});
        } else if (object.isArray()) {
            text += '[';
            for (const QPDFObjectHandle& item : object.getArrayAsVector()) {
                if (text.back() != '[') text += ' ';
                append(item, text);
            }
            text += ']';
        } else {
            text += object.unparse();
        }
    }

    void append_entries(QPDFObjectHandle dictionary, std::string& text, const std::string& more,
                        const std::set<std::string>& but) {
        text += "<<" + more;
        for (const std::string& key : dictionary.getKeys()) {
            if (but.contains(key)) continue;
            text += QPDFObjectHandle::newName(key).unparse();
            text += ' ';
            append_entry(dictionary, key, text);
        }
        text += ">>";
    }

    void append_entry(QPDFObjectHandle& dictionary, const std::string& key, std::string& text) {
        QPDFObjectHandle value = dictionary.getKey(key);
        if ((key == "/StructParents" || key == "/StructParent") && value.isInteger()) {
            text += std::to_string(frame_.first_key + value.getIntValueAsInt());
        } else if (key == "/Font" && value.isDictionary() && sharing_ == 0) {
            append_fonts(value, text);
        } else if (key == "/ID" && dictionary.hasKey("/S") && value.isString()) {
            text += literal_string(own_id(value));
        } else if (key == "/Headers" && value.isArray()) {
            text += '[';
            for (const QPDFObjectHandle& id : value.getArrayAsVector())
                text += literal_string(own_id(id));
            text += ']';
        } else {
            append(value, text);
        }
    }

    std::string own_id(QPDFObjectHandle id) const { return frame_.id_prefix + id.getStringValue(); }

    // --- what parts share ---

    void append_fonts(QPDFObjectHandle fonts, std::string& text) {
        text += "<<";
        for (const std::string& name : fonts.getKeys()) {
            text += QPDFObjectHandle::newName(name).unparse() + " ";
            QPDFObjectHandle font = fonts.getKey(name);
            if (font.isIndirect())
                text += object_name(shared(font));
            else
                append_direct(font, text);
        }
        text += ">>";
    }

    /// An object written with all it refers to, unless the file holds the same already.
    int shared(QPDFObjectHandle object) {
        if (const auto known = numbers_.find(object.getObjGen()); known != numbers_.end())
            return known->second;
        if (sharing_ == deepest_shared) throw Refused("a font of it is nested too deeply");
        ++sharing_;
        std::string text;
        append_whole(object, text);
        --sharing_;
        const Digest digest = sha256(text);
        int number = known_number(digest);
        if (number == 0) {
            number = objects_.next++;
            new_shared_.emplace(digest, number);
            begin_object(number);
            part_.bytes += text;
            part_.bytes += "\nendobj\n";
        }
        numbers_[object.getObjGen()] = number;
        return number;
    }

    int known_number(const Digest& digest) const {
        for (const std::map<Digest, int>* known : {&std::as_const(objects_.shared), &new_shared_})
            if (const auto found = known->find(digest); found != known->end()) return found->second;
        return 0;
    }

    void copy_output_intent(QPDFObjectHandle& catalog) {
        QPDFObjectHandle intents = catalog.getKey("/OutputIntents");
        if (!intents.isArray() || intents.getArrayNItems() == 0) return;
        QPDFObjectHandle profile = intents.getArrayItem(0).getKey("/DestOutputProfile");
        if (profile.isStream()) part_.output_profile = shared(profile);
    }

    // --- pages and structure ---

    void copy_pages(const std::vector<QPDFObjectHandle>& pages) {
        for (std::size_t i = 0; i < pages.size(); ++i) {
            QPDFObjectHandle page = pages[i];
            std::string text;
            append_entries(page, text,
                           "/Parent " + object_name(frame_.parent_of_page(static_cast<int>(i))),
                           {"/Parent"});
            begin_object(part_.pages[i]);
            part_.bytes += text + "\nendobj\n";
        }
        QPDFObjectHandle box = QPDFObjectHandle(pages.back()).getKey("/MediaBox");
        part_.media_box = box.unparseResolved();
    }

    static std::vector<QPDFObjectHandle> branches_of(QPDFObjectHandle& structure) {
        QPDFObjectHandle top = structure.getKey("/K");
        std::vector<QPDFObjectHandle> branches{top};
        if (top.isArray()) branches = top.getArrayAsVector();
        for (QPDFObjectHandle& branch : branches)
            if (!branch.isDictionary() || !branch.isIndirect())
                throw Refused("its structure does not begin with elements");
        return branches;
    }

    void copy_trees(QPDFObjectHandle& structure) {
        if (structure.getKey("/ParentTree").isDictionary()) copy_parents(structure);
        QPDFObjectHandle roles = structure.getKey("/RoleMap");
        if (!roles.isDictionary()) return;
        for (const std::string& role : roles.getKeys()) {
            const std::string standard = roles.getKey(role).getName();
            const auto known = objects_.roles.find(role);
            if (known != objects_.roles.end() && known->second != standard)
                throw Refused("it gives the role " + role.substr(1) + " another meaning");
            new_roles_[role] = standard;
        }
    }

    /// The part's language and name stay with its branch, because one file has only one of each.
    void copy_branch(QPDFObjectHandle& branch, int number, QPDFObjectHandle language) {
        std::string more = frame_.title.empty() ? "" : "/T" + text_string(frame_.title);
        if (language.isString() && !branch.hasKey("/Lang"))
            more += "/Lang" + language.unparseResolved();
        std::string text;
        append_entries(branch, text, more, {"/T"});
        begin_object(number);
        part_.bytes += text + "\nendobj\n";
        find_ids(branch, 0);
    }

    void find_ids(QPDFObjectHandle element, int depth) {
        if (depth > deepest_structure) throw Refused("its structure is nested too deeply");
        if (!element.isDictionary() || !element.hasKey("/S")) return;
        if (element.getKey("/ID").isString())
            part_.ids.emplace_back(own_id(element.getKey("/ID")), number_of(element));
        QPDFObjectHandle kids = element.getKey("/K");
        if (!kids.isArray()) return find_ids(kids, depth + 1);
        for (const QPDFObjectHandle& kid : kids.getArrayAsVector()) find_ids(kid, depth + 1);
    }

    void copy_parents(QPDFObjectHandle& structure) {
        QPDFNumberTreeObjectHelper tree(structure.getKey("/ParentTree"), qpdf_);
        for (const auto& [key, value] : tree) {
            if (key < 0 || key > 10'000'000) throw Refused("its parent tree has an odd key");
            std::string text;
            // An array of its own is written here; an element is referred to.
            if (QPDFObjectHandle(value).isArray())
                append_direct(value, text);
            else
                append(value, text);
            part_.parents.emplace_back(frame_.first_key + static_cast<int>(key), std::move(text));
            part_.keys = std::max(part_.keys, static_cast<int>(key) + 1);
        }
    }

    QPDF qpdf_;
    const PartFrame& frame_;
    BoundObjects& objects_;
    std::map<Digest, int> new_shared_;
    std::map<std::string, std::string> new_roles_;
    std::map<QPDFObjGen, int> numbers_;
    std::deque<QPDFObjectHandle> waiting_;
    int sharing_ = 0;
    CopiedPart part_;
};

}  // namespace

Expected<CopiedPart> copy_part(std::string_view pdf, const PartFrame& frame,
                               BoundObjects& objects) {
    std::string why;
    const int before = objects.next;
    try {
        return PartCopier(pdf, frame, objects).copy();
    } catch (const Refused& refused) {
        why = refused.what();
    } catch (const std::exception&) {  // libqpdf's words may quote the file
        why = "it cannot be read as a PDF";
    }
    objects.next = before;
    return fail(Problem{.what = "a PDF cannot be bound together with others: " + why,
                        .remedy = "print it by itself"});
}

}  // namespace postroom::rendering
