import PortalCore
import Testing

@testable import PortalServices

struct ScryptPasswordsTests {
    private func passwords(log2N: Int = 6, parallelism: Int = 1, capacity: Int = 24) throws -> ScryptPasswords {
        let parameters = try #require(ScryptParameters(log2N: log2N, blockSize: 8, parallelism: parallelism))
        return ScryptPasswords(parameters: parameters, capacity: capacity)
    }

    @Test func `the right password is right and any other is wrong`() async throws {
        let passwords = try passwords()
        let hash = try await passwords.hash("pässwörd ☂")

        #expect(try await passwords.verify("pässwörd ☂", against: hash) == .right)
        for wrong in ["", " pässwörd ☂", "pässwörd ☂ ", "Pässwörd ☂", "pässwörd", "pässwörd ☂☂"] {
            #expect(try await passwords.verify(wrong, against: hash) == .wrong)
        }
    }

    @Test func `the same password has another hash each time`() async throws {
        let passwords = try passwords()

        #expect(try await passwords.hash("a") != passwords.hash("a"))
    }

    @Test(arguments: [
        (
            "correct horse",
            "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$nfkj3u1fRTHCea+fVr03sWV770kp5wLOLoEakziKhqE"
        ),
        (
            "pässwörd ☂",
            "$scrypt$ln=8,r=8,p=3$ZGVmZ2hpamtsbW5vcHFycw$9uxhDB1T+HAGKVzd8RkkIp4EInnmKoItdVel80lMJec"
        ),
    ])
    func `hashes that Python's hashlib made are understood`(_ password: String, _ text: String) async throws {
        let passwords = try passwords()
        let hash = PasswordHash(text: text)

        #expect(try await passwords.verify(password, against: hash) == .right)
        #expect(try await passwords.verify(password + "x", against: hash) == .wrong)
    }

    @Test func `a hash with weaker parameters is right and outdated`() async throws {
        let weak = try await passwords(log2N: 5).hash("secret enough")
        let passwords = try passwords(log2N: 6)

        #expect(try await passwords.verify("secret enough", against: weak) == .rightButOutdated)
        #expect(try await passwords.verify("secret enougH", against: weak) == .wrong)

        let strong = try await self.passwords(log2N: 7).hash("secret enough")
        #expect(try await passwords.verify("secret enough", against: strong) == .right)
    }

    @Test func `nobody is nobody, whatever the password`() async throws {
        let passwords = try passwords()

        for password in ["", "password", "decoy"] {
            #expect(try await passwords.verify(password, against: nil) == .wrong)
            #expect(try await passwords.verify(password, against: PasswordHash(text: "damaged")) == .wrong)
            #expect(try await passwords.verify(password, against: PasswordHash(text: "")) == .wrong)
        }
    }

    @Test func `right, wrong, nobody and damaged cost one derivation each`() async throws {
        let passwords = try passwords()
        let hash = try await passwords.hash("secret enough")
        var costs: [Int] = []
        for (password, hash) in [
            ("secret enough", hash), ("wrong", hash), ("wrong", nil), ("wrong", PasswordHash(text: "damaged")),
        ] as [(String, PasswordHash?)] {
            let before = passwords.derivations
            _ = try await passwords.verify(password, against: hash)
            costs.append(passwords.derivations - before)
        }

        #expect(costs == [1, 1, 1, 1])
    }

    @Test func `derivations run one at a time, and the queue is bounded`() async throws {
        let passwords = try passwords(log2N: 10, capacity: 3)
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do { return try await passwords.verify("x", against: nil) == .wrong } catch is PasswordQueueFull {
                        return nil
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }

        #expect(outcomes.count { $0 == false } == 0)
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(nil), "forty at once are more than three")
        #expect(passwords.derivations == outcomes.count { $0 == true })
        // Places are given back.
        #expect(try await passwords.verify("x", against: nil) == .wrong)
    }

    @Test func `derivations hold no threads that serve requests, however many wait`() async throws {
        let passwords = try passwords(log2N: 11)
        try await withThrowingTaskGroup(of: PasswordVerdict.self) { group in
            for _ in 0..<8 { group.addTask { try await passwords.verify("x", against: nil) } }
            for _ in 0..<100 { await Task.yield() }
            #expect(passwords.derivations < 8, "others had their turns meanwhile")

            for try await verdict in group { #expect(verdict == .wrong) }
        }
        #expect(passwords.derivations == 8)
    }
}
