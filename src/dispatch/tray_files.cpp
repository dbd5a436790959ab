#include "dispatch/tray_files.hpp"

#include <algorithm>
#include <array>

#include "dispatch/durable_file.hpp"
#include "dispatch/parcel_file.hpp"

namespace postroom::dispatch {

namespace {

constexpr std::string_view paper = ".pdf";

struct Treatment {
    std::string_view ending;
    std::string_view name;
};
constexpr std::array treatments{Treatment{".brf", "emboss"}, Treatment{".mp3", "record"}};

bool is_bundle(const outbox::Parcel& parcel) {
    return parcel.content_type.starts_with(bundle_type);
}

std::string_view ending_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

}  // namespace

Expected<std::vector<BundledFile>> files_for_tray(const outbox::Parcel& parcel,
                                                  std::string_view bytes) {
    const std::string& stem = file_stem(parcel.id);
    if (!is_bundle(parcel))
        return std::vector<BundledFile>{{stem + std::string(paper), Bytes(bytes)}};
    auto files = unpack_bundle(bytes);
    if (!files) return fail(files.error());
    for (BundledFile& file : *files) file.name = stem + std::string(ending_of(file.name));
    std::stable_partition(files->begin(), files->end(),
                          [](const BundledFile& file) { return ending_of(file.name) != paper; });
    return files;
}

bool lies_in_folder(const std::string& folder, const outbox::Parcel& parcel) {
    const std::string stem = folder + "/" + file_stem(parcel.id);
    const auto sheet = file_size(stem + std::string(paper));
    if (!is_bundle(parcel)) return sheet == parcel.size;
    if (!sheet) return false;
    return std::ranges::any_of(treatments, [&](const Treatment& treatment) {
        const auto other = file_size(stem + std::string(treatment.ending));
        return other && static_cast<std::int64_t>(
                            bundle_size({static_cast<std::size_t>(*other),
                                         static_cast<std::size_t>(*sheet)})) == parcel.size;
    });
}

std::vector<std::string> tray_names(const outbox::Parcel& parcel) {
    const std::string& stem = file_stem(parcel.id);
    std::vector<std::string> names{stem + std::string(paper)};
    if (is_bundle(parcel))
        for (const Treatment& treatment : treatments)
            names.push_back(stem + std::string(treatment.ending));
    return names;
}

std::string_view treatment_of(const outbox::Parcel& parcel) {
    if (!is_bundle(parcel)) return "print";
    for (const Treatment& treatment : treatments)
        if (parcel.content_type.ends_with(treatment.ending)) return treatment.name;
    return "print";
}

}  // namespace postroom::dispatch
