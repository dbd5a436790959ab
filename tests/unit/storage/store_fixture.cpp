#include "store_fixture.hpp"

#include <libpq-fe.h>
#include <stdlib.h>

#include "postgres_server.hpp"
#include "storage/migrations.hpp"

namespace postroom::storage::testing {

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "postroom-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    folder_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::filesystem::remove_all(folder_);
}

std::string name_of(const ::testing::TestParamInfo<Kind>& info) {
    return info.param == Kind::sqlite ? "OnSqlite" : "OnPostgresql";
}

std::vector<Kind> kinds_here() {
    if (PostgresServer::is_installed()) return {Kind::sqlite, Kind::postgresql};
    return {Kind::sqlite};
}

std::string fresh_location(Kind kind, const ScratchFolder& scratch) {
    if (kind == Kind::sqlite) return scratch.file("postroom.db");
    return PostgresServer::of_this_program().swept_schema();
}

OtherProgram::OtherProgram(const std::string& location) {
    if (location.starts_with("postgresql:")) {
        postgresql_ = PQconnectdb(location.c_str());
        if (PQstatus(postgresql_) != CONNECTION_OK) throw std::runtime_error("cannot connect");
        return;
    }
    if (sqlite3_open(location.c_str(), &sqlite_) != SQLITE_OK)
        throw std::runtime_error("cannot open");
    sqlite3_busy_timeout(sqlite_, 5000);
}

OtherProgram::~OtherProgram() {
    sqlite3_close(sqlite_);
    if (postgresql_ != nullptr) PQfinish(postgresql_);
}

std::string OtherProgram::run(const std::string& sql) {
    if (postgresql_ != nullptr) {
        PGresult* answer = PQexec(postgresql_, sql.c_str());
        const std::string said = PQresultErrorMessage(answer);
        PQclear(answer);
        return said;
    }
    if (sqlite3_exec(sqlite_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return "";
    return sqlite3_errmsg(sqlite_);
}

std::vector<std::string> OtherProgram::ask(const std::string& sql) {
    std::vector<std::string> answers;
    if (postgresql_ != nullptr) {
        PGresult* answer = PQexec(postgresql_, sql.c_str());
        for (int row = 0; row < PQntuples(answer); ++row)
            answers.emplace_back(PQgetisnull(answer, row, 0) ? "NULL" : PQgetvalue(answer, row, 0));
        const std::string said = PQresultErrorMessage(answer);
        PQclear(answer);
        if (!said.empty()) throw std::runtime_error(said);
        return answers;
    }
    const auto collect = [](void* into, int, char** cells, char**) {
        static_cast<std::vector<std::string>*>(into)->emplace_back(cells[0] ? cells[0] : "NULL");
        return 0;
    };
    if (sqlite3_exec(sqlite_, sql.c_str(), collect, &answers, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(sqlite_));
    return answers;
}

calendar::Day day(const char* iso) {
    return calendar::Day::from_iso(iso).value();
}

Instant at_minute(std::int64_t minutes) {
    return Instant{1'741'000'000'000'000 + minutes * 60'000'000};
}

cases::CaseEvent event(const std::string& name, const char* on) {
    cases::CaseEvent made;
    made.name = name;
    made.on = day(on);
    made.recorded_on = made.on;
    made.recorded_at = at_minute(0);
    made.source = "import";
    made.author = "A. Clerk";
    return made;
}

cases::Party complainant() {
    cases::Party party;
    party.role = cases::Role::complainant;
    party.kind = "parent";
    party.title = "Ms";
    party.first_name = "Asha";
    party.last_name = "Patel";
    party.address.lines = {"1 Mill Lane", "Ashby"};
    party.address.postcode = "LE65 1AA";
    party.email = "asha.patel@mail.example";
    return party;
}

cases::CaseFile case_file(const std::string& reference) {
    cases::CaseFile file;
    file.reference = CaseReference(reference);
    file.procedure = "leicestershire-statutory";
    file.service_area = "Fostering";
    file.summary = "Visits were missed.";
    file.desired_outcome = "An apology.";
    file.parties = {complainant()};
    file.events = {event("received", "2025-03-03")};
    file.logged_on = day("2025-03-04");
    return file;
}

int newest_migration() {
    return built_in_migrations().back().number;
}

outbox::Parcel parcel(const std::string& id, const std::string& reference) {
    outbox::Parcel made;
    made.id = ParcelId(id);
    made.case_reference = CaseReference(reference);
    made.step = StepId("acknowledge");
    made.catalogue = "S1-01";
    made.occurrence = "received";
    made.letter = "intake/acknowledgement";
    made.recipient = "complainant";
    made.due = day("2025-03-06");
    made.content_type = "application/pdf";
    made.size = 4096;
    made.created_at = at_minute(0);
    made.created_on = day("2025-03-04");
    return made;
}

outbox::Task task(const std::string& id, const std::string& reference) {
    outbox::Task made;
    made.id = TaskId(id);
    made.case_reference = CaseReference(reference);
    made.step = StepId("decide-eligibility");
    made.catalogue = "T-01";
    made.occurrence = "received";
    made.reason = "Decide whether the complaint is eligible";
    made.for_role = "complaints_manager";
    made.due = day("2025-03-07");
    made.created_on = day("2025-03-04");
    return made;
}

}  // namespace postroom::storage::testing
