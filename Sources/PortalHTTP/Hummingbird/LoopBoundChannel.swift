import HummingbirdCore
import Logging
import NIOCore

/// Connections whose requests are answered on the event loop that reads them: handing each to another thread and back would cost a
/// third of a small page.
///
/// Nothing that answers may block: bodies of reads are short, and everything long has threads of its own.
struct LoopBoundChannel<Child: ServerChildChannel>: ServerChildChannel {
    let child: Child

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Child.Value> {
        child.setup(channel: channel, logger: logger)
    }

    func handle(value: Child.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await child.handle(value: value, logger: logger)
        }
    }
}

/// Runs tasks on an event loop, whose functions then call each other without leaving it.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
