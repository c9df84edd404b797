import Foundation
import PortalCore

/// A lock on a file of its own, held by one process until it lets go or ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock. `nil` if another process holds it and this one will not wait.
    init?(path: String, waits: Bool) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.unavailable("\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        var code = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
        while code != 0, errno == EINTR { code = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) }
        guard code == 0 else {
            let reason = errno
            Foundation.close(descriptor)
            if reason == EWOULDBLOCK { return nil }
            throw StorageError.unavailable("\(path) cannot be locked: \(String(cString: strerror(reason)))")
        }
        self.descriptor = descriptor
    }

    /// Writes a few words into the file for whoever finds it locked.
    func note(_ text: String) {
        ftruncate(descriptor, 0)
        _ = text.utf8.withContiguousStorageIfAvailable { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit { Foundation.close(descriptor) }
}
