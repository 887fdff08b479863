#!/bin/sh
# Makes the certificates that the tests of mail show and trust: for each name an authority of its own and a server.
# Nobody else trusts them; their keys are no secret. Run again only when they end (in 2120).
set -eu
cd "$(dirname "$0")"
days=34000
for name in localhost elsewhere.example; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days -subj "/CN=Test authority of $name" \
        -addext basicConstraints=critical,CA:TRUE -keyout authority.key -out "$name.authority.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$name.key" -out server.csr
    printf 'subjectAltName=DNS:%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' "$name" >server.ext
    openssl x509 -req -in server.csr -CA "$name.authority.pem" -CAkey authority.key -days $days -extfile server.ext \
        -out "$name.pem"
    rm authority.key server.csr server.ext
done
