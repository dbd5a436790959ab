// What the database says when it fails, in words a person can act on and without values.
#pragma once

#include <string>
#include <utility>

#include <Poco/Exception.h>

#include "storage/database.hpp"

namespace postroom::storage {

DatabaseError in_plain_words(const Poco::Exception& exception);

/// What `work` returns; Poco's exceptions leave as DatabaseError.
template <class Work>
auto said_plainly(Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const Poco::Exception& exception) {
        throw in_plain_words(exception);
    }
}

}  // namespace postroom::storage
