import Testing

@testable import PortalServices

struct ScryptTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let password: String
        let salt: String
        let log2N: Int
        let blockSize: Int
        let parallelism: Int
        let derived: String

        var testDescription: String { "N=2^\(log2N), r=\(blockSize), p=\(parallelism)" }
    }

    /// RFC 7914, section 12. The fourth needs a gigabyte, which our bounds refuse.
    static let vectors = [
        Vector(
            password: "", salt: "", log2N: 4, blockSize: 1, parallelism: 1,
            derived: """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """),
        Vector(
            password: "password", salt: "NaCl", log2N: 10, blockSize: 8, parallelism: 16,
            derived: """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """),
        Vector(
            password: "pleaseletmein", salt: "SodiumChloride", log2N: 14, blockSize: 8, parallelism: 1,
            derived: """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """),
    ]

    @Test(arguments: vectors)
    func `derives what RFC 7914 says`(_ vector: Vector) throws {
        let parameters = try #require(
            ScryptParameters(log2N: vector.log2N, blockSize: vector.blockSize, parallelism: vector.parallelism))

        #expect(
            try Scrypt.derive(Array(vector.password.utf8), salt: Array(vector.salt.utf8), parameters, count: 64)
                == hex(vector.derived))
    }

    @Test func `the standard parameters are those of the design`() {
        #expect(ScryptParameters.standard == ScryptParameters(log2N: 15, blockSize: 8, parallelism: 3))
        #expect(ScryptParameters.demonstration.areWeaker(than: .standard))
        #expect(!ScryptParameters.standard.areWeaker(than: .standard))
        #expect(!ScryptParameters.standard.areWeaker(than: .demonstration))
    }

    @Test(arguments: [
        (0, 8, 1), (17, 8, 1), (21, 1, 1), (16, 9, 1), (15, 0, 1), (15, 17, 1), (15, 8, 0), (15, 8, 17), (-1, 8, 1),
        (63, 8, 1), (64, 8, 1), (.max, .max, .max), (.min, .min, .min),
    ])
    func `costs beyond the bounds cannot be written down`(_ log2N: Int, _ blockSize: Int, _ parallelism: Int) {
        #expect(ScryptParameters(log2N: log2N, blockSize: blockSize, parallelism: parallelism) == nil)
    }

    @Test(arguments: [(16, 8, 1), (15, 16, 1), (19, 1, 1), (15, 8, 3), (1, 1, 1)])
    func `costs within the bounds can`(_ log2N: Int, _ blockSize: Int, _ parallelism: Int) {
        #expect(ScryptParameters(log2N: log2N, blockSize: blockSize, parallelism: parallelism) != nil)
    }
}
