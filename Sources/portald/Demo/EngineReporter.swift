import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import PortalCore

/// Tells the portal of runs the way any engine does: over HTTP, with an API key.
struct EngineReporter: Sendable {
    let client: HTTPClient
    let portalPort: PortalPort
    let logger: Logger

    /// Sends each report of a script in its time. What is not taken is tried a few times and then left: the portal calls the run silent.
    func report(_ script: EngineScript) async {
        for scene in script.scenes {
            do {
                try await Task.sleep(for: .milliseconds(scene.after.milliseconds))
            } catch {
                return
            }
            await send(scene.json(of: script.job.run), for: script.job)
        }
    }

    private func send(_ report: [UInt8], for job: SimulatedEngine.Job) async {
        for pause in [Duration.milliseconds(200), .seconds(1), .seconds(3)] {
            do {
                let response = try await client.execute(request(report, for: job), timeout: .seconds(5))
                if (200...299).contains(response.status.code) { return }
                logger.warning(
                    "The portal refused a report of the simulated engine",
                    metadata: ["run": "\(job.run)", "status": "\(response.status.code)"])
                guard response.status.code >= 500 || response.status == .tooManyRequests else { return }
            } catch {
                logger.warning("A report of the simulated engine did not arrive", metadata: ["run": "\(job.run)"])
            }
            try? await Task.sleep(for: pause)
        }
    }

    private func request(_ report: [UInt8], for job: SimulatedEngine.Job) -> HTTPClientRequest {
        var request = HTTPClientRequest(
            url: "http://127.0.0.1:\(portalPort.value)/api/v1/runs?workspace=\(job.workspace)")
        request.method = .POST
        // The host decides the agency, wherever the name leads on this machine.
        request.headers.add(name: "host", value: "\(job.employer.host.text):\(portalPort.value)")
        request.headers.add(name: "authorization", value: "Bearer \(job.employer.apiKey)")
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: report))
        return request
    }
}

/// Moments as the API writes them.
enum RFC3339 {
    static func text(_ instant: Instant) -> String {
        Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
