import HTTPTypes
import PortalCore

extension Reply {
    /// A person's copy of what is kept of them, as a file.
    static func copy(_ copy: AccountCopy) -> Reply {
        Reply(content: .file(copy.json, type: "application/json", name: "my-data.json"), status: .ok)
    }
}

extension AccountCopy {
    /// The copy as one JSON document.
    fileprivate var json: [UInt8] {
        var json = JSONWriter(reserving: 4_096)
        json.object { json in
            json.member("name", user.name)
            json.member("email", user.email.text)
            json.member("newEmail", awaitedEmail?.text)
            json.member("language", user.language)
            json.member("timeZone", user.timeZone)
            json.member("role", role?.rawValue)
            json.key("workspaces")
            json.array { json in for membership in memberships { write(membership, &json) } }
            json.key("secondFactor")
            json.object { json in
                json.member("since", secondFactorSince)
                json.member("recoveryCodesLeft", recoveryCodesLeft)
            }
            json.key("sessions")
            json.array { json in for session in sessions { write(session, &json) } }
            json.key("notices")
            json.object { json in for choice in notices { json.member(choice.notice.rawValue, choice.isOn) } }
            json.key("submissions")
            json.array { json in for filled in submissions { write(filled, &json) } }
        }
        return json.bytes
    }

    private func write(_ membership: WorkspaceMembership, _ json: inout JSONWriter) {
        json.object { json in
            json.member("name", membership.workspace.name)
            json.member("joinedAt", membership.joinedAt)
            json.key("areas")
            json.array { json in for area in membership.areas.list { json.string(area.rawValue) } }
        }
    }

    private func write(_ session: Session, _ json: inout JSONWriter) {
        json.object { json in
            json.member("browser", session.agent)
            json.member("network", session.network)
            json.member("openedAt", session.createdAt)
            json.member("lastUsedAt", session.lastUsedAt)
        }
    }

    private func write(_ filled: Filled, _ json: inout JSONWriter) {
        json.object { json in
            json.member("workspace", filled.workspace)
            json.member("form", filled.form)
            json.member("submittedAt", filled.submission.submittedAt)
            json.key("answers")
            json.array { json in
                for answer in filled.submission.answers {
                    json.object { json in
                        json.member("question", answer.label)
                        json.member("answer", answer.text)
                    }
                }
            }
        }
    }
}
