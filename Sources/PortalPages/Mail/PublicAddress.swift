import PortalCore
import Synchronization

/// How the world reaches the agencies' hosts: by which scheme, and at which port where that is not the scheme's own.
///
/// Links that leave the house are made from it and a stored host, never from a request.
public final class PublicAddress: Sendable {
    public enum Scheme: String, CaseIterable, Hashable, Sendable { case https, http }

    private let scheme: Scheme
    private let port: Mutex<Int?>

    public init(_ scheme: Scheme = .https, port: Int? = nil) {
        self.scheme = scheme
        self.port = Mutex(port)
    }

    /// Says where the server turned out to listen, where nothing stands before it.
    public func listens(on port: Int) { self.port.withLock { $0 = port } }

    /// The whole address of a page at an agency's own host.
    public func url(_ path: Path, at front: Front) -> OwnURL { OwnURL(text: origin(of: front) + path.text) }

    /// Reads an address that ``url(_:at:)`` wrote earlier; `nil` for any other.
    func url(reading text: some StringProtocol, at front: Front) -> OwnURL? {
        let isOurs = text.utf8.starts(with: (origin(of: front) + "/").utf8)
        return isOurs && text.utf8.allSatisfy { (33...126).contains($0) } ? OwnURL(text: String(text)) : nil
    }

    private func origin(of front: Front) -> String {
        let host = "\(scheme.rawValue)://\(front.primaryHost.text)"
        guard let port = port.withLock({ $0 }), port != (scheme == .https ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }
}

/// The whole address of a page of ours. Only ``PublicAddress`` makes one.
public struct OwnURL: Hashable, Sendable {
    public let text: String

    fileprivate init(text: String) { self.text = text }
}
