import AsyncHTTPClient
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
                if (200...299).contains(response.status.code) {
                    let answer = try await response.body.collect(upTo: 1 << 16)
                    if let problem = Self.problem(in: Array(answer.readableBytesView)) {
                        logger.warning(
                            "The portal took a report of the simulated engine, and not what it says",
                            metadata: ["run": "\(job.run)", "problem": "\(problem)"])
                    }
                    return
                }
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

    /// A batch is answered with 200, and each of its reports with a result of its own.
    static func problem(in answer: [UInt8]) -> String? {
        guard let results = try? JSONValue.parse(answer)["results"]?.elements else { return "no results" }
        for result in results {
            if let problem = result["problem"]?.string { return problem }
        }
        return nil
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
