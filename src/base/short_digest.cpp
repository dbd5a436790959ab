#include "base/short_digest.hpp"

#include <sodium.h>

namespace postroom {

Bytes short_digest(std::string_view bytes) {
    Bytes digest(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    return digest;
}

}  // namespace postroom
