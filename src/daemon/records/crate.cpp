#include "daemon/records/crate.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <Poco/StreamCopier.h>
#include <Poco/Zip/Compress.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipException.h>
#include <Poco/Zip/ZipStream.h>

#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

std::string parent_of(const std::string& path) {
    const std::string parent = fs::path(path).parent_path().string();
    return parent.empty() ? "." : parent;
}

void require_nothing_at(const std::string& path) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(path, error))) {
        if (!fs::is_directory(parent_of(path), error))
            throw FileError("cannot write " + path + ": there is no folder " + parent_of(path));
        return;
    }
    if (fs::is_directory(path, error) && fs::is_empty(path, error) && !path.ends_with(".zip"))
        return;
    throw FileError(path + " is there already; nothing is overwritten: choose another name");
}

class FolderCrate final : public Crate {
  public:
    explicit FolderCrate(std::string path) : path_(std::move(path)), partial_(path_ + ".part") {
        fs::remove_all(partial_);
        make(partial_);
    }
    ~FolderCrate() override {
        std::error_code error;
        fs::remove_all(partial_, error);
    }
    FolderCrate(const FolderCrate&) = delete;
    FolderCrate& operator=(const FolderCrate&) = delete;

    void add(const std::string& name, std::string_view bytes) override {
        std::ofstream out(place(name), std::ios::binary);
        out << bytes;
        out.close();
        if (!out) throw FileError("cannot write " + path_ + "; free some space and try again");
        sync_file(partial_ + "/" + name);
    }
    void add_file(const std::string& name, const std::string& source) override {
        std::error_code error;
        if (!fs::copy_file(source, place(name), error))
            throw FileError("cannot write " + path_ + ": " + error.message());
        sync_file(partial_ + "/" + name);
    }
    void finish() override {
        for (const auto& entry : fs::recursive_directory_iterator(partial_))
            if (entry.is_directory()) sync_file(entry.path().string());
        sync_file(partial_);
        std::error_code error;
        fs::rename(partial_, path_, error);  // over an empty folder, too
        if (error) throw FileError("cannot write " + path_ + ": " + error.message());
        sync_file(parent_of(path_));
    }

  private:
    static void make(const std::string& folder) {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) throw FileError("cannot make the folder " + folder + ": " + error.message());
    }
    std::string place(const std::string& name) const {
        const std::string path = partial_ + "/" + name;
        make(parent_of(path));
        return path;
    }

    std::string path_;
    std::string partial_;
};

class ZipCrate final : public Crate {
  public:
    explicit ZipCrate(std::string path)
        : path_(std::move(path)),
          partial_(path_ + ".part"),
          out_(partial_, std::ios::binary | std::ios::trunc),
          zip_(std::make_unique<Poco::Zip::Compress>(out_, true)) {
        if (!out_) throw FileError("cannot write " + path_);
    }
    ~ZipCrate() override {
        std::error_code error;
        fs::remove(partial_, error);
    }
    ZipCrate(const ZipCrate&) = delete;
    ZipCrate& operator=(const ZipCrate&) = delete;

    void add(const std::string& name, std::string_view bytes) override {
        std::istringstream in{std::string(bytes)};
        put(name, in);
    }
    void add_file(const std::string& name, const std::string& source) override {
        std::ifstream in(source, std::ios::binary);
        if (!in) throw FileError("cannot read " + source);
        put(name, in);
    }
    void finish() override {
        zip_->close();
        out_.close();
        if (!out_) throw FileError("cannot write " + path_ + "; free some space and try again");
        sync_file(partial_);
        std::error_code error;
        fs::rename(partial_, path_, error);
        if (error) throw FileError("cannot write " + path_ + ": " + error.message());
        sync_file(parent_of(path_));
    }

  private:
    void put(const std::string& name, std::istream& in) {
        zip_->addFile(in, Poco::DateTime(), Poco::Path(name, Poco::Path::PATH_UNIX),
                      Poco::Zip::ZipCommon::CM_DEFLATE, Poco::Zip::ZipCommon::CL_FAST);
        if (!out_) throw FileError("cannot write " + path_ + "; free some space and try again");
    }

    std::string path_;
    std::string partial_;
    std::ofstream out_;
    std::unique_ptr<Poco::Zip::Compress> zip_;
};

