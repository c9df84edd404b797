import PortalCore

/// What the simulated engine remembers between two starts of the demonstration: its port, and the secrets it was given.
struct DemoEngineFile: Hashable, Sendable {
    let port: Int
    let employers: [SimulatedEngine.Employer]

    init(port: Int, employers: [SimulatedEngine.Employer]) {
        self.port = port
        self.employers = employers
    }

    /// Reads what ``json`` wrote.
    init(reading path: String) throws(Complaint) {
        let document: JSONValue
        let bytes = try System.contents(of: path, limit: 1 << 20)
        do {
            document = try JSONValue.parse(bytes)
        } catch {
            throw Complaint(.badData, "\(path): \(error)")
        }
        let employers = document["employers"]?.elements?.compactMap(Self.employer) ?? []
        guard let port = document["port"]?.int, (1...65_535).contains(port), !employers.isEmpty else {
            throw Complaint(.badData, "\(path): this is not what portald demo wrote")
        }
        self.init(port: Int(port), employers: employers)
    }

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("port", port)
            json.key("employers")
            json.array { json in
                for employer in employers {
                    json.object { json in
                        json.member("slug", employer.slug.text)
                        json.member("host", employer.host.text)
                        json.member("engine", employer.engine.description)
                        json.member("signingSecret", employer.signingSecret)
                        json.member("apiKey", employer.apiKey)
                    }
                }
            }
        }
        return json.text + "\n"
    }

    private static func employer(_ value: JSONValue) -> SimulatedEngine.Employer? {
        guard let slug = value["slug"]?.string.flatMap({ Slug($0) }),
            let host = value["host"]?.string.flatMap({ HostName($0) }),
            let engine = value["engine"]?.string.flatMap({ Engine.ID($0) }),
            let signingSecret = value["signingSecret"]?.string, let apiKey = value["apiKey"]?.string
        else { return nil }
        return SimulatedEngine.Employer(
            slug: slug, host: host, engine: engine, signingSecret: signingSecret, apiKey: apiKey)
    }
}
