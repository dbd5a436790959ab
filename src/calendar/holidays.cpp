#include <algorithm>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "calendar/working_calendar.hpp"

namespace postroom::calendar {

namespace {

/// Follows {division: {"events": [{"date", "title", …}]}} by depth, whatever else the file holds.
class HolidayHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, HolidayHandler> {
  public:
    HolidayHandler(const rapidjson::MemoryStream& stream, const std::string& division)
        : stream_(stream), division_(division) {}

    bool Default() {
        if (is_entry_field("date") || is_entry_field("title"))
            return refuse("the " + key_ + " of a holiday is not text");
        return true;
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view value(text, size);
        if (is_entry_field("date")) {
            entry_date_ = Day::from_iso(value);
            if (!entry_date_) return refuse("a date that is not YYYY-MM-DD or does not exist");
        } else if (is_entry_field("title")) {
            entry_title_ = value;
        }
        return true;
    }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        key_.assign(text, size);
        if (depth_ == 1) {
            in_division_ = key_ == division_;
            in_events_ = false;
            if (in_division_) {
                if (division_found_) return refuse("the division is given twice");
                division_found_ = true;
            }
        } else if (depth_ == 2) {
            in_events_ = in_division_ && key_ == "events";
        }
        return true;
    }
    bool StartObject() {
        ++depth_;
        if (is_in_entry()) {
            entry_date_.reset();
            entry_title_.clear();
        }
        return true;
    }
    bool EndObject(rapidjson::SizeType) {
        if (is_in_entry()) {
            if (!entry_date_) return refuse("a holiday without a date");
            if (entry_title_.empty()) return refuse("a holiday without a title");
            holidays.push_back({*entry_date_, entry_title_});
        }
        --depth_;
        return true;
    }
    bool StartArray() {
        ++depth_;
        return true;
    }
    bool EndArray(rapidjson::SizeType) {
        --depth_;
        return true;
    }

    bool division_found() const { return division_found_; }

    std::vector<Holiday> holidays;
    std::string trouble;
    std::size_t trouble_at = 0;

  private:
    bool is_in_entry() const { return in_events_ && depth_ == 4; }
    bool is_entry_field(std::string_view name) const { return is_in_entry() && key_ == name; }
    bool refuse(std::string what) {
        trouble = std::move(what);
        trouble_at = stream_.Tell();
        return false;
    }

    const rapidjson::MemoryStream& stream_;
    const std::string& division_;
    int depth_ = 0;
    std::string key_;
    bool in_division_ = false;
    bool division_found_ = false;
    bool in_events_ = false;
    std::optional<Day> entry_date_;
    std::string entry_title_;
};

int line_at(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

}  // namespace

Expected<std::vector<Holiday>> parse_holidays(std::string_view json, const std::string& file,
                                              const std::string& division) {
    rapidjson::MemoryStream stream(json.data(), json.size());
    HolidayHandler handler(stream, division);
    rapidjson::Reader reader;
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    reader.Parse<flags>(stream, handler);

    const std::string remedy = "load bank-holidays.json from gov.uk again";
    if (!handler.trouble.empty())
        return fail(Problem{.what = handler.trouble,
                            .remedy = remedy,
                            .file = file,
                            .line = line_at(json, handler.trouble_at)});
    if (reader.HasParseError())
        return fail(Problem{.what = std::string("not JSON: ") +
                                    rapidjson::GetParseError_En(reader.GetParseErrorCode()),
                            .remedy = remedy,
                            .file = file,
                            .line = line_at(json, reader.GetErrorOffset())});
    if (!handler.division_found())
        return fail(Problem{.what = "no division " + division, .remedy = remedy, .file = file});
    if (handler.holidays.empty())
        return fail(Problem{.what = "the division " + division + " has no holidays",
                            .remedy = remedy,
                            .file = file});

    std::vector<Holiday> holidays = std::move(handler.holidays);
    std::stable_sort(holidays.begin(), holidays.end(),
                     [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
    return holidays;
}

}  // namespace postroom::calendar
