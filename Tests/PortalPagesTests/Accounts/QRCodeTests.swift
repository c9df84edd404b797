import Foundation
import Testing

@testable import PortalCore
@testable import PortalPages

struct QRCodeTests {
    @Test func `a short text is the code that others draw of it`() throws {
        let code = try #require(QRCode("Hello, portal"))
        #expect(
            code.rows == """
                111111101011101111111
                100000100110001000001
                101110100101001011101
                101110101010101011101
                101110101100101011101
                100000101001001000001
                111111101010101111111
                000000001011100000000
                100010111111011111001
                111101011100111111110
                100001101111000010010
                100111010011010110000
                011111101111010000010
                000000001010000011011
                111111101100011111010
                100000100100010110010
                101110101100100110000
                101110100100011011011
                101110100010001111000
                100000100011010000000
                111111101001100110001
                """)
    }

    @Test func `a text that an app scans is too, with the version drawn beside it`() throws {
        let key = try #require(FactorKey(text: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
        let email = try #require(EmailAddress("dana.oneill@acme-bakery.example"))
        let address = FactorAddress(key, brand: "Northwind", email: email)
        #expect(
            address.text
                == "otpauth://totp/Northwind:dana.oneill@acme-bakery.example"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Northwind")
        let code = try #require(QRCode(address.text))
        let rows = code.rows.split(separator: "\n").map { String(Int($0, radix: 2) ?? 0, radix: 16) }
        #expect(
            rows.joined(separator: " ") == """
                1fd5d904f97f 1055211e3a41 175eec541a5d 174ec433bb5d 175f03fc675d 10438d17b041 1fd55555557f 9af19df00 \
                13f195f94197 1289fe9de7fa 105c8dc85e8b 143847e4d8c7 2d01ecd96d8 1f824016db5f b72547eaa94 8386b6da537 \
                f2261c3e01 1b19d22b4fb3 ad83e97d6d1 30b4995e89d 11f66df9c7f4 1f140f14cf1c 1536155255f 1514491afb17 \
                df113f171f0 f386455db6e 104e174f713c 1a00edf4ccaf 8c5e8acf2d9 fb7a48a5432 fd1b2d9bb55 1302fb5a8a8f \
                f5a0a7d08a4 1633e4dced50 15eb977aacb f23971cc555 134167fb9bf7 131512d116 1fdfd95a9154 1056cb12bd1c \
                175ad1fc39fa 175583ba7c9b 174f50d8d9d5 104b6ea32e7f 1fd9b0f14590
                """)
    }

    @Test func `each version holds as much as the standard says`() {
        let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
        for (index, capacity) in capacities.enumerated() {
            #expect(QRCode(String(repeating: "a", count: capacity))?.size == 21 + 4 * index)
        }
        #expect(QRCode(String(repeating: "a", count: QRCode.capacity + 1)) == nil)
    }

    @Test(arguments: ["Northwind", "Mañana & Söhne 株式会社 — the whole house of automation", ""])
    func `whatever the brand and the address, an app can scan them`(_ brand: String) throws {
        let key = try #require(FactorKey(bytes: Array(0..<20)))
        let long = String(repeating: "a", count: 60) + "@" + String(repeating: "b.", count: 90) + "example"
        for text in ["a@b.co", "dana+portal@acme-bakery.example", long, "ñandú@mañana.example"] {
            let address = FactorAddress(key, brand: brand, email: try #require(EmailAddress(text)))
            #expect(QRCode(address.text) != nil, "\(address.text.utf8.count) bytes")
            #expect(address.text.hasPrefix("otpauth://totp/") && address.text.contains("?secret=\(key.text)&"))
            #expect(address.text.utf8.allSatisfy { (33...126).contains($0) })
        }
    }

    @Test(
        .enabled(if: Zbar.isHere, "zbarimg is not installed: Debian's package zbar-tools has it"),
        arguments: [1, 14, 15, 62, 90, 107, 152, 160, 181, 213])
    func `a reader reads what was written`(_ count: Int) throws {
        let text = String((0..<count).map { "portal-0123456789.".utf8.map(Character.init(byte:))[$0 % 18] })
        let code = try #require(QRCode(text))
        #expect(try Zbar.read(code) == text)
    }
}

extension Character {
    fileprivate init(byte: UInt8) { self.init(Unicode.Scalar(byte)) }
}

extension QRCode {
    fileprivate var rows: String {
        (0..<size).map { row in String((0..<size).map { self[$0, row] ? "1" : "0" }) }.joined(separator: "\n")
    }
}

/// A reader of QR codes that is not ours.
private enum Zbar {
    static let program = ["/usr/bin/zbarimg", "/usr/local/bin/zbarimg"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isHere: Bool { program != nil }

    static func read(_ code: QRCode) throws -> String {
        let (scale, quiet) = (4, 4)
        let side = code.size + 2 * quiet
        var picture = "P1\n\(side * scale) \(side * scale)\n"
        for row in 0..<side * scale {
            for column in 0..<side * scale {
                let (x, y) = (column / scale - quiet, row / scale - quiet)
                let isInside = (0..<code.size).contains(x) && (0..<code.size).contains(y)
                picture += isInside && code[x, y] ? "1 " : "0 "
            }
            picture += "\n"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "qr-\(UUID().uuidString).pbm")
        try Data(picture.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(program))
        process.arguments = ["-q", "--raw", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
