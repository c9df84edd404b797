/// An element that has content, and so an end.
struct Tag {
    let start: StaticString
    let end: StaticString

    fileprivate init(_ start: StaticString, _ end: StaticString) {
        self.start = start
        self.end = end
    }
}

/// An element that never has content.
struct VoidTag {
    let start: StaticString
    let end: StaticString

    fileprivate init(_ start: StaticString, _ end: StaticString = ">") {
        self.start = start
        self.end = end
    }
}

extension Tag {
    static var a: Tag { Tag("<a", "</a>") }
    static var body: Tag { Tag("<body", "</body>") }
    static var button: Tag { Tag("<button", "</button>") }
    static var caption: Tag { Tag("<caption", "</caption>") }
    static var code: Tag { Tag("<code", "</code>") }
    static var dd: Tag { Tag("<dd", "</dd>") }
    static var details: Tag { Tag("<details", "</details>") }
    static var dialog: Tag { Tag("<dialog", "</dialog>") }
    static var div: Tag { Tag("<div", "</div>") }
    static var dl: Tag { Tag("<dl", "</dl>") }
    static var dt: Tag { Tag("<dt", "</dt>") }
    static var fieldset: Tag { Tag("<fieldset", "</fieldset>") }
    static var footer: Tag { Tag("<footer", "</footer>") }
    static var form: Tag { Tag("<form", "</form>") }
    static var head: Tag { Tag("<head", "</head>") }
    static var header: Tag { Tag("<header", "</header>") }
    static var h1: Tag { Tag("<h1", "</h1>") }
    static var h2: Tag { Tag("<h2", "</h2>") }
    static var html: Tag { Tag("<html", "</html>") }
    static var label: Tag { Tag("<label", "</label>") }
    static var legend: Tag { Tag("<legend", "</legend>") }
    static var li: Tag { Tag("<li", "</li>") }
    static var main: Tag { Tag("<main", "</main>") }
    static var nav: Tag { Tag("<nav", "</nav>") }
    static var noscript: Tag { Tag("<noscript", "</noscript>") }
    static var ol: Tag { Tag("<ol", "</ol>") }
    static var option: Tag { Tag("<option", "</option>") }
    static var p: Tag { Tag("<p", "</p>") }
    static var pre: Tag { Tag("<pre", "</pre>") }
    static var script: Tag { Tag("<script", "</script>") }
    static var section: Tag { Tag("<section", "</section>") }
    static var select: Tag { Tag("<select", "</select>") }
    static var small: Tag { Tag("<small", "</small>") }
    static var span: Tag { Tag("<span", "</span>") }
    static var style: Tag { Tag("<style", "</style>") }
    static var strong: Tag { Tag("<strong", "</strong>") }
    static var summary: Tag { Tag("<summary", "</summary>") }
    static var table: Tag { Tag("<table", "</table>") }
    static var tbody: Tag { Tag("<tbody", "</tbody>") }
    static var td: Tag { Tag("<td", "</td>") }
    static var textarea: Tag { Tag("<textarea", "</textarea>") }
    static var tfoot: Tag { Tag("<tfoot", "</tfoot>") }
    static var th: Tag { Tag("<th", "</th>") }
    static var thead: Tag { Tag("<thead", "</thead>") }
    static var time: Tag { Tag("<time", "</time>") }
    static var title: Tag { Tag("<title", "</title>") }
    static var tr: Tag { Tag("<tr", "</tr>") }
    static var ul: Tag { Tag("<ul", "</ul>") }

    static var svg: Tag { Tag("<svg", "</svg>") }
    static var svgGroup: Tag { Tag("<g", "</g>") }
    static var svgText: Tag { Tag("<text", "</text>") }
    static var svgTitle: Tag { Tag("<title", "</title>") }
}

extension VoidTag {
    static var img: VoidTag { VoidTag("<img") }
    static var input: VoidTag { VoidTag("<input") }
    static var link: VoidTag { VoidTag("<link") }
    static var meta: VoidTag { VoidTag("<meta") }
    static var svgRect: VoidTag { VoidTag("<rect", "/>") }
    static var svgLine: VoidTag { VoidTag("<line", "/>") }
}

extension HTML {
    /// An element around what `content` writes.
    @inline(__always)
    mutating func element<each Given: Attribute>(
        _ tag: Tag, _ attributes: repeat each Given, content: (inout HTML) -> Void
    ) {
        markup(tag.start)
        for attribute in repeat each attributes { attribute.write(into: &self) }
        markup(">")
        content(&self)
        markup(tag.end)
    }

    /// An element around a text of anybody's.
    @inline(__always)
    mutating func element<each Given: Attribute>(_ tag: Tag, _ attributes: repeat each Given, text: String) {
        element(tag, repeat each attributes) { $0.text(text) }
    }

    /// An element around a phrase.
    @inline(__always)
    mutating func element<each Given: Attribute>(_ tag: Tag, _ attributes: repeat each Given, say phrase: Phrase) {
        element(tag, repeat each attributes) { $0.say(phrase) }
    }

    /// An element that never has content.
    @inline(__always)
    mutating func void<each Given: Attribute>(_ tag: VoidTag, _ attributes: repeat each Given) {
        markup(tag.start)
        for attribute in repeat each attributes { attribute.write(into: &self) }
        markup(tag.end)
    }
}
