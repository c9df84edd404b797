/// The room of somebody who is signed in and a member of nothing here, or of nothing any more; and of somebody whom the agency
/// asks for a second factor first.
///
/// There is nothing in it but one's own record: see ``account``.
public struct Home {
    let desk: Desk
    let person: Person

    public var front: Front { desk.front }
    public var user: User { person.user }
    public var session: Session? { person.session }
    /// Whether the way on is a second factor, which the agency asks for.
    public var isSecondFactorDue: Bool { person.owesSecondFactor(to: desk.front.agency) }
    public var account: Account { Account(desk: desk, person: person) }

    /// Home, for a change.
    public struct Changing {
        public let room: Home
        let transaction: any Transaction

        public var account: Account.Changing { Account.Changing(account: room.account, transaction: transaction) }
    }
}
