// Certificates for the relays of the tests, made once a program.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "dispatch_makers.hpp"

namespace postroom::dispatch::testing_makers {

/// Self-signed certificates for localhost, for another name, and of an authority nobody asked.
class Certificates {
  public:
    Certificates() {
        make("localhost", "DNS:localhost,IP:127.0.0.1");
        make("otherwise", "DNS:relay.council.example");
        make("stranger", "DNS:localhost,IP:127.0.0.1");
    }
    std::string operator[](const std::string& name) const { return folder_ / (name + ".pem"); }

  private:
    void make(const std::string& name, const std::string& names) {
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            "-subj /CN=" +
            name + " -addext subjectAltName=" + names + " -keyout " + (*this)[name] + ".key -out " +
            (*this)[name] + ".crt 2>/dev/null && cat " + (*this)[name] + ".key " + (*this)[name] +
            ".crt >" + (*this)[name];
        if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl is missing");
    }
    PassingFolder folder_;
};

inline const Certificates& certificates() {
    static const Certificates made;
    return made;
}

}  // namespace postroom::dispatch::testing_makers
