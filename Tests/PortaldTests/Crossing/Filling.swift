import Foundation
import PortalCore

@testable import PortalHTTP

/// Fills a route's sample with ids and secrets of whoever sends it.
struct Filling: Sendable {
    let seed: Seed
    let visitor: Visitor

    /// The ids that a sample asks for, by placeholder, from one source. Nothing is hidden or archived here.
    func ids(from source: Source) -> [String: String] {
        let side: Side = source == .twin ? .south : .north
        let house = seed.house(side)
        let home = visitor.home.flatMap { $0 == Place.empty ? nil : $0 } ?? 1
        let place = house.place(source == .sibling ? (home == 1 ? 2 : 1) : home)
        guard source != .nobodys else {
            return [
                "{workspace}": Workspace.ID(at: TownClock.morning, random: (7, 7)).description,
                "{workflow}": Workflow.ID(at: TownClock.morning, random: (7, 7)).description,
                "{engine}": Engine.ID(at: TownClock.morning, random: (7, 7)).description,
                "{admin}": User.ID(at: TownClock.morning, random: (7, 7)).description,
            ]
        }
        return [
            "{workspace}": place.workspace.description, "{workflow}": place.startable.description,
            "{engine}": house.engine.description, "{admin}": house.person(.admin).user.description,
        ]
    }

    private func values(from source: Source) -> [String: String] {
        var values = ids(from: source)
        values["{secret}"] = Secret(bytes: [UInt8](repeating: 9, count: 32)).text
        values["{email}"] = visitor.person?.email ?? "somebody@mail.example"
        values["{password}"] = visitor.person?.password ?? "wrong horse"
        values["{key}"] = Town.factorKey.text
        values["{code}"] = Town.codes.text(at: TimeCode.step(at: TownClock.morning))
        return values
    }

    func fill(_ text: String, from source: Source = .own) -> String {
        values(from: source).reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }

    /// The fields of a form's sample.
    func form(_ fields: [Route.Sample.FormField], from source: Source = .own) -> [(String, String)] {
        fields.map { ($0.name, fill($0.value, from: source)) }
    }
}

extension Route.Sample {
    /// Whether a foreign id could stand in it.
    var namesIDs: Bool {
        let texts =
            switch self {
            case .form(let fields): fields.map(\.value)
            case .json(let text): [text]
            }
        return texts.contains { text in
            ["{workspace}", "{workflow}", "{engine}", "{admin}"].contains { text.contains($0) }
        }
    }
}

enum SystemBytes {
    static func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
}
