/// Where the portal's rows live: two doors, and nothing beside them.
///
/// An adapter promises:
/// - `read` shows one consistent moment to its whole body, and runs beside writes;
/// - `write` is atomic and durable: its answer is given only after the commit is on stable storage, and a body that throws
///   changes nothing;
/// - the bodies are synchronous. A write body may be run more than once before one run is committed, so it touches nothing
///   outside and takes its times from a ``Mint`` made before;
/// - what a body was lent is dead after it: using it later throws.
///
/// The conformance suite of this package states the rest: every adapter passes it.
public protocol PortalStorage: Sendable {
    func read<Answer: Sendable>(_ body: @Sendable (any Snapshot) throws -> Answer) async throws -> Answer

    func write<Answer: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Answer) async throws -> Answer
}

/// One consistent moment of everything stored.
///
/// Except for the way in (a host, and what a worker asks), every function takes a scope, binds it in its query, and answers
/// for what lies outside as for what never existed.
public protocol Snapshot: TenancyReading, AccountReading, AutomationReading, ConnectionReading, FormReading,
    BillingReading, MailReading, MailedCodeReading, NoticeReading, InvitationReading, AuditReading, OperatorReading
{}

/// A snapshot that can be changed; what it writes it also reads.
///
/// What is to be changed and is not in the scope is ``StorageError/notFound``. A row that names another tenant than its scope, or
/// points to a thing of another one, is refused.
public protocol Transaction: Snapshot, TenancyWriting, AccountWriting, AutomationWriting, ConnectionWriting,
    FormWriting,
    BillingWriting, MailWriting, MailedCodeWriting, NoticeWriting, InvitationWriting, AuditWriting, OperatorWriting
{}

/// Which workflows, and so which of their runs, a reader may see.
public typealias WorkflowVisibility = StatusFilter<WorkflowStatus>
/// Which invoices a reader may see.
public typealias InvoiceVisibility = StatusFilter<InvoiceStatus>
/// Which forms a reader may see.
public typealias FormVisibility = FormFilter

/// Why storage could not do what was asked. Never a consent: whoever gets one has been refused.
public enum StorageError: Error, Hashable, Sendable {
    /// Something of that name or number exists already.
    case alreadyExists(String)
    /// What was to be changed is not there, or not in the scope.
    case notFound
    /// The schema refused the row: a rule of the tenant model would be broken.
    case refusedBySchema(String)
    /// A snapshot or transaction was used after its body.
    case lentBodyEnded
    /// The disk is full or failing; nothing was written.
    case unavailable(String)
    /// What is stored cannot be read as what it should be.
    case damaged(String)
    /// An older version wrote it, and it was not to be brought up to date.
    case writtenByOlder(String)
    /// A newer version wrote it, and this one does not know its schema.
    case writtenByNewer(String)
}
