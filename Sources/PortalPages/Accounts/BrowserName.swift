/// A browser and its system, as people call them, read from what it called itself.
struct BrowserName {
    /// `nil` for one that is not among the common ones.
    let text: String?

    init(_ agent: String) {
        let agent = Array(agent.utf8)
        let names = [Self.browsers, Self.systems].compactMap { list in list.first { $0.isTold(in: agent) }?.name }
        text = names.isEmpty ? nil : names.joined(separator: " · ")
    }

    private struct Sign {
        let mark: [UInt8]
        let name: String

        init(_ mark: String, _ name: String) {
            self.mark = Array(mark.utf8)
            self.name = name
        }

        /// By bytes: looking for characters of Unicode would cost more than the rest of the page.
        func isTold(in agent: [UInt8]) -> Bool {
            agent.indices.contains { agent[$0] == mark[0] && agent[$0...].starts(with: mark) }
        }
    }

    // The order matters: most browsers claim to be others as well.
    private static let browsers = [
        Sign("Edg", "Edge"), Sign("OPR/", "Opera"), Sign("SamsungBrowser", "Samsung Internet"),
        Sign("Firefox", "Firefox"), Sign("FxiOS", "Firefox"), Sign("CriOS", "Chrome"), Sign("Chrome", "Chrome"),
        Sign("Safari", "Safari"),
    ]
    private static let systems = [
        Sign("iPhone", "iPhone"), Sign("iPad", "iPad"), Sign("Android", "Android"), Sign("CrOS", "ChromeOS"),
        Sign("Windows", "Windows"), Sign("Mac OS X", "macOS"), Sign("Linux", "Linux"),
    ]
}
