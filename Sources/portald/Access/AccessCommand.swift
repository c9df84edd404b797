import ArgumentParser
import PortalCore

/// `portald access …`: the access rules without a server and without a database.
struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Asks the access rules: who may do what.",
        discussion: "Needs no data directory and no settings. The rules are the very ones that the server decides by.",
        subcommands: [Check.self, Matrix.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers access cases, one a line.",
            discussion: """
                Reads JSON Lines and answers each in order with its id, a tab, and allow or deny; a case with a list is answered with \
                the ids allowed. A line that is no case ends the command with status 65 and names the line and the field.

                  echo '{"id":"1","user":{"id":"u"},"memberships":[{"agency":"a","role":"admin"}],\
                "action":"agency.delete","resource":{"type":"agency","id":"a"}}' | portald access check --explain
                """)

        @Argument(help: "The file of cases; standard input where none is named, or for -.", completion: .file())
        var file: String?

        @Flag(help: "Adds a column with the first condition that was missing, or the rule that allowed.")
        var explain = false

        func run() throws {
            let name = file.flatMap { $0 == "-" ? nil : $0 }
            let input = try name.map(System.openInput) ?? System.standardInput
            defer { if name != nil { System.closeInput(input) } }
            var check = AccessCheck(input, called: name ?? "standard input", explains: explain, output: Output())
            try check.run()
        }
    }

    struct Matrix: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the table of who may do what, read off the rules.")

        func run() throws {
            var output = Output()
            try output.line(AccessMatrix.markdown.trimmingLastLineEnd())
            try output.flush()
        }
    }
}

extension String {
    fileprivate func trimmingLastLineEnd() -> String { last == "\n" ? String(dropLast()) : self }
}
