import HTTPTypes
import PortalCore
import PortalPages

extension Trouble {
    /// A refusal in the words of pages.
    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .notFound: .notFound
            case .roleLacks: .notPermitted
            case .notNow(let obstacle): .notNow(obstacle)
            case .invalid: .malformed
            }
    }

    /// The same for programs.
    func problem(status: HTTPResponse.Status) -> Problem {
        let code: String =
            switch self {
            case .notFound: "not-found"
            case .notPermitted: "not-permitted"
            case .notNow(let obstacle): obstacle.code
            case .formExpired: "form-expired"
            case .malformed: "malformed"
            case .signInFirst: "sign-in-first"
            case .tooManyTries: "too-many-tries"
            case .failed: "failed"
            case .busy: "busy"
            }
        return Problem(status: status, code: code, title: status.reasonPhrase)
    }
}

extension Seat {
    /// Where this person lands, and what the pages of few words lead back to.
    var landing: Path {
        switch self {
        case .nobody: .signIn
        case .client: .portal(.dashboard)
        case .staff: .console(.clients(archived: false, after: nil))
        case .home: .home
        }
    }
}

extension Seat {
    /// Where this person sees what is left of their second factor.
    var secondFactor: Path? {
        switch self {
        case .client: .portal(.account(.secondFactor))
        case .staff: .console(.account(.secondFactor))
        case .nobody, .home: nil
        }
    }
}

extension PortalResponse {
    /// An answer in nobody's name, to a request that could not be read or that we failed: no brand, no words of its own.
    static func nameless(_ status: HTTPResponse.Status, isSecure: Bool) -> PortalResponse {
        let trouble: Trouble =
            switch status {
            case .notFound, .misdirectedRequest: .notFound
            case .serviceUnavailable: .busy
            case .internalServerError: .failed
            default: .malformed
            }
        return PortalResponse(status, NamelessPage(trouble).html(), type: pageMediaType, isSecure: isSecure)
    }
}
