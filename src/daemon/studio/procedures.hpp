// The procedures of an installation, by id; each is read at once or when it is first asked for.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.hpp"
#include "procedure/procedure.hpp"

namespace postroom::daemon {

/// Copies share their procedures. May be asked from several threads.
class Procedures {
    class Kept;
    using ById = std::map<std::string, std::shared_ptr<const Kept>, std::less<>>;

  public:
    /// Over ids and procedures, in order of ids; it reads every one it comes to.
    class Iterator {
      public:
        explicit Iterator(ById::const_iterator at) : at_(at) {}
        std::pair<const std::string&, const procedure::Procedure&> operator*() const;
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

      private:
        ById::const_iterator at_;
    };

    /// Takes one in by its head. Its problems are what read_procedure() says when the head alone
    /// cannot be told, or that another has its id.
    Problems add(std::string text, const std::string& file);
    /// Reads those that were not read yet: every mistake in any of them.
    Problems read_all() const;

    Iterator begin() const { return Iterator(by_id_.begin()); }
    Iterator end() const { return Iterator(by_id_.end()); }
    std::size_t size() const { return by_id_.size(); }
    void for_each_head(const std::function<void(const procedure::Head&)>& visit) const;
    /// Null when there is none of that id; it lives as long as these or a copy. Throws
    /// std::runtime_error when one that was not read before turns out to hold a mistake.
    const procedure::Procedure* find(std::string_view id) const;

  private:
    ById by_id_;
};

}  // namespace postroom::daemon
