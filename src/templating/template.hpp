// Mustache, made strict. The only place that knows mstch, which itself reports nothing: a missing
// name is blank, an unclosed section eats the rest, a partial that includes itself crashes.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/expected.hpp"
#include "templating/marks.hpp"

namespace postroom::templating {

/// One use of a name in a template.
struct Use {
    enum class Kind { value, section, inverted };
    std::string name;
    Kind kind = Kind::value;
    int line = 0;
    std::string file;                   ///< the partial's own file when it stands in one
    std::vector<std::string> sections;  ///< the sections around it, outermost first
    bool operator==(const Use&) const = default;
};

/// What a template is filled with. Text values are put in as opaque tokens, never as text.
struct Value;
using Record = std::map<std::string, Value, std::less<>>;
using Records = std::vector<Record>;
struct Value : std::variant<std::string, bool, Records> {
    using variant::variant;
};

/// A filled template: its text holds a token where each value goes. Tokens are made of private-use
/// characters that a template may not contain itself; a value may contain anything.
struct Filled {
    std::string text;
    std::vector<std::string> values;  ///< value of token n

    /// A line of `text` and where its wording stands.
    struct Origin {
        std::size_t end = 0;    ///< just past the line's last character in `text`
        std::string_view file;  ///< of the Template: it must live as long as this is asked
        int line = 0;
    };
    std::vector<Origin> origins;  ///< by `end`; blank lines have none

    /// Where the wording at this offset of `text` stands: the next line with wording when the
    /// offset is on a blank one; line 0 when nothing follows.
    Origin origin_of(std::size_t offset) const;

    /// The parts of `text` between and at tokens, in order: plain pieces and value indices.
    /// `text` may be any stretch of this object's text (md4c hands over stretches).
    struct Piece {
        std::string_view plain;
        int value = -1;  ///< index into values, or -1 for a plain piece
    };
    static std::vector<Piece> pieces(std::string_view text);
    /// Tokens replaced by their values: for subjects and other single lines.
    std::string joined() const;
};

/// A template parsed and checked once, then filled any number of times. Immutable; may be filled
/// from several threads.
class Template {
  public:
    /// Partials by name ("_advocacy" for {{> _advocacy}}), each with its text and file name.
    struct Partial {
        std::string text;
        std::string file;
    };
    using Partials = std::map<std::string, Partial, std::less<>>;

    /// Every structural mistake with file and line: unclosed, mismatched and stray sections, empty
    /// or odd names, unknown partials, partials that include themselves or share a line with
    /// anything else, {{{raw}}}, {{&raw}} and delimiter changes (none is allowed), private-use and
    /// control characters, text that is not UTF-8.
    static ExpectedAll<Template> parse(std::string text, const std::string& file,
                                       const Partials& partials, int first_line = 1);

    /// Every name used, partials included, in order.
    const std::vector<Use>& uses() const { return uses_; }

    /// Fills with `values`. A name used as a value outside any section that guards it, and absent
    /// or empty text in `values`, is a problem naming file, line and field.
    /// What decides is what the reader would see: nothing is asked of a section that is left out. A
    /// section whose name is absent, false, blank text or an empty list is left out. Inside a list,
    /// names are looked for in the item first, then outwards. Text that is not UTF-8, and a yes/no
    /// or a list where text is wanted, are problems too.
    ExpectedAll<Filled> fill(const Record& values) const;

    /// Filled with a token for every value and nothing asked, to check what surrounds them:
    /// `everything` shows all sections, inverted ones too; `sections` all but the inverted;
    /// `inverted` only those. The values are the fields' own names.
    enum class Shown { everything, sections, inverted };
    Filled sample(Shown shown) const;

  private:
    /// A use and what stands inside it, partials put in where they are named.
    struct Place {
        Use::Kind kind = Use::Kind::value;
        std::string name;
        int line = 0;
        std::string file;
        std::vector<Place> inside;
    };
    friend class Reading;
    friend class Filling;

    /// Wording with its line marks put in, as mstch gets it.
    std::string text_;
    std::map<std::string, std::string> partials_;
    std::vector<WordingLine> lines_;  ///< of mark n
    std::vector<Place> places_;
    std::vector<Use> uses_;
    std::set<std::string, std::less<>> names_;  ///< of all uses, once each
};

}  // namespace postroom::templating
