import PortalCore
import PortalServices
import PortalStore
import Testing

/// Builds one agency through the operator's hand: everything in every status, a marker in every text.
struct HouseBuilder {
    let side: Side
    let portal: Portal
    let entropy: any Entropy
    let register: Register

    var hand: Operator { Operator(portal) }
    var now: Instant { portal.clock.now }

    func build() async throws -> House {
        let (agency, owner, picture) = try await addAgency()
        var people = try await addPeople(to: agency)
        people[.owner] = owner
        let engine = try await addEngines(to: agency)
        let product = try await addProduct(to: agency)
        var places: [Int: Place] = [:]
        for number in Place.all {
            places[number] = try await addPlace(number, to: agency, engine: engine.id, product: product, people: people)
        }
        var house = House(
            side: side, agency: agency, places: places, engine: engine.id, engineSecret: engine.secret, logo: picture,
            people: people, keys: try await addKeys(to: agency, places: places),
            staffInvitation: try await addStaffInvitation(to: agency, inviter: people[.admin]?.user ?? .neverIssued))
        try await signEverybodyIn(at: &house)
        try await askForAnotherEmail(at: &house)
        try await startRuns(at: &house)
        try await takeAway(at: house)
        return house
    }

    func mark(_ place: Int, _ reach: Reach) -> String { register.mark(side, place, reach) }

    func id<Entity>(_ place: Int, _ reach: Reach) -> Identifier<Entity> {
        register.id(Entity.self, side, place, reach, at: now, from: entropy)
    }
}

// MARK: The agency

extension HouseBuilder {
    private func addAgency() async throws -> (Agency.ID, House.Person, House.Picture) {
        let bytes = [137, 80, 78, 71, 13, 10, 26, 10] + Array(mark(0, .everybody).utf8)
        let picture = House.Picture(
            asset: BrandAsset(
                hash: CryptoDigests().sha256(bytes).map { String(256 + Int($0), radix: 16).dropFirst() }.joined(),
                mediaType: "image/png"), bytes: bytes)
        let marks = [mark(0, [.staff, .themselves]), mark(0, [.staff, .themselves])]
        let password = Cast.owner.password(at: side)
        let email = try #require(EmailAddress(Cast.owner.address(marks[0])))
        let draft = AgencyDraft(
            slug: try #require(Slug("\(side)")), name: "Agency \(mark(0, .everybody))",
            host: try #require(HostName(House.host(of: side))), timeZone: "Europe/Berlin", language: "en",
            brand: try brand(with: picture.asset), ownerEmail: email, ownerName: "Person \(marks[1])",
            ownerPassword: try NewPassword(password, for: email))
        let agency = try await hand.createAgency(draft)
        register.note(agency.id, side, 0, .everybody)
        try await SeedDoor.insert(picture, of: agency.id, into: portal.storage, at: now)
        try await hand.setMailAccount(
            MailAccountDraft(
                host: "\(mark(0, .staff)).example", port: 465, security: .tls, user: mark(0, .staff),
                password: mark(0, .nobody),
                sender: try #require(EmailAddress("notify-\(mark(0, .everybody))@mail.example"))), of: agency.id)
        let owner = House.Person(user: .neverIssued, email: email.text, password: password, own: Set(marks))
        return (agency.id, owner, picture)
    }

    private func brand(with logo: BrandAsset) throws -> Brand {
        func colour(_ text: String) throws -> Colour { try #require(Colour(text)) }
        let palette = Palette(
            primary: try colour("#1f4fd8"), onPrimary: try colour("#ffffff"), accent: try colour("#0a7d5a"),
            background: try colour("#f7f7fa"), surface: try colour("#ffffff"), text: try colour("#16181d"),
            muted: try colour("#565c68"), border: try colour("#c9cdd6"), danger: try colour("#b3261e"))
        return Brand(
            name: "Studio \(mark(0, .everybody))", light: palette, dark: nil, logo: logo, icon: nil,
            supportEmail: EmailAddress("help-\(mark(0, .everybody))@mail.example"), revision: 1)
    }

    /// One that the workflows run on, and one with a credential; answers the first.
    private func addEngines(to agency: Agency.ID) async throws -> (id: Engine.ID, secret: String) {
        let drafts = [
            EngineDraft(name: "Engine \(mark(0, .staff))", kind: .webhook, apiURL: nil, credential: .none),
            EngineDraft(
                name: "Engine \(mark(0, .staff))", kind: .n8n, apiURL: "https://engine.example/\(mark(0, .staff))",
                credential: .header(name: "x-engine-key", value: mark(0, .nobody))),
        ]
        let made = try await hand.provision(agency) { rows in try drafts.map { try rows.addEngine($0) } }
        for engine in made { register.note(engine.id, side, 0, [.staff, .systems]) }
        return (made[0].id, made[0].secret)
    }

    private func addProduct(to agency: Agency.ID) async throws -> Product.ID {
        let product = Product(
            id: id(0, .staff), name: "Product \(mark(0, .staff))", description: mark(0, .staff),
            price: Money(minorUnits: 4_900, currency: try #require(Currency("eur"))), interval: .month, isActive: true)
        try await hand.provision(agency) { rows in try rows.add(product) }
        return product.id
    }

    private func addPlace(
        _ number: Int, to agency: Agency.ID, engine: Engine.ID, product: Product.ID, people: [Cast: House.Person]
    ) async throws -> Place {
        let workspace = Workspace(
            id: id(number, [.clients, .staff]), name: "Bakery \(mark(number, [.clients, .staff]))", createdAt: now,
            archivedAt: nil)
        try await hand.provision(agency) { rows in try rows.add(workspace) }
        try await addMembers(of: number, workspace.id, to: agency, people: people)
        let place = Place(side: side, number: number, workspace: workspace.id)
        guard number != Place.empty else { return place }

        let common = PlaceRows.Common(
            register: register, entropy: entropy, now: now, engine: engine, product: product,
            client: people[.client]?.user ?? .neverIssued, staff: people[.member]?.user ?? .neverIssued,
            admin: people[.admin]?.user ?? .neverIssued,
            currency: try #require(Currency("eur")))
        let rows = PlaceRows(place, common)
        try await hand.provision(agency) { try rows.add(to: $0) }
        if number == Place.archived {
            try await hand.provision(agency) { try $0.setArchived(at: $0.mint.now, of: workspace.id) }
        }
        return rows.place
    }

    private func addStaffInvitation(to agency: Agency.ID, inviter: User.ID) async throws -> Invitation.ID {
        let invitation = Invitation(
            id: id(0, .staff), email: try #require(EmailAddress("invited-\(mark(0, .staff))@mail.example")),
            goal: .staff(.member), inviter: inviter, invitedAt: now, expiresAt: now.adding(Invitation.lifetime))
        try await hand.provision(agency) { try $0.add(invitation) }
        return invitation.id
    }

    private func addKeys(to agency: Agency.ID, places: [Int: Place]) async throws -> [Machine: House.Key] {
        var keys: [Machine: House.Key] = [:]
        for machine in Machine.allCases {
            let name = "Key \(mark(0, .ownerAndAdmins))"
            let workspace = machine.place.flatMap { places[$0]?.workspace }
            let key = try await hand.provision(agency) { rows in
                try rows.addKey(named: name, permissions: machine.permissions, workspace: workspace)
            }
            register.note(key.id, side, 0, .ownerAndAdmins)
            keys[machine] = House.Key(id: key.id, text: key.secret)
        }
        return keys
    }
}