bool is_plain(const std::string& name) {
    if (name.empty() || name.size() > 512) return false;
    const fs::path path(name);
    if (path.is_absolute() || name.find('\\') != std::string::npos ||
        name.find('\0') != std::string::npos)
        return false;
    for (const auto& part : path)
        if (part == ".." || part == "." || part.empty()) return false;
    return true;
}

/// Counts what was unpacked, so that a small file cannot become a full disk.
class Allowance {
  public:
    Allowance(const Allowed& allowed, std::string file)
        : left_(allowed.bytes), one_file_(allowed.one_file), file_(std::move(file)) {}
    std::optional<Problem> take(const std::string& name, std::uint64_t bytes) {
        if (!is_plain(name))
            return Problem{.what = "it holds a name that leads out of it, or is no plain name",
                           .remedy = "do not use it; ask for it again",
                           .file = file_};
        if (bytes > left_ || bytes > one_file_)
            return Problem{.what = "it holds more than such a file can",
                           .remedy = "do not use it; ask for it again",
                           .file = file_};
        left_ -= bytes;
        return std::nullopt;
    }

  private:
    std::uint64_t left_;
    std::uint64_t one_file_;
    std::string file_;
};

using Take = std::function<void(const std::string&, const Bytes&)>;

Expected<bool> unpack_folder(const std::string& path, Allowance allowance, const Take& take) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(path, error), end; !error && it != end;
         it.increment(error)) {
        if (it->is_directory() && !it->is_symlink()) continue;
        const std::string name = it->path().lexically_relative(path).generic_string();
        if (it->is_symlink() || !it->is_regular_file())
            return fail(Problem{.what = "it holds something that is neither file nor folder",
                                .remedy = "do not use it; ask for it again",
                                .file = it->path().string()});
        if (auto problem = allowance.take(name, it->file_size())) return fail(*problem);
        take(name, read_file(it->path().string()));
    }
    if (error)
        return fail(Problem{.what = "it cannot be listed: " + error.message(), .file = path});
    return true;
}

Expected<bool> unpack_zip(const std::string& path, Allowance allowance, const Take& take) {
    const auto damaged = [&] {
        return fail(
            Problem{.what = "it is not a whole zip file", .remedy = "copy it again", .file = path});
    };
    try {
        std::ifstream in(path, std::ios::binary);
        if (!in) throw FileError("cannot read " + path);
        const Poco::Zip::ZipArchive zip(in);
        for (auto it = zip.headerBegin(); it != zip.headerEnd(); ++it) {
            if (it->second.isDirectory()) continue;
            const std::string& name = it->second.getFileName();
            const auto size = static_cast<std::uint64_t>(it->second.getUncompressedSize());
            if (auto problem = allowance.take(name, size)) return fail(*problem);
            in.clear();
            Poco::Zip::ZipInputStream unzipped(in, it->second);
            std::string bytes;
            std::string buffer(1 << 16, '\0');
            while (unzipped.read(buffer.data(), static_cast<std::streamsize>(buffer.size())),
                   unzipped.gcount() > 0) {
                bytes.append(buffer, 0, static_cast<std::size_t>(unzipped.gcount()));
                if (bytes.size() > size) return damaged();
            }
            if (bytes.size() != size || !unzipped.crcValid()) return damaged();
            take(name, bytes);
        }
    } catch (const Poco::Exception&) {
        return damaged();
    }
    return true;
}

}  // namespace

std::unique_ptr<Crate> Crate::open(const std::string& path) {
    std::string plain = path;
    while (plain.size() > 1 && plain.ends_with('/')) plain.pop_back();
    require_nothing_at(plain);
    if (plain.ends_with(".zip")) return std::make_unique<ZipCrate>(plain);
    return std::make_unique<FolderCrate>(plain);
}

Expected<bool> unpack(const std::string& path, const Allowed& allowed, const Take& take) {
    std::error_code error;
    const Allowance allowance(allowed, path);
    if (fs::is_directory(path, error)) return unpack_folder(path, allowance, take);
    if (fs::is_regular_file(path, error)) return unpack_zip(path, allowance, take);
    return fail(Problem{.what = "there is no such file or folder", .file = path});
}

}  // namespace postroom::daemon
