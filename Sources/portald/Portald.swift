import ArgumentParser
import NIOCore

/// The daemon and its command line.
@main
struct Portald: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portald",
        abstract: "A white-labelled client portal for agencies that run automations for their clients.",
        discussion: "Start with: portald demo",
        version: Portald.version,
        groupedSubcommands: [
            CommandGroup(name: "Run", subcommands: [DemoCommand.self, ServeCommand.self]),
            CommandGroup(
                name: "Keep",
                subcommands: [
                    AgencyCommand.self, UserCommand.self, BackupCommand.self, RestoreCommand.self, ResumeCommand.self,
                    VerifyCommand.self,
                    DoctorCommand.self, MigrateCommand.self,
                ]),
            CommandGroup(name: "Look", subcommands: [AccessCommand.self, RoutesCommand.self, SeedCommand.self]),
        ])

    static let version = "0.1.0"

    /// Ends with 0, or with a status of `sysexits.h` and one line on standard error.
    static func main() async {
        System.ignoreBrokenPipes()
        do {
            let command = try parseAsRoot()
            if command is ServeCommand || command is DemoCommand {
                System.keepHeapsSmall()
                keepLoopsFew()
            }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// One event loop for each core that there is for us: more of them would only wait for each other.
    private static func keepLoopsFew() {
        guard let cores = System.usableCores, 0 < cores, cores < NIOCore.System.coreCount else { return }
        NIOSingletons.groupLoopCountSuggestion = cores
    }

    private static func end(with error: any Error) -> Never {
        switch error {
        case is ReaderLeft:
            System.leave(0)
        case let complaint as Complaint:
            System.complain(complaint.line)
            System.leave(complaint.status.rawValue)
        case _ where exitCode(for: error) == .success:
            // Help and version were asked for.
            print(fullMessage(for: error))
            System.leave(0)
        case _ where exitCode(for: error) == .validationFailure:
            System.complain("\(oneLine(message(for: error))) (see: portald --help)")
            System.leave(ExitStatus.usage.rawValue)
        default:
            let complaint = Complaint(from: error)
            System.complain(complaint.line)
            System.leave(complaint.status.rawValue)
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
    }
}
