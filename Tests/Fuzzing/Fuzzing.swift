import PortalCore

/// A parser of outside input, with what must hold of whatever it reads. `PORTAL_FUZZ_TARGET` names the one that is tried.
enum FuzzTarget: String, CaseIterable {
    case json
    case accessCase = "access-case"
    case reports
    case fields
    case paths
    case headers
    case addresses
    case signature
    case texts
    case engine

    func take(_ bytes: [UInt8]) {
        switch self {
        case .json: JSONFuzz.take(bytes)
        case .accessCase: AccessCaseFuzz.take(bytes)
        case .reports: ReportFuzz.take(bytes)
        case .fields: FieldsFuzz.take(bytes)
        case .paths: PathFuzz.take(bytes)
        case .headers: HeaderFuzz.take(bytes)
        case .addresses: AddressFuzz.take(bytes)
        case .signature: SignatureFuzz.take(bytes)
        case .texts: TextFuzz.take(bytes)
        case .engine: EngineFuzz.take(bytes)
        }
    }
}

/// Ends the process, which is how a fuzzer learns that this input is a finding.
func expect(_ holds: @autoclosure () -> Bool, _ words: @autoclosure () -> String) {
    if !holds() { fatalError(words()) }
}

/// The first line of the input, and the rest.
func cut(_ bytes: [UInt8]) -> (first: [UInt8], rest: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return (bytes, []) }
    return (Array(bytes[..<end]), Array(bytes[(end + 1)...]))
}

func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
