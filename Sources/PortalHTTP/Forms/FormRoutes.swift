import PortalCore
import PortalPages

/// What a client's workflows ask to be filled in.
enum FormRoutes {
    static let client: [Route] = [
        .client("/portal/forms", action: .formView) { client, asked in
            .page(FormsPage(try client.forms(), asked.context(client)))
        },
        .client("/portal/forms/:form", action: .formView) { client, asked in
            .page(FormPage(try client.form(asked.id(.form)), asked.context(client)))
        },
    ]
}
