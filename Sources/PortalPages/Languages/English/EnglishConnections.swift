import PortalCore

extension English {
    func say(_ phrase: ConnectionPhrase) -> String {
        switch phrase {
        case .lede: "The accounts that your workflows depend on. They stay yours."
        case .none: "No connections yet"
        case .noneHint: "When a workflow needs one of your accounts, it appears here."
        case .health(let health): word(for: health)
        case .healthMeaning(let health, let brand): meaning(of: health, brand: brand)
        case .method(.oauth): "Sign-in at the provider"
        case .method(.apiKey): "API key"
        case .provider: "Provider"
        case .account: "Account"
        case .methodLabel: "Authorised by"
        case .checked: "Checked"
        case .expires: "Expires"
        case .neverChecked: "Not yet"
        case .usedBy: "Used by"
        case .usedByNobody: "No workflow uses it at the moment."
        case .needsAttention(let count):
            count == 1 ? "One connection needs you." : "\(number(count)) connections need you."
        }
    }

    private func word(for health: ConnectionHealth) -> String {
        switch health {
        case .healthy: "Healthy"
        case .expiring: "Expires soon"
        case .needsReauthorisation: "Needs new permission"
        case .accountChanged: "Account changed"
        case .suspended: "On hold"
        case .unchecked: "Not checked yet"
        }
    }

    private func meaning(of health: ConnectionHealth, brand: String) -> String {
        switch health {
        case .healthy: "Workflows can use it."
        case .expiring: "Workflows can use it for now. It will soon need your permission again."
        case .needsReauthorisation:
            "The provider no longer accepts it, so workflows that depend on it cannot run. \(brand) will ask you to authorise it again."
        case .accountChanged:
            "Another account than before answered. Workflows wait until you and \(brand) have confirmed which one is right."
        case .suspended:
            "The provider’s address was changed. To be safe, it is not used until it is authorised again. \(brand) will ask you."
        case .unchecked: "It has been added and will be checked at its first use."
        }
    }

    func say(_ phrase: FormPhrase) -> String {
        switch phrase {
        case .lede: "What your workflows need to know from you."
        case .none: "No forms yet"
        case .noneHint(let brand): "When \(brand) needs something from you, a form appears here."
        case .forWorkflow(let name): "For “\(name)”"
        case .lastSubmitted(let when): "Last submitted \(when)"
        case .neverSubmitted: "Not submitted yet"
        case .questions: "Questions"
        case .noQuestions: "This form has no questions yet."
        case .required: "Required"
        case .kind(let kind): word(for: kind)
        case .options: "Options"
        case .history: "Submissions"
        case .noHistory: "Nobody has filled in this form yet."
        case .by(let name): "by \(name)"
        case .byAgency(let brand): "by \(brand)"
        case .noAnswer: "No answer"
        case .cannotFillInYet(let brand): "This form is filled in together with \(brand)."
        }
    }

    private func word(for kind: FormFieldKind) -> String {
        switch kind {
        case .line: "One line"
        case .paragraph: "Several lines"
        case .number: "Number"
        case .date: "Date"
        case .email: "Email address"
        case .choice: "Choice"
        case .confirmation: "Confirmation"
        }
    }
}
