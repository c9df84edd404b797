import PortalCore
import Testing

/// Expects to be told that something exists already, in whatever words.
func expectAlreadyExists(sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("it was accepted", sourceLocation: sourceLocation)
    } catch StorageError.alreadyExists {
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Expects the schema's no, in whatever words.
func expectRefusedBySchema(sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("it was accepted", sourceLocation: sourceLocation)
    } catch StorageError.refusedBySchema {
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
