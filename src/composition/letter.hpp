// A letter: wording with its front matter, read once and checked, ready to be composed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "cases/vocabulary.hpp"
#include "document/document.hpp"
#include "templating/template.hpp"

namespace postroom::composition {

enum class Register { adult, young_person };

/// The front matter of a letter (letters/**.md). Every key is checked; unknown keys are errors.
struct FrontMatter {
    std::string title;              ///< for people who choose letters; never sent
    std::string form = "standard";  ///< the form in templates/ it wears
    Register register_ = Register::adult;
    std::string language = "en";
    std::vector<cases::Channel> channels;  ///< how it may go
    std::string subject;                   ///< template; email subject and PDF title
    std::string preheader;                 ///< template; email only
    std::string salutation = "to";         ///< "to": the reader's; "none"
    std::string promises;                  ///< field holding the date this letter promises, or ""
    std::vector<std::string> tells;        ///< days of clocks it may name that then stand as told
    std::vector<std::string> fields;       ///< every field the wording uses, declared
    bool attach_pdf = false;               ///< by email: the letter also as a PDF
};

/// A council's own partial may use fewer fields than the one it replaces. The letters around it are
/// not to blame: what they declare was compared with the partials they were written with.
enum class UnusedFields { refused, allowed };

class Letter {
  public:
    std::string name;  ///< "stage1/delay-apology"
    std::string file;  ///< as found, for messages
    FrontMatter front;

    /// All mistakes at once: front matter, template structure, Markdown a letter may not hold
    /// (whichever sections are shown), names used but not declared and declared but not used (what
    /// list items hold, as {{text}} in {{#stage1_drafted_points}}, need no declaration), a subject
    /// or preheader with fields other than reference, council_name and today, leftovers (TODO,
    /// [INSERT), a body that does not begin with a level-1 heading.
    static ExpectedAll<Letter> parse(const std::string& name, std::string_view text,
                                     const std::string& file,
                                     const templating::Template::Partials& partials,
                                     UnusedFields unused = UnusedFields::refused);

    const templating::Template& body() const { return *body_; }
    const templating::Template& subject() const { return *subject_; }
    const templating::Template& preheader() const { return *preheader_; }

  private:
    std::optional<templating::Template> body_, subject_, preheader_;
};

}  // namespace postroom::composition
