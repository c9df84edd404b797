extension Operator {
    /// How an agency looks. Throws ``StorageError/notFound`` for an agency that there is not.
    public func brand(of agency: Agency.ID) async throws -> Brand {
        let front = try await portal.storage.read { try $0.front(in: AgencyScope(agency: agency)) }
        guard let front else { throw StorageError.notFound }
        return front.brand
    }

    /// Gives an agency another look, which pages show from the next request on, and writes that into its log.
    ///
    /// The pictures that the look names are kept beside it; older ones stay, because sent mails and cached pages name them. `change` may run
    /// more than once. Whether colours can be told apart is the caller's to judge. Answers the look as it is now.
    public func rebrand(
        _ agency: Agency.ID, pictures: [BrandPicture] = [], _ change: @escaping @Sendable (Brand) throws -> Brand
    ) async throws -> Brand {
        let mint = portal.mint()
        return try await portal.storage.write { transaction in
            let scope = AgencyScope(agency: agency)
            guard let known = try transaction.front(in: scope)?.brand else { throw StorageError.notFound }
            let new = try change(known)
            for picture in pictures where try transaction.brandAsset(hash: picture.asset.hash, in: scope) == nil {
                try transaction.insert(picture.asset, bytes: picture.bytes, at: mint.now, in: scope)
            }
            try transaction.setBrand(new, in: scope)
            let entry = AuditEntry(
                agency: agency, at: mint.now, actor: .operatorConsole, action: .agencyBranding,
                subject: agency.description, workspace: nil, detail: new.name)
            try transaction.append(entry, salt: mint.bytes(16), in: scope)
            return try transaction.front(in: scope)?.brand ?? new
        }
    }
}

/// A picture for a brand, known by its bytes and not by what somebody calls it.
public struct BrandPicture: Hashable, Sendable {
    public let asset: BrandAsset
    public let bytes: [UInt8]

    public enum Problem: Error, Hashable, Sendable {
        /// Neither PNG nor JPEG nor WebP.
        case unknownFormat
        case tooLarge(limit: Int)
    }

    /// How many bytes it may have: every page loads it.
    public static let limit = 256 << 10

    /// Checks the bytes of a file.
    public init(_ bytes: [UInt8], digests: any Digesting) throws(Problem) {
        guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        guard let mediaType = Self.mediaType(of: bytes) else { throw .unknownFormat }
        asset = BrandAsset(hash: digests.sha256(bytes).hexadecimal, mediaType: mediaType)
        self.bytes = bytes
    }

    /// By the signatures of PNG (ISO/IEC 15948, 5.2), JPEG (ITU-T T.81, B.1.1.3) and WebP (RFC 9649, 2.4). SVG is none of them: it can
    /// hold scripts.
    private static func mediaType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        let isWebP = bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
        return isWebP ? "image/webp" : nil
    }
}
