import PortalCore

/// The forms that a client's workflows ask for.
public struct FormsPage: PageView {
    let context: ClientContext
    let forms: [ClientFormSummary]

    public init(_ forms: [ClientFormSummary], _ context: ClientContext) {
        self.context = context
        self.forms = forms
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.forms)))
        return context.document(title: title, at: .forms) { html in
            html.heading(title, lede: context.say(.form(.lede)))
            html.element(.section, Class("card")) { html in
                guard !forms.isEmpty else {
                    html.empty(.forms, .form(.none), .form(.noneHint(brand: context.brand.name)))
                    return
                }
                html.element(.ul, Class("rows")) { html in
                    for form in forms { html.formRow(form, fillsIn: false) }
                }
            }
        }
    }
}

extension HTML {
    /// A form in a list: its name, what it is for, and when it was filled in last.
    mutating func formRow(_ form: ClientFormSummary, fillsIn: Bool) {
        let formats = formats
        element(.li) { html in
            html.element(.div) { html in
                html.element(.strong) { $0.element(.a, Address.href(.portal(.form(form.id))), text: form.name) }
                html.element(.p, say: .form(.forWorkflow(form.workflowName)))
            }
            html.element(.p) { html in
                if fillsIn {
                    html.element(.a, Class("button"), Address.href(.portal(.form(form.id)))) { html in
                        html.say(.dashboard(.fillIn))
                        html.markup(" ")
                        html.element(.span, Class("vh"), text: form.name)
                    }
                } else if let last = form.lastSubmittedAt {
                    html.say(.form(.lastSubmitted(formats.relative(last))))
                } else {
                    html.say(.form(.neverSubmitted))
                }
            }
        }
    }
}

/// One form: what it asks, and what was filled in before.
public struct FormPage: PageView {
    let context: ClientContext
    let form: ClientForm
    let submissions: [Submission]

    public init(_ page: ClientFormPage, _ context: ClientContext) {
        self.context = context
        form = page.form
        submissions = page.submissions
    }

    public func html() -> [UInt8] {
        context.document(title: form.name, at: .forms) { html in
            html.heading(
                form.name, lede: context.say(.form(.forWorkflow(form.workflowName))),
                up: (context.say(.common(.section(.forms))), .portal(.forms)))
            questions(&html)
            history(&html)
        }
    }

    private func questions(_ html: inout HTML) {
        html.card(.form(.questions)) { html in
            if !form.introduction.isEmpty { html.element(.p, Class("prose"), text: form.introduction) }
            guard !form.fields.isEmpty else {
                html.element(.p, Class("quiet"), say: .form(.noQuestions))
                return
            }
            html.element(.ol, Class("rows")) { html in
                for field in form.fields { question(field, &html) }
            }
            html.element(.p, Class("quiet"), say: .form(.cannotFillInYet(brand: context.brand.name)))
        }
    }

    private func question(_ field: FormField, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: field.label)
                if !field.options.isEmpty {
                    html.element(.p) { html in
                        html.say(.form(.options))
                        html.markup(": ")
                        html.text(field.options.joined(separator: ", "))
                    }
                }
            }
            html.element(.p) { html in
                html.say(.form(.kind(field.kind)))
                if field.isRequired {
                    html.markup(" · ")
                    html.say(.form(.required))
                }
            }
        }
    }

    private func history(_ html: inout HTML) {
        html.card(.form(.history)) { html in
            guard !submissions.isEmpty else {
                html.element(.p, Class("quiet"), say: .form(.noHistory))
                return
            }
            for (index, submission) in submissions.enumerated() {
                html.element(.details, Class("more"), Flag("open", index == 0)) { html in
                    html.element(.summary) { html in
                        html.moment(submission.submittedAt)
                        html.markup(" ")
                        switch submission.author {
                        case .client(let name): html.say(.form(.by(name)))
                        case .agency: html.say(.form(.byAgency(brand: context.brand.name)))
                        }
                    }
                    html.element(.dl, Class("facts")) { html in
                        for answer in submission.answers { self.answer(answer, &html) }
                    }
                }
            }
        }
    }

    private func answer(_ answer: FormAnswer, _ html: inout HTML) {
        html.element(.div) { html in
            html.element(.dt, text: answer.label)
            html.element(.dd, Class("prose")) { html in
                if answer.text.isEmpty { html.say(.form(.noAnswer)) } else { html.text(answer.text) }
            }
        }
    }
}
