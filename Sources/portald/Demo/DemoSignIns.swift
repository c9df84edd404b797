import PortalCore

/// The list of who can sign in to the demonstration, as it is printed and as `demo-sign-ins.json` has it.
struct DemoSignIns: Sendable {
    struct Entry: Hashable, Sendable {
        let host: String
        let email: String
        let password: String
        /// `owner`, `admin`, `member`, `client`, or `none` for somebody whose every workspace is gone.
        let role: String
        let workspaces: [String]
        /// The areas that a membership was narrowed to; `nil` where it was not.
        let areas: [String]?
        let name: String
    }

    let entries: [Entry]

    /// - Parameter port: The port of the address bar.
    init(port: Int) throws(Complaint) {
        var entries: [Entry] = []
        for agency in try DemoAgency.all() {
            let host = "\(try agency.host().text):\(port)"
            for person in DemoPerson.all(of: agency) where person.isListed {
                guard let email = person.email(at: agency) else { continue }
                let open = person.openWorkspaces(of: DemoWorkspace.all)
                let narrowed = open.first { $0.areas != .all }
                entries.append(
                    Entry(
                        host: host, email: email.text, password: person.password(at: agency),
                        role: Self.role(of: person, in: open), workspaces: open.map(\.workspace),
                        areas: narrowed?.areas.names, name: person.name))
            }
        }
        self.entries = entries
    }

    private static func role(of person: DemoPerson, in open: [DemoMembership]) -> String {
        switch person.belonging {
        case .staff(let role): role.rawValue
        case .client: open.isEmpty ? "none" : "client"
        }
    }

    /// The file's text: one entry a line, so that people can read it too.
    var json: String {
        let lines = entries.map { entry in
            var json = JSONWriter()
            json.object { json in
                json.member("host", entry.host)
                json.member("email", entry.email)
                json.member("password", entry.password)
                json.member("role", entry.role)
                json.member("workspaces", entry.workspaces)
                if let areas = entry.areas { json.member("areas", areas) }
            }
            return "  " + json.text
        }
        return "[\n\(lines.joined(separator: ",\n"))\n]\n"
    }

    /// The list for the terminal, by host.
    func table(scheme: String = "http") -> String {
        var text = ""
        var hosts: [String] = []
        for entry in entries where !hosts.contains(entry.host) { hosts.append(entry.host) }
        for host in hosts {
            text += "\n  \(scheme)://\(host)/\n"
            for entry in entries where entry.host == host {
                let who = [Self.padded(entry.email, 28), Self.padded(entry.password, 24), Self.padded(entry.role, 7)]
                text += "    \(who.joined(separator: " ")) \(Self.remark(on: entry))\n"
            }
        }
        return text
    }

    private static func remark(on entry: Entry) -> String {
        let places = entry.workspaces.joined(separator: ", ")
        let areas = entry.areas.map { " (\($0.joined(separator: ", ")) only)" } ?? ""
        return entry.workspaces.isEmpty ? entry.name : "\(entry.name): \(places)\(areas)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
