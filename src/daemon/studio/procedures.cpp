#include "daemon/studio/procedures.hpp"

#include <mutex>
#include <optional>
#include <stdexcept>

namespace postroom::daemon {

using procedure::Head;
using procedure::Procedure;

/// A procedure, or what is needed to read it.
class Procedures::Kept {
  public:
    Kept(Head head, std::string text) : head_(std::move(head)), text_(std::move(text)) {}
    explicit Kept(Procedure whole) : head_(whole), procedure_(std::move(whole)) {}

    const Head& head() const { return head_; }

    /// Every mistake in it; none, and it is read.
    const Problems& read() const {
        std::call_once(once_, [&] {
            if (procedure_) return;
            auto read = procedure::read_procedure(text_, head_.file);
            if (read)
                procedure_ = std::move(*read);
            else
                problems_ = std::move(read.error());
            text_ = {};
        });
        return problems_;
    }

    const Procedure& procedure() const {
        if (const Problems& problems = read(); !problems.empty())
            throw std::runtime_error(to_text(problems));
        return *procedure_;
    }

  private:
    Head head_;
    mutable std::string text_;
    mutable std::once_flag once_;
    mutable std::optional<Procedure> procedure_;
    mutable Problems problems_;
};

std::pair<const std::string&, const Procedure&> Procedures::Iterator::operator*() const {
    return {at_->first, at_->second->procedure()};
}

Problems Procedures::add(std::string text, const std::string& file) {
    std::shared_ptr<const Kept> kept;
    if (auto head = procedure::read_head(text, file)) {
        kept = std::make_shared<const Kept>(std::move(*head), std::move(text));
    } else {
        auto whole = procedure::read_procedure(text, file);
        if (!whole) return std::move(whole.error());
        kept = std::make_shared<const Kept>(std::move(*whole));
    }
    const std::string id = kept->head().id;
    if (by_id_.emplace(id, std::move(kept)).second) return {};
    return {{.what = "another procedure has the id " + id,
             .remedy = "give one of them another id",
             .file = file}};
}

Problems Procedures::read_all() const {
    Problems problems;
    for (const auto& [id, kept] : by_id_)
        for (const Problem& problem : kept->read()) problems.push_back(problem);
    return problems;
}

void Procedures::for_each_head(const std::function<void(const Head&)>& visit) const {
    for (const auto& [id, kept] : by_id_) visit(kept->head());
}

const Procedure* Procedures::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second->procedure();
}

}  // namespace postroom::daemon
