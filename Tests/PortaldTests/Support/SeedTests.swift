import PortalCore
import Testing

/// What the other suites lean on: that the seed is full, marked everywhere, and the same twice.
@Suite struct SeedTests {
    /// Columns whose texts are words of ours, numbers or secrets, not somebody's own words.
    private static let ours: Set = [
        "agency.slug", "agency.time_zone", "agency.language", "api_key.permissions", "audit.action", "audit.actor",
        "audit.subject", "brand.icon_hash", "brand.icon_type", "brand.logo_hash", "brand.logo_type", "brand_asset.hash",
        "brand_asset.media_type", "connection.health", "connection.method", "engine.kind", "form.status",
        "form_field.kind",
        "host.name", "invoice.currency", "invoice.status", "invoice.stripe_id", "invoice_line.currency",
        "outbox.delivery",
        "mail.kind", "mail_proof.kind", "invitation.role", "mail.reason", "mail.status", "mail_account.security",
        "outbox.reason", "outbox.status",
        "product.currency", "product.interval",
        "run.delivery", "run.origin", "run.reported_status", "run.status", "staff_membership.role",
        "staff_membership.status",
        "client_membership.status", "step.status", "submission.author", "subscription.currency",
        "subscription.interval",
        "subscription.status", "user.language", "user.password", "user.status", "user.time_zone", "workflow.status",
        "session.network", "notice_choice.notice", "notice_told.notice", "setting.key", "setting.value",
        "grdb_migrations.identifier",
    ]

    @Test func `every text that somebody wrote bears a marker, on both sides`() async throws {
        try await Town.open { town in
            var count = 0
            for table in try town.rows.tables {
                for column in try town.rows.columns(of: table) where column.type == "TEXT" {
                    if Self.ours.contains("\(table).\(column.name)") { continue }
                    for side in Side.allCases {
                        let marked = try town.rows.count(
                            "\"\(table)\" WHERE instr(\"\(column.name)\", 'mkr\(side.rawValue)') > 0")
                        #expect(marked > 0, "\(table).\(column.name) has no marker of the \(side)")
                    }
                    count += 1
                }
            }
            #expect(count > 30)
        }
    }

    @Test func `every kind of thing is there in every state, in each full workspace of both agencies`() async throws {
        let seed = try await Seed.shared.value
        for house in seed.houses.values {
            for number in [1, 2, Place.archived] {
                let place = house.place(number)
                #expect(place.workflows.count == WorkflowStatus.allCases.count)
                #expect(place.runs.count == RunStatus.allCases.count)
                #expect(place.connections.count == ConnectionHealth.allCases.count)
                #expect(place.forms.count == FormStatus.allCases.count)
                #expect(place.invoices.count == InvoiceStatus.allCases.count)
            }
        }
        let ids = seed.houses.values.flatMap { $0.places.values.map(\.workspace) }
        #expect(Set(ids).count == 8)
    }

    @Test func `a marker says where it lies, and reads as it was written`() {
        let belonging = Belonging(side: .south, place: 3, reach: [.billing, .staff])
        let text = Marker(belonging, number: 0xBEEF).text
        #expect(text == "mkrs3028beefz")
        #expect(Marker.all(in: Array("<p>\(text)</p>mkr mkrn".utf8)).map(\.belonging) == [belonging])
    }

    @Test func `one town's changes are not another's`() async throws {
        let name = "A name of this town alone"
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let answer = try await browser.post("/portal/account/name", [("name", name)])
            #expect(answer.status == 303)
        }
        try await Town.open { town in
            let rows = try town.rows.everything()
            #expect(rows.values.joined().allSatisfy { !$0.contains(name) })
        }
    }
}
