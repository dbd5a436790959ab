#include "returns/relay_log.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postroom::returns {

using Ids = std::set<std::string>;

const std::string of_postfix =
    "Nov 25 10:42:01 relay postfix/smtpd[811]: 4F1A2B: client=postroom[127.0.0.1]\n"
    "Nov 25 10:42:01 relay postfix/cleanup[812]: 4F1A2B: message-id=<one@council.example>\n"
    "Nov 25 10:42:01 relay postfix/qmgr[702]: 4F1A2B: from=<b@council.example>, size=912, nrcpt=1 "
    "(queue active)\n"
    "Nov 25 10:42:02 relay postfix/smtp[813]: 4F1A2B: to=<x@mail.example>, status=deferred\n"
    "Nov 25 10:43:01 relay postfix/cleanup[812]: 5A0001: message-id=<broken-off@council.example>\n"
    "Nov 25 10:43:01 relay postfix/smtpd[811]: lost connection after DATA from postroom\n"
    "2026-11-25T10:44:01+00:00 relay postfix-out/cleanup[9]: 3XkQ1z5m: message-id=<two@c.example>\n"
    "2026-11-25T10:44:01+00:00 relay postfix-out/qmgr[7]: 3XkQ1z5m: from=<>, size=1, nrcpt=1 "
    "(queue active)\n";

TEST(ARelaysLog, NamesWhatPostfixHasInItsQueueAndNotWhatBrokeOff) {
    EXPECT_EQ(taken_by_relay(of_postfix), (Ids{"one@council.example", "two@c.example"}));
}

TEST(ARelaysLog, NamesWhatArrivedAtExim) {
    EXPECT_EQ(
        taken_by_relay(
            "2026-11-25 10:42:01 1pAbCd-000123-Ab <= b@council.example H=postroom [127.0.0.1] "
            "P=esmtps S=912 id=one@council.example\n"
            "2026-11-25 10:42:02 1pAbCd-000123-Ab => x@mail.example R=dns T=smtp\n"),
        Ids{"one@council.example"});
}

TEST(ARelaysLog, IsNotBelievedWhereALineIsTorn) {
    EXPECT_EQ(taken_by_relay(of_postfix.substr(0, of_postfix.find("active"))), Ids{});
}

TEST(ARelaysLog, NamesNothingThatOnlyLooksLikeIt) {
    EXPECT_EQ(taken_by_relay("message-id=<one@council.example>\n"
                             "Nov 25 relay other/cleanup: 4F: message-id=<one@council.example>\n"
                             "Nov 25 relay postfix/qmgr[1]: 4F: removed\n"),
              Ids{});
    EXPECT_EQ(taken_by_relay(""), Ids{});
}

RC_GTEST_PROP(ARelaysLog, OfAnyBytesIsReadToItsEnd, (const std::string& bytes)) {
    (void)taken_by_relay(bytes);
    const Ids taken = taken_by_relay(bytes + "\n" + of_postfix);
    RC_ASSERT(taken.contains("one@council.example"));
}

}  // namespace postroom::returns
