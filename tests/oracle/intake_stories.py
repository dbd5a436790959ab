"""Stories of what comes beside an answer: concerns, consent, other bodies, meetings, limits, the Ombudsman."""

from working_days import ONE_DAY, add


def somebody(role, **more):
    return {"role": role, "first_name": "Jo", "last_name": "Hale", "channel": "letter",
            "address": ["3 Side Street", "Exampleton"], "postcode": "EX1 3AD"} | more


def concern_put_right(maker):
    """Nobody complains yet; it is sorted out, in time or not, or becomes a complaint after all."""
    maker.at("concern_raised", maker.received)
    maker.between("concern_clarified", 2, 9, **{"as": "local"})
    if maker.chance.random() < 0.6:
        maker.at("informally_resolved", add(maker.last_day(), maker.chance.randint(3, 14)),
                 note="The visits are on Mondays now.")
    else:
        maker.at("concern_clarified", add(maker.last_day(), 3), **{"as": "complaint"})
        maker.end()


def told_by_phone(maker):
    maker.received_details = {"how": maker.chance.choice(["phone", "in_person"])}
    maker.eligibility()
    maker.response(4, 9)


def without_consent(maker):
    maker.also = [somebody("representative")]
    if maker.chance.random() < 0.4:
        maker.between("consent_received", 4, 22)
    maker.response(9, 10)


def with_another_body(maker):
    maker.also = [{"role": "other_body", "name": "Exampleshire Health Trust",
                   "email": "trust@health.example"}]
    maker.between("joint_handling_agreed", 1, 4, lead="The council", replies="single")
    maker.on("complaint_linked", 6, case="CC-2001-0001", note="The phone calls too.")
    maker.response(9, 10)


def meeting(maker):
    maker.between("meeting_arranged", 1, 3, meeting_on=str(add(maker.received, 6)), time="10am",
                  venue="Room 2")
    if maker.chance.random() < 0.6:
        maker.on("meeting_held", maker.chance.randint(6, 8), finding="upheld",
                 actions=[{"text": "Visits on Mondays."}])
    maker.end()


def a_limit(maker):
    maker.eligibility()
    maker.on("conduct_warned", 2, reasons="Forty calls in a day.", action="Please email us.")
    if maker.chance.random() < 0.6:
        decided = add(maker.received, 14)
        maker.at("conduct_decided", decided, reasons="The calls went on.", action="One email a week.",
                 until=str(decided + 40 * ONE_DAY))
        if maker.chance.random() < 0.5:
            maker.at("conduct_reviewed", decided + 20 * ONE_DAY, reasons="The calls stopped.",
                     action="We end the limit.")
    maker.end()


def the_ombudsman(maker):
    asked = add(maker.received, 3)
    maker.at("ombudsman_enquired", asked, until=str(asked + 28 * ONE_DAY))
    decided = asked + maker.chance.randint(20, 40) * ONE_DAY
    maker.at("ombudsman_decided", decided, outcome="fault", remedy="Say sorry.",
             until=str(decided + 30 * ONE_DAY))
    maker.end()


STATUTORY = [concern_put_right, concern_put_right, told_by_phone, without_consent,
             with_another_body, meeting, a_limit, the_ombudsman]
CORPORATE = [without_consent, with_another_body, a_limit, the_ombudsman]
