// Recorded speech, small enough to be sent. The only place that knows LAME.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::rendering {

/// `wav` is 16-bit mono PCM; what its header says of its length is not believed, because a stream
/// cannot know it. 32 kbit/s, plenty for speech. Same sound, same bytes.
Expected<Bytes> mp3_of(std::string_view wav);

}  // namespace postroom::rendering
