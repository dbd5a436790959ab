#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include "makers.hpp"

namespace postroom::archive {

namespace {

unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
}

}  // namespace

TEST(Keys, AreMadeForTheirOwnerAloneAndReadBack) {
    const TestFolder folder;
    create_keys(folder / "keys", "council.example/archive");
    EXPECT_EQ(mode_of(folder / "keys"), 0700U);
    EXPECT_EQ(mode_of(folder / "keys/master.key"), 0600U);
    EXPECT_EQ(mode_of(folder / "keys/ledger.key"), 0600U);
    EXPECT_EQ(files_in(folder / ""),
              (std::vector<std::string>{"keys/ledger.key", "keys/ledger.pub", "keys/master.key"}));
    const auto keys = read_keys(folder / "keys");
    ASSERT_TRUE(keys) << to_text(keys.error());
    EXPECT_EQ(keys->master.size(), 32U);
    EXPECT_EQ(keys->origin, "council.example/archive");
    EXPECT_EQ(keys->verifier + "\n", contents(folder / "keys/ledger.pub"));
    EXPECT_EQ(parse_verifier(keys->verifier)->public_key, public_key_of(keys->signing_seed));
    EXPECT_NE(keys->master, keys->signing_seed);
}

TEST(Keys, FillAnEmptyFolderAndNeverOverwrite) {
    const TestFolder folder;
    std::filesystem::create_directory(folder / "keys");
    create_keys(folder / "keys/", "council.example/archive");
    EXPECT_EQ(mode_of(folder / "keys"), 0700U);
    const std::string before = contents(folder / "keys/ledger.key");
    EXPECT_THROW(create_keys(folder / "keys", "council.example/archive"), ArchiveError);
    EXPECT_EQ(contents(folder / "keys/ledger.key"), before);
    put(folder / "taken", "a file");
    EXPECT_THROW(create_keys(folder / "taken", "council.example/archive"), ArchiveError);
    EXPECT_EQ(contents(folder / "taken"), "a file");
    EXPECT_THROW(create_keys(folder / "nowhere/keys", "council.example/archive"), ArchiveError);
    EXPECT_THROW(create_keys(folder / "other", "a name"), ArchiveError);
    EXPECT_EQ(files_in(folder / "").size(), 4U);
}

TEST(Keys, ThatOthersMayReadAreRefused) {
    const TestFolder folder;
    create_keys(folder / "keys", "council.example/archive");
    for (const char* name : {"master.key", "ledger.key"}) {
        for (const unsigned mode : {0640U, 0604U, 0620U}) {
            const std::string path = folder / ("keys/" + std::string(name));
            ASSERT_EQ(::chmod(path.c_str(), mode), 0);
            const auto keys = read_keys(folder / "keys");
            ASSERT_FALSE(keys) << name << mode;
            EXPECT_EQ(keys.error().file, path);
            EXPECT_NE(keys.error().what.find("other users"), std::string::npos);
            ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
        }
    }
    EXPECT_TRUE(read_keys(folder / "keys"));
    ASSERT_EQ(::chmod((folder / "keys").c_str(), 0770), 0);
    EXPECT_FALSE(read_keys(folder / "keys"));
}

TEST(Keys, ThatAreDamagedOrMissingAreNamedWithoutTheirContents) {
    for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{
             {"master.key", "c2hvcnQ=\n"},
             {"master.key", ""},
             {"ledger.key", std::string(44, '!') + "\n"},
             {"ledger.key", to_base64(std::string(32, 'z')) + "\n"},
             {"ledger.pub", "council.example/archive\n"}}) {
        const TestFolder folder;
        create_keys(folder / "keys", "council.example/archive");
        put(folder / ("keys/" + name), bytes);
        const auto keys = read_keys(folder / "keys");
        ASSERT_FALSE(keys) << name;
        EXPECT_EQ(to_text(keys.error()).find("c2hvcnQ"), std::string::npos);
        EXPECT_NE(to_text(keys.error()).find("keys/ledger.pub") == std::string::npos,
                  keys.error().file.ends_with("ledger.pub"));
        std::filesystem::remove(folder / ("keys/" + name));
        const auto missing = read_keys(folder / "keys");
        ASSERT_FALSE(missing);
        EXPECT_NE(missing.error().file.find(name), std::string::npos);
        EXPECT_NE(missing.error().what.find("missing"), std::string::npos);
    }
    EXPECT_FALSE(read_keys("/nonexistent/keys"));
}

TEST(Randomness, GivesAsManyBytesAsAskedAndNeverTheSame) {
    EXPECT_EQ(random_bytes(0).size(), 0U);
    EXPECT_EQ(random_bytes(1000).size(), 1000U);
    EXPECT_NE(random_bytes(32), random_bytes(32));
    const std::string id = random_id();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_TRUE(from_hex(id));
    EXPECT_NE(id, random_id());
}

TEST(SealedObject, OpensOnlyWithItsKeyItsParcelAndEveryByte) {
    const std::string key(32, 'k');
    EXPECT_TRUE(rc::check([&](const std::string& plain) {
        const Bytes sealed = seal(key, parcel(1), plain);
        RC_ASSERT(sealed.size() == plain.size() + 41);
        RC_ASSERT(sealed[0] == 1);
        RC_ASSERT(open_sealed(key, parcel(1), sealed) == plain);
        RC_ASSERT(!open_sealed(key, parcel(2), sealed));
        RC_ASSERT(!open_sealed(std::string(32, 'j'), parcel(1), sealed));
        RC_ASSERT(seal(key, parcel(1), plain) != sealed);
    }));
    const Bytes sealed = seal(key, parcel(1), "Dear Ms Example");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        Bytes changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(open_sealed(key, parcel(1), changed)) << at;
        EXPECT_FALSE(open_sealed(key, parcel(1), sealed.substr(0, at)));
    }
    EXPECT_FALSE(open_sealed("short", parcel(1), sealed));
}

TEST(WrappedKey, IsNoObjectAndAnObjectNoWrappedKey) {
    const std::string master(32, 'm');
    const std::string key = random_bytes(32);
    const Bytes wrapped = wrap_key(master, key);
    EXPECT_EQ(unwrap_key(master, wrapped), key);
    EXPECT_FALSE(unwrap_key(std::string(32, 'n'), wrapped));
    EXPECT_FALSE(unwrap_key(master, wrapped.substr(1)));
    EXPECT_FALSE(open_sealed(master, ParcelId(), wrapped));
    EXPECT_FALSE(unwrap_key(master, seal(master, ParcelId(), key)));
}

TEST(Commitment, DependsOnSaltAndPlainBytes) {
    const std::string salt(32, 'a');
    EXPECT_NE(commit(salt, "x"), commit(salt, "y"));
    EXPECT_NE(commit(salt, "x"), commit(std::string(32, 'b'), "x"));
}

}  // namespace postroom::archive
