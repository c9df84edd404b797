/// Messages signed with Python's `hmac`, apart from our own code.
struct WebhookVector: Sendable {
    let secret: String
    let id: String
    let seconds: Int64
    let body: [UInt8]
    let signature: String

    static let all = [
        WebhookVector(
            secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", id: "msg_01jd0q0f3v8m1e4w6y2r5t7x9z",
            seconds: 1_800_000_000, body: [], signature: "v1,MAAjiUV59ICPlCqCFOnHNi+93OH0Lixy+Dyr0stbTPk="),
        WebhookVector(
            secret: "whsec_Pz49PDs6OTg3NjU0MzIxMC8uLSwrKikoJyYlJCMiISAfHh0cGxoZGBcWFRQTEhEQDw4NDAsKCQgHBgUEAwIBAA==",
            id: "msg_01jd0q0f3v8m1e4w6y2r5t7x9z", seconds: 1_800_000_000, body: Array(#"{"name":"Zoë ☂"}"#.utf8),
            signature: "v1,Ci0Q3nAGj+Jjx+s0hQ5MGaIvyfPmBBVpAFJLGZtSCk4="),
        WebhookVector(
            secret: "whsec_////////////////////////////////", id: "evt-1", seconds: 0, body: [UInt8](0...255),
            signature: "v1,gpTTvYS4lPGKtn+fhp902ySTwKfrugJcOLvAWcc/JlA="),
    ]
}
