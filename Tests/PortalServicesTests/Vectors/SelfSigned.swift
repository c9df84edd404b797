import NIOSSL

/// A certificate that nobody vouches for but itself, and its key, which opens nothing: made for this test with
/// `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -addext subjectAltName=DNS:engine.test`.
struct SelfSigned: Sendable {
    let certificate: String
    let key: String

    static let engine = SelfSigned(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBmzCCAUGgAwIBAgIUOll9IWOJ/cy63Bzhyi8rjE+1TQkwCgYIKoZIzj0EAwIw
            FjEUMBIGA1UEAwwLZW5naW5lLnRlc3QwIBcNMjYxMTI3MTIyMzMwWhgPMjEyNjEx
            MDMxMjIzMzBaMBYxFDASBgNVBAMMC2VuZ2luZS50ZXN0MFkwEwYHKoZIzj0CAQYI
            KoZIzj0DAQcDQgAE5x0SzJbutBi4TBY4i/D1pffUUMHgHXVaU0hFYYBFmeba8ZlT
            kkQ6BiU26S0+V4qlhQfXI9Dsc3bfLiglh72P7aNrMGkwHQYDVR0OBBYEFEPFZcFV
            2t3W9ISV0G/7JQZHDtVwMB8GA1UdIwQYMBaAFEPFZcFV2t3W9ISV0G/7JQZHDtVw
            MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILZW5naW5lLnRlc3QwCgYIKoZI
            zj0EAwIDSAAwRQIhAK6jXwJYQcdpj13pzytcyfM4aA6jnH3k3gMT9opktFn8AiBx
            FrXySV13uTciT8MMC4RyI8RL6+2nYI51SzooCpUCTA==
            -----END CERTIFICATE-----
            """,
        key: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgY0e4UADpJ2QuE4Ol
            3J0OY4o1ZtdWMb0Q3AxHUtWpjMOhRANCAATnHRLMlu60GLhMFjiL8PWl99RQweAd
            dVpTSEVhgEWZ5trxmVOSRDoGJTbpLT5XiqWFB9cj0Oxzdt8uKCWHvY/t
            -----END PRIVATE KEY-----
            """)

    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
