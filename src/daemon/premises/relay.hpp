// The council's mail relay as the configuration describes it, and the addresses reports come to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/archive.hpp"
#include "daemon/premises/config.hpp"
#include "dispatch/transport.hpp"

namespace postroom::daemon {

/// Throws FileError for a password file that cannot be read.
dispatch::SmtpSettings relay_settings(const Config& config, const archive::Keys& keys);

/// What stands for {token} in smtp.envelope_from: the parcel's id and a mark that only this
/// office can make, so that nobody can report on a parcel by guessing its address.
std::string return_token(const archive::Keys& keys, const ParcelId& parcel);

/// The parcel whose token the address holds; nothing when it holds none of ours.
std::optional<ParcelId> parcel_of_return_address(const archive::Keys& keys,
                                                 std::string_view address);

}  // namespace postroom::daemon
