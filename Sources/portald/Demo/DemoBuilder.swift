import PortalCore

/// Fills an empty database with the demonstration.
struct DemoBuilder: Sendable {
    let portal: Portal
    /// Where the simulated engine will listen.
    let engine: SimulatedEngine.Address
    let now: Instant

    private var hand: Operator { Operator(portal) }

    /// Makes both agencies and all that is in them; answers what the simulated engine needs to know to work for them.
    func build() async throws -> [SimulatedEngine.Employer] {
        var employers: [SimulatedEngine.Employer] = []
        for agency in try DemoAgency.all() { employers.append(try await build(agency)) }
        return employers
    }

    private func build(_ agency: DemoAgency) async throws -> SimulatedEngine.Employer {
        let made = try await hand.createAgency(try draft(of: agency))
        let contract = try await hand.provision(made.id) { rows in
            let engine = try rows.addEngine(
                EngineDraft(name: "Simulated engine", kind: .webhook, apiURL: nil, credential: .none))
            let key = try rows.addKey(
                named: "Simulated engine", permissions: [.runsIngest, .workflowsUpsert, .workflowsRead], workspace: nil)
            return (engine: engine.id, signingSecret: engine.secret, apiKey: key.secret)
        }
        try await fill(made.id, as: agency, engine: contract.engine)
        return SimulatedEngine.Employer(
            slug: agency.slug, host: try agency.host(), engine: contract.engine,
            signingSecret: contract.signingSecret, apiKey: contract.apiKey)
    }

    private func draft(of agency: DemoAgency) throws -> AgencyDraft {
        guard let owner = DemoPerson.all(of: agency).first, let email = owner.email(at: agency) else {
            throw Complaint(.software, "the demonstration has no owner")
        }
        return AgencyDraft(
            slug: agency.slug, name: agency.name, host: try agency.host(), timeZone: agency.timeZone, language: "en",
            brand: agency.brand, ownerEmail: email, ownerName: owner.name,
            ownerPassword: try NewPassword(owner.password(at: agency), for: email))
    }

    /// People and products first; then each workspace in a transaction of its own.
    private func fill(_ id: Agency.ID, as agency: DemoAgency, engine: Engine.ID) async throws {
        var dice = Dice("rows \(agency.slug.text)")
        let people = try await people(of: agency, dice: &dice)
        let products = Self.products(of: agency, now: now, dice: &dice)
        try await hand.provision(id) { rows in
            for person in people {
                try rows.add(person.user, password: person.password)
                if let role = person.role {
                    try rows.setStaff(person.user.id, role: role, status: .active, at: person.joinedAt)
                }
            }
            for product in products.values.sorted(by: { $0.id < $1.id }) { try rows.add(product) }
        }
        let userIDs = Dictionary(uniqueKeysWithValues: people.map { ($0.key, $0.user.id) })
        for workspace in DemoWorkspace.all {
            let furniture = DemoFurniture(
                of: workspace, at: agency, engine: engine, address: self.engine, users: userIDs, products: products,
                now: now)
            try await hand.provision(id) { try furniture.add(to: $0) }
        }
    }
}

// MARK: People and products

extension DemoBuilder {
    private struct MadePerson: Sendable {
        let key: String
        let user: User
        let password: PasswordHash
        let role: AccountRole?
        let joinedAt: Instant
    }

    /// Everybody but the owner, who came with the agency.
    private func people(of agency: DemoAgency, dice: inout Dice) async throws -> [MadePerson] {
        var made: [MadePerson] = []
        for person in DemoPerson.all(of: agency).dropFirst() {
            guard let email = person.email(at: agency) else {
                throw Complaint(.software, "the demonstration has a malformed address: \(person.key)")
            }
            let joinedAt = now.adding(-.days(Int64(dice.number(95...380))))
            let role: AccountRole? = if case .staff(let role) = person.belonging { role } else { nil }
            let user = User(
                id: dice.id(at: joinedAt), email: email, name: person.name, status: person.status, language: nil,
                timeZone: nil)
            let password = try await portal.services.passwords.hash(person.password(at: agency))
            made.append(
                MadePerson(key: person.key, user: user, password: password, role: role, joinedAt: joinedAt))
        }
        return made
    }

    private static func products(of agency: DemoAgency, now: Instant, dice: inout Dice) -> [String: Product] {
        var products: [String: Product] = [:]
        for product in DemoProduct.all {
            products[product.name] = Product(
                id: dice.id(at: now.adding(-.days(420))), name: product.name, description: product.description,
                price: Money(minorUnits: product.price * 100, currency: agency.currency), interval: product.interval,
                isActive: product.isActive)
        }
        return products
    }
}
