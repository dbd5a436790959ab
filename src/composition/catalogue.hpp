// Every letter of an installation, and which of them is for whom.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "composition/letter.hpp"

namespace postroom::composition {

/// One file of wording as the shell found it.
struct WordingFile {
    std::string name;  ///< path below letters/ without ".md": "stage1/delay-apology", "_advocacy"
    std::string text;
    std::string file;  ///< for messages
    UnusedFields unused = UnusedFields::refused;
};

/// `now`: every letter is read and every mistake told. `when_asked`: for files that were read
/// whole and found well before; each letter is read when it is first asked for.
enum class Reading { now, when_asked };

/// Letters by name; the overlay's replace the council-neutral ones. Copies share their letters.
/// May be asked from several threads.
class Catalogue {
    class Kept;
    using Letters = std::map<std::string, std::shared_ptr<const Kept>, std::less<>>;

  public:
    /// Over names and letters, in order of names.
    class Iterator {
      public:
        explicit Iterator(Letters::const_iterator at) : at_(at) {}
        std::pair<const std::string&, const Letter&> operator*() const;
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

      private:
        Letters::const_iterator at_;
    };

    Iterator begin() const { return Iterator(letters_.begin()); }
    Iterator end() const { return Iterator(letters_.end()); }
    std::size_t size() const { return letters_.size(); }
    bool contains(std::string_view name) const { return letters_.find(name) != letters_.end(); }
    std::vector<std::string> names() const;
    /// Null when there is no such letter; it lives as long as the catalogue or a copy. Throws
    /// std::runtime_error when a letter that was not read before turns out to hold a mistake.
    const Letter* find(std::string_view name) const;

  private:
    friend class CatalogueReader;
    Letters letters_;
};

/// Files whose last path part begins with '_' are partials, named by their whole path
/// ("stage1/_points") or, at the top, "_advocacy". Of two files with one name the later is in
/// force. A name ending in .yp or .cy must agree with the letter's register and language.
ExpectedAll<Catalogue> read_catalogue(const std::vector<WordingFile>& files,
                                      Reading reading = Reading::now);

/// One council's wording over the shared one: `own` take the place of those of `files` with their
/// names. Only what that changes is read; the other letters are those of `shared`, which was read
/// from `files`.
ExpectedAll<Catalogue> read_overlay(const Catalogue& shared, std::vector<WordingFile> files,
                                    const std::vector<WordingFile>& own,
                                    Reading reading = Reading::now);

/// The letter to use for this reader: the sibling for the register ("….yp") when there is one and
/// the reader is young, else the letter itself. In a language other than English only siblings in
/// it ("….yp.cy", "….cy") will do; null when there is none.
const Letter* letter_for(const Catalogue& catalogue, std::string_view name, bool young_person,
                         std::string_view language);

}  // namespace postroom::composition
