import Testing

@testable import PortalHTTP

struct HTTPConfigurationTests {
    @Test func `a stream never looks less often than every two seconds, however that is set`() {
        var configuration = HTTPConfiguration(streamInterval: .seconds(60))
        #expect(configuration.streamInterval == .seconds(2))
        configuration.streamInterval = .milliseconds(50)
        #expect(configuration.streamInterval == .milliseconds(50))
        configuration.streamInterval = .seconds(3)
        #expect(configuration.streamInterval == .seconds(2))
    }
}
