extension HTML {
    /// A QR code as a picture: dark on light whatever the page's colours, with the quiet zone that readers need.
    mutating func picture(of code: QRCode, described description: Phrase) {
        let quiet = 4
        let side = Int64(code.size + 2 * quiet)
        markup("<svg class=\"qr\" role=\"img\" aria-label=\"")
        say(description)
        // Strokes are drawn along the middle of a row.
        markup("\" viewBox=\"0 -.5 ")
        integer(side)
        markup(" ")
        integer(side)
        markup("\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0-.5h")
        integer(side)
        markup("v")
        integer(side)
        markup("H0z\"/><path stroke=\"#000\" d=\"")
        for row in 0..<code.size {
            var column = 0
            while column < code.size {
                let length = (column..<code.size).prefix { code[$0, row] }.count
                if length > 0 {
                    markup("M")
                    integer(Int64(column + quiet))
                    markup(" ")
                    integer(Int64(row + quiet))
                    markup("h")
                    integer(Int64(length))
                }
                column += max(length, 1)
            }
        }
        markup("\"/></svg>")
    }
}
