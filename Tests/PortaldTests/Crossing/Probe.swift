import Foundation
import PortalCore
import PortalStore
import Testing

@testable import PortalHTTP

/// Asks as one visitor, and holds every answer to what holds for all of them: nothing foreign is shown, nothing is changed, and
/// "not found" is one and the same page.
final class Probe {
    let town: Town
    let visitor: Visitor
    let filling: Filling
    private let browser: Browser
    private let leaks: Leaks
    private let token: String
    private var notFound: [String: Set<[UInt8]>] = [:]
    private(set) var count = 0

    init(_ visitor: Visitor, in town: Town) async throws {
        self.town = town
        self.visitor = visitor
        browser = Browser(visitor, in: town)
        leaks = Leaks(seed: town.seed)
        filling = Filling(seed: town.seed, visitor: visitor)
        token = try await browser.formToken()
        // A key's first use is noted; after that, nothing of a refusal may be.
        _ = try await browser.get("/api/v1/workspaces", as: .program)
        try await town.settle()
    }

    struct Asked: CustomStringConvertible {
        let method: String
        let target: String
        let answer: Answer
        let statements: [String]

        var description: String { "\(method) \(target) → \(answer.status) \(answer["location"] ?? "")" }

        /// The same without one-time tokens, and without what was typed, which a form that comes back repeats. All of
        /// these are of one length each.
        func blanking(_ typed: [String: String]) -> Asked {
            let text = typed.values.reduce(answer.text.withoutTokens) { $0.replacingOccurrences(of: $1, with: "…") }
            let blank = Answer(status: answer.status, fields: answer.fields, body: Array(text.utf8))
            return Asked(method: method, target: target, answer: blank, statements: statements)
        }
    }

    /// Sends a request that nothing may come of but an answer.
    func ask(
        _ method: String, _ target: String, _ manner: Browser.Manner, _ route: Route, naming source: Source = .own
    ) async throws -> Asked {
        let request = request(method, target, manner, route.sample, source)
        let version = try town.rows.version()
        town.notebook.watch()
        let answer = try await browser.send(request)
        try await town.settle()
        count += 1
        let asked = Asked(
            method: method, target: target, answer: answer,
            statements: town.notebook.read().statements.map(\.sql))
        let leaked = leaks.found(
            in: answer.everything, by: visitor, asking: target + String(decoding: request.body ?? [], as: UTF8.self))
        #expect(leaked.isEmpty, "\(asked) shows \(visitor.name) \(leaked)")
        #expect(answer.status < 500, "\(asked)")
        #expect(try town.rows.version() == version, "\(asked) changed something for \(visitor.name)")
        expectRightType(asked, manner)
        remember(asked)
        return asked
    }

    private func request(
        _ method: String, _ target: String, _ manner: Browser.Manner, _ sample: Route.Sample?, _ source: Source
    ) -> WireRequest {
        guard ["POST", "PUT", "PATCH"].contains(method) else { return browser.request(method, target, as: manner) }
        switch sample {
        case .json(let text):
            var request = browser.request(method, target, as: manner)
            request.fields.append((name: "Content-Type", value: "application/json"))
            request.body = Array(filling.fill(text, from: source).utf8)
            return request
        case .form(let fields):
            let all = [("csrf", token)] + filling.form(fields, from: source)
            return browser.form(target, all, as: manner, method: method)
        case nil:
            return browser.form(target, [("csrf", token)], as: manner, method: method)
        }
    }

    // MARK: Answers

    /// People are refused with a page, programs with problem details. A form that comes back is always a page.
    private func expectRightType(_ asked: Asked, _ manner: Browser.Manner) {
        guard asked.answer.status >= 400, asked.answer.status != 422 else { return }
        let isForProgram = manner != .navigation || asked.target.hasPrefix("/api/")
        let type = isForProgram ? "application/problem+json" : "text/html; charset=utf-8"
        #expect(asked.answer["content-type"] == type, "\(asked)")
    }

    private func remember(_ asked: Asked) {
        guard asked.answer.status == 404, asked.method != "HEAD" else { return }
        let ground = asked.target.hasPrefix("/api/") ? "api" : "page"
        notFound["\(ground) \(asked.answer["content-type"] ?? "")", default: []].insert(asked.answer.body)
    }

    /// Wherever there was nothing, it was told in the same words.
    func expectOneNotFound() {
        for (kind, bodies) in notFound {
            #expect(bodies.count == 1, "\(visitor.name) was told \(bodies.count) \(kind)s")
        }
    }
}
