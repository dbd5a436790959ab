#include "composition/salutation.hpp"

#include <gmock/gmock.h>

namespace postroom::composition {

using cases::Party;
using cases::Role;
using testing::ElementsAre;

Party person(const std::string& title, const std::string& first, const std::string& last) {
    Party party;
    party.title = title;
    party.first_name = first;
    party.last_name = last;
    return party;
}

Party young(Party party) {
    party.role = Role::young_person;
    return party;
}

Party named(const std::string& name, Role role) {
    Party party;
    party.name = name;
    party.role = role;
    return party;
}

Party with_salutation(Party party, const std::string& salutation) {
    party.salutation = salutation;
    return party;
}

struct Example {
    std::vector<Party> readers;
    std::string salutation;
    std::string sign_off = "Yours sincerely";
};

std::vector<Example> examples() {
    const Party ms_patel = person("Ms", "Asha", "Patel");
    const Party mr_patel = person("Mr", "Ravi", "Patel");
    const Party ms_jones = person("Ms", "Ffion", "Jones");
    const Party sam = person("", "Sam", "Green");
    const std::string faithfully = "Yours faithfully";
    return {
        // One person: title and last name, titles kept as recorded.
        {{ms_patel}, "Dear Ms Patel"},
        {{person("Mrs", "A", "Patel")}, "Dear Mrs Patel"},
        {{person("Miss", "", "Patel")}, "Dear Miss Patel"},
        {{person("Mx", "Robin", "Day")}, "Dear Mx Day"},
        {{person("Dr", "Jo", "Hale")}, "Dear Dr Hale"},
        {{person("Prof", "Jo", "Hale")}, "Dear Prof Hale"},
        {{person("Rev", "Jo", "Hale")}, "Dear Rev Hale"},
        {{person("Cllr", "Jo", "Hale")}, "Dear Cllr Hale"},
        {{person("Lady", "Jo", "Hale")}, "Dear Lady Hale"},
        {{person("Lord", "Ian", "Hale")}, "Dear Lord Hale"},
        {{person("Professor", "Jo", "Hale")}, "Dear Professor Hale"},
        {{person("Rev Dr", "Jo", "Hale")}, "Dear Rev Dr Hale"},
        {{person("Ms", "Nguyễn Thị", "Hương")}, "Dear Ms Hương"},
        {{person("Ms", "Gloria", "hooks")}, "Dear Ms hooks"},
        {{person("Mr", "Al", "*Ltd*")}, "Dear Mr *Ltd*"},
        {{person("Mr", "Juan", "de la Cruz")}, "Dear Mr de la Cruz"},
        {{person("Ms", "Siân", "O’Neill-Łukasz")}, "Dear Ms O’Neill-Łukasz"},
        // Nothing is inferred without a title.
        {{sam}, "Dear Sam Green"},
        {{person("", "Sam", "")}, "Dear Sam"},
        {{person("", "", "Green")}, "Dear Green"},
        {{person("Ms", "Asha", "")}, "Dear Ms Asha"},
        // Sir and Dame take the first name.
        {{person("Sir", "Ian", "Hale")}, "Dear Sir Ian"},
        {{person("Dame", "Jo", "Hale")}, "Dear Dame Jo"},
        {{person("sir", "Ian", "Hale")}, "Dear sir Ian"},
        {{person("Sir", "", "Hale")}, "Dear Sir Hale"},
        {{person("Dame", "", "Hale")}, "Dear Dame Hale"},
        // Young people by first name, whatever else is recorded.
        {{young(person("", "Tariq", "Khan"))}, "Dear Tariq"},
        {{young(person("Mr", "Tariq", "Khan"))}, "Dear Tariq"},
        {{young(person("Mr", "", "Khan"))}, "Dear Mr Khan"},
        {{young(person("", "", "Khan"))}, "Dear Khan"},
        {{young(named("Tariq Khan", Role::complainant))}, "Dear Tariq Khan"},
        {{young(person("", "Tariq", "Khan")), young(person("", "Aisha", "Khan"))},
         "Dear Tariq and Aisha"},
        // Two people.
        {{person("Mr", "Ravi", "Patel"), person("Mrs", "Asha", "Patel")}, "Dear Mr and Mrs Patel"},
        {{ms_patel, mr_patel}, "Dear Ms and Mr Patel"},
        {{ms_jones, mr_patel}, "Dear Ms Jones and Mr Patel"},
        {{sam, ms_patel}, "Dear Sam Green and Ms Patel"},
        {{person("", "Sam", "Green"), person("", "Kit", "Green")}, "Dear Sam Green and Kit Green"},
        {{person("Sir", "Ian", "Hale"), person("Lady", "Jo", "Hale")},
         "Dear Sir Ian and Lady Hale"},
        {{ms_patel, young(person("", "Tariq", "Patel"))}, "Dear Ms Patel and Tariq"},
        {{person("Mr", "Ravi", "Patel"), person("Mr", "Anil", "Patel")}, "Dear Mr and Mr Patel"},
        {{person("Mrs", "Asha", "Patel"), person("Mr", "Ravi", "Patel")}, "Dear Mrs and Mr Patel"},
        {{person("Dr", "Asha", "Patel"), person("Mr", "Ravi", "Patel")}, "Dear Dr and Mr Patel"},
        {{person("Mr", "Ravi", "Patel"), person("", "Asha", "Patel")},
         "Dear Mr Patel and Asha Patel"},
        {{person("Mr", "Ravi", "Patel"), person("Mrs", "Asha", "Patel-Jones")},
         "Dear Mr Patel and Mrs Patel-Jones"},
        // Three or more by full names.
        {{ms_patel, mr_patel, ms_jones, sam},
         "Dear Ms Asha Patel, Mr Ravi Patel, Ms Ffion Jones and Sam Green"},
        {{ms_patel, mr_patel, sam}, "Dear Ms Asha Patel, Mr Ravi Patel and Sam Green"},
        // A recorded salutation wins; its comma is the form's business.
        {{with_salutation(ms_patel, "Dear Asha")}, "Dear Asha"},
        {{with_salutation(ms_patel, "Dear Asha,")}, "Dear Asha"},
        {{with_salutation(young(person("", "Tariq", "Khan")), "Hi Taz")}, "Hi Taz"},
        {{with_salutation(ms_patel, "Dear Asha and Ravi"),
          with_salutation(mr_patel, "Dear Asha and Ravi")},
         "Dear Asha and Ravi"},
        {{with_salutation(ms_patel, "Dear Asha"), ms_jones}, "Dear Ms Patel and Ms Jones"},
        {{with_salutation(ms_patel, "Dear Sir or Madam")}, "Dear Sir or Madam", faithfully},
        {{with_salutation(ms_patel, "Dear Madam,")}, "Dear Madam", faithfully},
        {{with_salutation(ms_patel, "Dear Sir")}, "Dear Sir", faithfully},
        {{with_salutation(ms_patel, "dear sir/madam")}, "dear sir/madam", faithfully},
        {{with_salutation(ms_patel, "Annwyl Asha")}, "Annwyl Asha"},
        // Officers and bodies.
        {{named("Priya Shah", Role::team_manager)}, "Dear Priya Shah"},
        {{named("Example Advocacy", Role::other_body)}, "Dear Example Advocacy", faithfully},
        {{named("", Role::head_of_service)}, "Dear head of service", faithfully},
        {{named("Cllr Jo Hale", Role::representative)}, "Dear Cllr Jo Hale"},
        {{named("Local Government and Social Care Ombudsman", Role::ombudsman)},
         "Dear Local Government and Social Care Ombudsman",
         faithfully},
        // A body's own form of address is recorded like anybody's.
        {{with_salutation(named("Example Advocacy", Role::other_body), "Dear complaints team")},
         "Dear complaints team"},
        // Two people as one party: who opens the envelope is not how they are greeted.
        {{with_salutation(named("Mr A and Mrs B Patel", Role::complainant),
                          "Dear Mr and Mrs Patel")},
         "Dear Mr and Mrs Patel"},
    };
}

TEST(Greeting, FollowsTheTable) {
    for (const Example& example : examples()) {
        std::vector<const Party*> readers;
        for (const Party& reader : example.readers) readers.push_back(&reader);
        const Greeting greeting = greet(readers);
        EXPECT_EQ(greeting.salutation, example.salutation);
        EXPECT_EQ(greeting.sign_off, example.sign_off) << example.salutation;
    }
}

TEST(Greeting, AComplainantWhoIsAYoungPersonIsGreetedByFirstName) {
    Party tariq = person("Mr", "Tariq", "Khan");
    tariq.kind = "young_person";
    EXPECT_EQ(greet({&tariq}).salutation, "Dear Tariq");
    tariq.kind = "care_leaver";
    EXPECT_EQ(greet({&tariq}).salutation, "Dear Mr Khan");
}

TEST(EnvelopeLines, AreNameAddressAndPostcode) {
    Party party = person("Ms", "Asha", "Patel");
    party.address = {{"Flat 2", "", "1 High Street", "Leicester"}, "le11aa"};
    EXPECT_THAT(envelope_lines(party),
                ElementsAre("Ms Asha Patel", "Flat 2", "1 High Street", "Leicester", "LE1 1AA"));
}

TEST(Greeting, TheTableHasSixtyRows) {
    EXPECT_GE(examples().size(), 60U);
}

TEST(EnvelopeLines, NameWhoOpensItWhateverTheGreeting) {
    Party both =
        with_salutation(named("Mr A and Mrs B Patel", Role::complainant), "Dear Mr and Mrs Patel");
    both.address = {{"1 High Street"}, "LE1 1AA"};
    EXPECT_THAT(envelope_lines(both),
                ElementsAre("Mr A and Mrs B Patel", "1 High Street", "LE1 1AA"));
}

TEST(EnvelopeLines, AreNoneForSomebodyWithNoFixedAbode) {
    for (const char* line : {"No fixed abode", "NFA", "nfa", "N.F.A.", "no fixed address"}) {
        Party party = person("Ms", "Asha", "Patel");
        party.address = {{line, "Leicester"}, "LE1 1AA"};
        EXPECT_THAT(envelope_lines(party), ElementsAre()) << line;
    }
    Party party = person("Ms", "Asha", "Patel");
    party.address = {{"1 Fixed Abode Lane", "Nfaworth"}, "LE1 1AA"};
    EXPECT_EQ(envelope_lines(party).size(), 4U);
}

TEST(EnvelopeLines, AreNoneWithoutAnAddress) {
    EXPECT_THAT(envelope_lines(person("Ms", "Asha", "Patel")), ElementsAre());
    Party blank = person("Ms", "Asha", "Patel");
    blank.address = {{" ", "\u00A0\u200B"}, "EX1 1AB"};
    EXPECT_THAT(envelope_lines(blank), ElementsAre());
}

TEST(EnvelopeLines, WriteUkPostcodesTheirWayAndLeaveOthersAlone) {
    const auto written = [](const std::string& postcode) {
        Party party;
        party.address = {{"1 High Street"}, postcode};
        const auto lines = envelope_lines(party);
        return lines.back();
    };
    EXPECT_EQ(written("m1 1ae"), "M1 1AE");
    EXPECT_EQ(written("B338TH"), "B33 8TH");
    EXPECT_EQ(written("cr2 6xh"), "CR2 6XH");
    EXPECT_EQ(written("DN551PT"), "DN55 1PT");
    EXPECT_EQ(written("W1A 0AX"), "W1A 0AX");
    EXPECT_EQ(written(" ec1a1bb "), "EC1A 1BB");
    EXPECT_EQ(written("gir 0aa"), "GIR 0AA");
    EXPECT_EQ(written("75008"), "75008");
    EXPECT_EQ(written("D02 x285"), "D02 x285");
    EXPECT_EQ(written("LE1 1A"), "LE1 1A");
    EXPECT_EQ(written("1LE 1AA"), "1LE 1AA");
    EXPECT_EQ(written("LEE1 1AA"), "LEE1 1AA");
    EXPECT_EQ(written("AB1CD 1AA"), "AB1CD 1AA");
    EXPECT_EQ(written(""), "1 High Street");
}

}  // namespace postroom::composition
