#include "rendering/deflate.hpp"

#include <array>
#include <memory>
#include <stdexcept>

#include <libdeflate.h>

namespace postroom::rendering {

Bytes deflate(std::string_view bytes, int level) {
    struct Release {
        void operator()(libdeflate_compressor* compressor) const {
            libdeflate_free_compressor(compressor);
        }
    };
    // A compressor is a megabyte of tables: one a thread and level, kept.
    thread_local std::array<std::unique_ptr<libdeflate_compressor, Release>, 13> compressors;
    auto& compressor = compressors.at(static_cast<std::size_t>(level));
    if (!compressor) compressor.reset(libdeflate_alloc_compressor(level));
    if (!compressor) throw std::runtime_error("no memory for a compressor");
    Bytes result(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()), '\0');
    result.resize(libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(),
                                           result.data(), result.size()));
    return result;
}

}  // namespace postroom::rendering
