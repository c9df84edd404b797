import PortalCore

/// Writes load data, many rows to a transaction.
struct LoadBuilder: Sendable {
    let plan: LoadPlan
    let portal: Portal
    let baseDomain: HostName

    func build() async throws {
        let password = try await portal.services.passwords.hash(LoadPlan.password)
        var first = 0
        for index in 0..<plan.agencies {
            let count = LoadPlan.share(of: plan.workspaces, index: index, among: plan.agencies)
            let agency = try await Operator(portal).createAgency(try draft(index))
            try await fill(agency.id, workspaces: first..<(first + count), password: password)
            first += count
        }
    }

    private func draft(_ index: Int) throws -> AgencyDraft {
        guard let slug = plan.slug(of: index), let host = HostName("\(slug.text).\(baseDomain.text)"),
            let email = EmailAddress("owner@\(slug.text).example")
        else { throw Complaint(.configuration, "base-domain: \(baseDomain.text) is too long for load data") }
        return AgencyDraft(
            slug: slug, name: "Load \(index + 1)", host: host, timeZone: "UTC", language: "en",
            brand: .plain(named: "Load \(index + 1)"), ownerEmail: email, ownerName: "Load Owner",
            ownerPassword: try NewPassword(LoadPlan.password, for: email))
    }

    /// Workspaces come in groups, and large ones in parts, so that a transaction is neither tiny nor endless.
    private func fill(_ agency: Agency.ID, workspaces: Range<Int>, password: PasswordHash) async throws {
        var places: [LoadPlan.Place] = []
        var rows = 0
        for number in workspaces {
            let place = try plan.place(number)
            places.append(place)
            rows += place.runCount + place.workflows.count + 2
            guard rows >= LoadPlan.batch || number == workspaces.last else { continue }
            try await write(places, to: agency, password: password)
            places = []
            rows = 0
        }
    }

    private func write(_ places: [LoadPlan.Place], to agency: Agency.ID, password: PasswordHash) async throws {
        let plan = plan
        let joinedAt = plan.until.adding(-.days(399))
        try await Operator(portal).provision(agency) { rows in
            for place in places {
                try rows.add(place.workspace)
                try rows.add(place.client, password: password)
                try rows.setClient(
                    place.client.id, of: place.workspace.id, areas: .all, status: .active, at: joinedAt)
                for workflow in place.workflows { try rows.add(workflow) }
                try Self.add(
                    place.runs(0..<min(place.runCount, LoadPlan.batch), until: plan.until, steps: plan.stepsEach),
                    to: rows)
            }
        }
        for place in places {
            for start in stride(from: LoadPlan.batch, to: place.runCount, by: LoadPlan.batch) {
                let part = start..<min(start + LoadPlan.batch, place.runCount)
                try await Operator(portal).provision(agency) { rows in
                    try Self.add(place.runs(part, until: plan.until, steps: plan.stepsEach), to: rows)
                }
            }
        }
    }

    private static func add(_ runs: [(run: Run, steps: [Step])], to rows: Provisioning) throws {
        for (run, steps) in runs { try rows.add(run, steps: steps) }
    }
}
