/// Reading what was done.
public protocol AuditReading {
    /// The agency's newest entries, at most `limit`.
    func auditEntries(in scope: AgencyScope, limit: Int) throws -> [AuditEntry]
}

/// Writing what was done.
public protocol AuditWriting {
    /// Appends to the agency's chain.
    func append(_ entry: AuditEntry, salt: [UInt8], in scope: AgencyScope) throws
}
