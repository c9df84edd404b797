/// A browser and its system, as people call them, read from what it called itself.
struct BrowserName {
    /// `nil` for one that is not among the common ones.
    let text: String?

    init(_ agent: String) {
        // The order matters: most browsers claim to be others as well.
        let browsers = [
            ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        let names = [browsers, systems].compactMap { list in list.first { agent.contains($0.0) }?.1 }
        text = names.isEmpty ? nil : names.joined(separator: " · ")
    }
}
