import PortalCore
import Testing

@testable import PortalServices

struct ScryptHashTests {
    static let salt = "AAECAwQFBgcICQoLDA0ODw"
    static let derived = "nfkj3u1fRTHCea+fVr03sWV770kp5wLOLoEakziKhqE"

    @Test func `a hash reads as it was written`() throws {
        let text = PasswordHash(text: "$scrypt$ln=10,r=8,p=1$\(Self.salt)$\(Self.derived)")
        let hash = try #require(ScryptHash(text))

        #expect(hash.parameters == ScryptParameters(log2N: 10, blockSize: 8, parallelism: 1))
        #expect(hash.salt == [UInt8](0..<16))
        #expect(hash.derived.count == 32)
        #expect(hash.text == text)
    }

    @Test(arguments: [
        "", "$", "$$$$", "password", "$scrypt$ln=10,r=8,p=1$\(salt)", "$scrypt$ln=10,r=8,p=1$\(salt)$\(derived)$",
        "scrypt$ln=10,r=8,p=1$\(salt)$\(derived)", "$argon2id$ln=10,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$r=8,ln=10,p=1$\(salt)$\(derived)", "$scrypt$ln=10,r=8$\(salt)$\(derived)",
        "$scrypt$ln=10,r=8,p=1,x=1$\(salt)$\(derived)", "$scrypt$ln=010,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$ln=+10,r=8,p=1$\(salt)$\(derived)", "$scrypt$ln= 10,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$ln=10,r=8,p=-1$\(salt)$\(derived)", "$scrypt$ln=99999999999999999999,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$ln=10,r=8,p=1$\(salt)==$\(derived)", "$scrypt$ln=10,r=8,p=1$\(salt)$\(derived)=",
        "$scrypt$ln=10,r=8,p=1$AAEC$\(derived)", "$scrypt$ln=10,r=8,p=1$\(salt)$AAEC",
        "$scrypt$ln=10,r=8,p=1$\(salt)$\(derived.replacing("+", with: "-"))",
        "$scrypt$ln=10,r=8,p=1$\(salt)$\(derived.dropLast())F",
    ])
    func `anything else is no hash`(_ text: String) {
        #expect(ScryptHash(PasswordHash(text: text)) == nil)
    }

    @Test(arguments: ["ln=17,r=8,p=1", "ln=31,r=8,p=1", "ln=15,r=1000000,p=1", "ln=10,r=8,p=1000000", "ln=20,r=8,p=1"])
    func `a stored text cannot make a check burn memory`(_ costs: String) {
        #expect(ScryptHash(PasswordHash(text: "$scrypt$\(costs)$\(Self.salt)$\(Self.derived)")) == nil)
    }
}
