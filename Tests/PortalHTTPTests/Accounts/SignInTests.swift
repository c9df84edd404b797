import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct SignInTests {
    private func visitor(_ limits: SignInLimits = SignInLimits()) -> Visitor {
        let visitor = Visitor(configuration: HTTPConfiguration(signInLimits: limits))
        guard let email = EmailAddress("ada@example.com") else { return visitor }
        let user = User(
            id: Identifier(high: 5, low: 5), email: email, name: "Ada", status: .active, language: nil, timeZone: nil)
        visitor.house.with { $0.users[email] = (user, PasswordHash(text: "correct horse")) }
        return visitor
    }

    @Test func `signing in and out`() async {
        let visitor = visitor()
        #expect(await visitor.get("/sign-in").code == 200)
        #expect(visitor.cookies["nonce"] != nil)

        let answer = await visitor.post("/sign-in", "email=ada@example.com&password=correct+horse&next=")
        #expect(answer.code == 303)
        #expect(answer.location == "/")
        #expect(visitor.cookies["session"] != nil)
        #expect(visitor.house.with { $0.sessions.count } == 1)

        let out = await visitor.post("/sign-out")
        #expect(out.location == "/sign-in?done=signed-out")
        #expect(visitor.cookies["session"] == nil)
        #expect(visitor.house.with { $0.sessions.isEmpty })
    }

    @Test func `the way back leads only within the portal`() async {
        for (next, location) in [
            ("/portal/runs", "/portal/runs"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/\\evil", "/"),
        ] {
            let visitor = visitor()
            _ = await visitor.get("/sign-in")
            let answer = await visitor.post("/sign-in", "email=ada@example.com&password=correct+horse&next=\(next)")
            #expect(answer.location == location, "\(next)")
        }
    }

    @Test func `whatever is wrong, the answer is one and the same`() async {
        let visitor = visitor()
        _ = await visitor.get("/sign-in")
        let wrong = await visitor.post("/sign-in", "email=ada@example.com&password=wrong")
        let unknown = await visitor.post("/sign-in", "email=eve@example.com&password=wrong")
        let empty = await visitor.post("/sign-in", "email=ada@example.com&password=")

        #expect(wrong.code == 401)
        #expect(visitor.cookies["session"] == nil)
        for answer in [unknown, empty] {
            #expect(answer.code == 401)
            #expect(answer.tellingFields == wrong.tellingFields)
            #expect(
                answer.text.replacing("eve@example.com", with: "ada@example.com")
                    == wrong.text.replacing("eve@example.com", with: "ada@example.com"))
        }
    }

    @Test func `too many tries are told to wait, whether or not anybody has that address`() async {
        for email in ["ada@example.com", "eve@example.com"] {
            let visitor = visitor(SignInLimits(address: RateLimit(burst: 2, oneEvery: .seconds(30))))
            _ = await visitor.get("/sign-in")
            for _ in 0..<2 { #expect(await visitor.post("/sign-in", "email=\(email)&password=wrong").code == 401) }
            let answer = await visitor.post("/sign-in", "email=\(email)&password=correct+horse")

            #expect(answer.code == 429)
            #expect(answer.head.headerFields[.retryAfter] == "30")
            #expect(visitor.cookies["session"] == nil)
        }
    }

    @Test func `what is no address is answered as a wrong password is, and uses up no try`() async {
        let once = RateLimit(burst: 1, oneEvery: .hours(1))
        let visitor = visitor(SignInLimits(address: once, everywhere: once, network: once, agency: once))
        _ = await visitor.get("/sign-in")
        var answers: [PortalResponse] = []
        for _ in 0..<20 { answers.append(await visitor.post("/sign-in", "email=no+address&password=wrong")) }
        let wrong = await visitor.post("/sign-in", "email=eve@example.com&password=wrong")

        #expect(wrong.code == 401)
        for answer in answers {
            #expect(answer.code == 401)
            #expect(answer.tellingFields == wrong.tellingFields)
            #expect(answer.text.replacing("no address", with: "eve@example.com") == wrong.text)
        }
        #expect(await visitor.post("/sign-in", "email=eve@example.com&password=wrong").code == 429)
    }

    @Test func `tries from another network keep nobody out`() async {
        let visitor = visitor()
        let stranger = Visitor(visitor)
        stranger.peer = "198.51.100.9"
        _ = await stranger.get("/sign-in")
        var statuses: [Int] = []
        for _ in 0..<12 { statuses.append(await stranger.post("/sign-in", "email=ada@example.com&password=no").code) }
        _ = await visitor.get("/sign-in")

        #expect(statuses == Array(repeating: 401, count: 10) + [429, 429])
        #expect(await visitor.post("/sign-in", "email=ada@example.com&password=correct+horse").code == 303)
    }

    @Test func `what a whole agency's visitors try is bounded`() async {
        let visitor = visitor(SignInLimits(agency: RateLimit(burst: 3, oneEvery: .seconds(7))))
        _ = await visitor.get("/sign-in")
        for name in ["a", "b", "c"] {
            #expect(await visitor.post("/sign-in", "email=\(name)@example.com&password=wrong").code == 401)
        }
        let answer = await visitor.post("/sign-in", "email=ada@example.com&password=correct+horse")

        #expect(answer.code == 429)
        #expect(answer.head.headerFields[.retryAfter] == "7")
    }

    @Test func `a stranger's page cannot sign anybody in`() async {
        let visitor = visitor()
        _ = await visitor.get("/sign-in")
        let answer = await visitor.post("/sign-in", "email=ada@example.com&password=correct+horse", csrf: "x")

        #expect(answer.code == 400)
        #expect(visitor.cookies["session"] == nil)
    }

    @Test func `an embedder's own sign-in takes the place of ours`() async {
        struct Nobody: IdentitySource {
            func user(of request: PortalRequest) async -> User.ID? { nil }
        }
        let visitor = Visitor(identities: Nobody())
        visitor.enter(role: .owner)

        #expect(await visitor.get("/dashboard").location == "/sign-in?next=/dashboard")
        #expect(await visitor.get("/sign-in").code == 404)
        let head = HTTPRequest(method: .get, scheme: nil, authority: FakeHouse.host, path: "/sign-in")
        #expect(await visitor.dispatcher.answerIfMine(PortalRequest(head: head)) == nil, "it is the embedder's")
    }

    @Test func `forms of somebody whom an embedder signed in are bound to a nonce`() async {
        struct Ada: IdentitySource {
            func user(of request: PortalRequest) async -> User.ID? { Identifier(high: 5, low: 5) }
        }
        let visitor = Visitor(identities: Ada())
        visitor.enter(role: .owner)
        visitor.cookies = [:]
        let page = await visitor.get("/dashboard")

        #expect(page.code == 200)
        #expect(page.text.contains("value=\"\(visitor.token(isSignedIn: false))\""))
        #expect(await visitor.post("/dashboard/clients", "name=Kiln").code == 303)
        #expect(await visitor.post("/dashboard/clients", "name=Kiln", csrf: "x").code == 400)
    }

    @Test func `guessing the present password is limited as guessing it at the door is`() async {
        let visitor = visitor(SignInLimits(address: RateLimit(burst: 2, oneEvery: .seconds(30))))
        visitor.enter(role: .member)
        func change(_ current: String) async -> Int {
            await visitor.post(
                "/dashboard/account/password",
                "current-password=\(current)&new-password=a+longer+one&repeated-password=a+longer+one"
            ).code
        }

        for _ in 0..<3 { #expect(await change("correct+horse") == 303) }
        for _ in 0..<2 { #expect(await change("wrong") == 422) }
        #expect(await change("correct+horse") == 429)
    }

    @Test func `strangers who guess at the door keep nobody from what they confirm inside`() async {
        let once = RateLimit(burst: 1, oneEvery: .hours(1))
        let visitor = visitor(SignInLimits(address: once, everywhere: once, network: once, agency: once))
        visitor.enter(role: .member)
        let stranger = Visitor(visitor)
        _ = await stranger.get("/sign-in")
        #expect(await stranger.post("/sign-in", "email=ada@example.com&password=wrong").code == 401)
        #expect(await stranger.post("/sign-in", "email=ada@example.com&password=wrong").code == 429)

        let form = "current-password=correct+horse&new-password=a+longer+one&repeated-password=a+longer+one"
        #expect(await visitor.post("/dashboard/account/password", form).code == 303)
    }
}
