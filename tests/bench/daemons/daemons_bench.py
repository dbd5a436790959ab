"""How long one daemon, and two, on one PostgreSQL take for the same emails, at a relay that takes its time.

    daemons_bench.py [CASES] [SECONDS]

Each of the CASES gives rise to five emails; the relay answers each after SECONDS.
"""

import datetime
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "flow"))
from office import Office, case, complainant  # noqa: E402
from postgres import Postgres  # noqa: E402
from test_smtp import Relay  # noqa: E402

EMAILS_OF_A_CASE = 5
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date().isoformat()


def data_directory(folder, name, environment, keys_of=None):
    office = Office(folder / name, environment)
    office.do("init", office.data)
    if keys_of:
        shutil.rmtree(office.data / "keys")
        shutil.copytree(keys_of.data / "keys", office.data / "keys")
    return office


def seconds_taken(daemons, cases, answer_after):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-bench-"))
    postgres, relay, processes = Postgres().create().start(), Relay(), []
    relay.answer_after = answer_after
    relay.controller.start()
    environment = {"POSTROOM_DATABASE_LOCATION": postgres.location, "POSTROOM_SMTP_TLS": "none",
                   "POSTROOM_SENDING_FLOOD_FLOOR": "0", "POSTROOM_SMTP_HOST": "127.0.0.1",
                   "POSTROOM_SENDING_EMAILS_PER_MINUTE": "0", "POSTROOM_SMTP_PORT": str(relay.port)}
    try:
        offices = [data_directory(folder, "one", environment)]
        for number in range(1, daemons):
            offices.append(data_directory(folder, f"other{number}", environment, offices[0]))
        for office in offices:
            log = folder / f"{office.data.name}.log"
            processes.append(subprocess.Popen(office.command("serve"), env=office.environment,
                                              stdout=subprocess.DEVNULL, stderr=log.open("ab")))
            while '"started"' not in log.read_text():
                time.sleep(0.05)
        time.sleep(2)  # the first looks are over
        wanted = [("accepted", str(cases * EMAILS_OF_A_CASE))]
        began = time.monotonic()
        offices[0].import_cases([case(f"A-{i}", received=TODAY, who=complainant("email"))
                                 for i in range(cases)], TODAY)
        while [tuple(map(str, row)) for row in postgres.ask(
                "SELECT state, COUNT(*) FROM parcels GROUP BY state")] != wanted:
            time.sleep(0.1)
            if time.monotonic() - began > 600:
                raise SystemExit("not all went within ten minutes")
        return time.monotonic() - began
    finally:
        for process in processes:
            process.kill()
            process.wait(30)
        relay.controller.stop()
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)


def main(cases=60, answer_after=0.05):
    emails = int(cases) * EMAILS_OF_A_CASE
    one, two = (seconds_taken(daemons, int(cases), float(answer_after)) for daemons in (1, 2))
    print(f"{emails} emails, answered after {float(answer_after) * 1000:.0f} ms: one daemon "
          f"{emails / one:.0f} a second, two {emails / two:.0f} a second, {one / two:.2f} times as fast")
    return 0 if two < one else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
