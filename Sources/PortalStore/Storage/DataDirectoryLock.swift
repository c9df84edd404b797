import Foundation
import PortalCore

/// The daemon's claim to a data directory: a second daemon on it is refused with words.
///
/// `serve`, `demo`, `migrate`, `restore` and `seed` take it; the other commands work beside a running daemon. It holds until the value is let go or the
/// process ends, by `kill -9` too: a file that was left behind locks nothing.
public final class DataDirectoryLock: Sendable {
    private let lock: FileLock

    /// Takes the directory; throws ``StorageError/unavailable(_:)`` if another daemon has it.
    public init(directory: String) throws {
        let path = "\(directory)/portald.lock"
        guard let lock = try FileLock(path: path, waits: false) else {
            let holder = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let words = holder.isEmpty ? "another daemon" : "another daemon (\(holder))"
            throw StorageError.unavailable("\(words) serves the data directory \(directory)")
        }
        lock.note("process \(getpid())")
        self.lock = lock
    }
}
