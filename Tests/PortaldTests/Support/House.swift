import PortalCore

/// One agency as it was seeded.
struct House: Sendable {
    struct Person: Sendable {
        var user: User.ID
        let email: String
        let password: String
        /// The markers of their own name, address and browser.
        var own: Set<String>
        /// The secret of a session that was opened before anybody was suspended or removed; `nil` without a password.
        var session: String?
        /// Another session of theirs.
        var spareSession: Session.ID?
    }

    struct Key: Sendable {
        let id: APIKey.ID
        let text: String
    }

    struct Picture: Sendable {
        let asset: BrandAsset
        let bytes: [UInt8]
    }

    let side: Side
    let agency: Agency.ID
    var places: [Int: Place]
    let engine: Engine.ID
    let engineSecret: String
    let logo: Picture
    var people: [Cast: Person]
    let keys: [Machine: Key]
    /// One to the staff that is pending.
    let staffInvitation: Invitation.ID

    /// The name that its visitors type.
    var host: String { Self.host(of: side) }

    static func host(of side: Side) -> String { "\(side).example" }

    func place(_ number: Int) -> Place {
        guard let place = places[number] else { preconditionFailure("there is no place \(number)") }
        return place
    }

    func person(_ cast: Cast) -> Person {
        guard let person = people[cast] else { preconditionFailure("nobody plays \(cast)") }
        return person
    }

    func key(_ machine: Machine) -> Key {
        guard let key = keys[machine] else { preconditionFailure("no key for \(machine)") }
        return key
    }
}
