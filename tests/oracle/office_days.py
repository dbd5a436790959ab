"""Days in an office where all that waits is approved, and all that lies in the tray is posted."""

from office import OfficeTest


class OfficeDays(OfficeTest):
    # What leaves the office is the point here, not how much of it on one day.
    environment = {"POSTROOM_SENDING_FLOOD_FLOOR": "0"}

    def send_everything(self, day):
        """A day in the office: the run, all approvals, the second post, the post box."""
        self.office.run(day)
        for _ in range(3):
            parcels = self.office.parcels()
            waiting = [one for one in parcels if one["state"] == "awaiting_approval"]
            tray = [one for one in parcels if one["state"] == "sending"]
            if not waiting and not tray:
                return
            if tray:
                self.office.do("outbox", "posted", "--on", day, *[one["id"] for one in tray])
            for one in waiting:
                if not one["recipient"].startswith("copy."):
                    self.office.do("outbox", "approve", one["id"])
            self.office.run(day)

    def letters_sent(self):
        """By role, as simulate names them: "panel_member" once, however many there are."""
        return sorted({(parcel["sent"], parcel["case"], parcel["step"], parcel["role"],
                        parcel["channel"])
                       for parcel in self.office.parcels(state="accepted")
                       if not parcel["recipient"].startswith("copy.")})

    def tasks_made(self):
        return sorted((task["created"], task["case"], task["step"], task["role"])
                      for task in self.office.tasks())


def foretold_letters(items):
    return sorted((item["date"], item["case"], item["step"], role, item["channel"])
                  for item in items if not item["task"] for role in item["to"].split(","))


def foretold_tasks(items):
    return sorted((item["date"], item["case"], item["step"], item["to"])
                  for item in items if item["task"])
