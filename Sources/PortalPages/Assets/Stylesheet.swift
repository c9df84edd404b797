/// The one stylesheet, written by hand. Colours come from the brand's own sheet, beside it.
enum Stylesheet {
    static let text = [frame, content, lists, forms, pictures].joined(separator: "\n")

    /// The same rules in UTF-8, without comments and the spaces that only readers need.
    static func compact(_ css: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(css.utf8)[...]
        var owesSpace = false
        var isQuoted = false
        while let byte = rest.popFirst() {
            if isQuoted {
                result.append(byte)
                isQuoted = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "/"), rest.first == UInt8(ascii: "*") {
                while let skipped = rest.popFirst(), skipped != UInt8(ascii: "*") || rest.first != UInt8(ascii: "/") {}
                rest.removeFirst()
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
                owesSpace = true
            } else {
                if owesSpace, let last = result.last, !bindsAfter(last), !bindsBefore(byte) { result.append(32) }
                if byte == UInt8(ascii: "}"), result.last == UInt8(ascii: ";") { result.removeLast() }
                owesSpace = false
                isQuoted = byte == UInt8(ascii: "\"")
                result.append(byte)
            }
        }
        return result
    }

    /// A space before a colon begins a selector of its own, so only the one after it can go.
    private static func bindsAfter(_ byte: UInt8) -> Bool { bindsBefore(byte) || byte == UInt8(ascii: ":") }

    private static func bindsBefore(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: ">"): true
        default: false
        }
    }
}

extension Stylesheet {
    /// Ground rules and the frame around every page.
    fileprivate static let frame = #"""
        *, ::before, ::after { box-sizing: border-box; }
        :root {
            --line: color-mix(in srgb, var(--border) 34%, transparent);
            --hover: color-mix(in srgb, var(--text) 5%, transparent);
            --lift: 0 1px 2px rgb(0 0 0 / .05), 0 0 0 1px var(--line);
            --round: .75rem;
            accent-color: var(--primary);
            scrollbar-gutter: stable;
        }
        body {
            margin: 0;
            font: .9375rem/1.5 system-ui, sans-serif;
            font-variant-numeric: tabular-nums;
            color: var(--text);
            background: var(--background);
            overflow-wrap: anywhere;
            -webkit-text-size-adjust: 100%;
            -webkit-tap-highlight-color: transparent;
        }
        h1, h2, p, ul, ol, dl, dd, table, fieldset, pre { margin: 0; padding: 0; }
        h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -.018em; text-wrap: balance; }
        h2 { font-size: 1rem; line-height: 1.4; font-weight: 600; letter-spacing: -.006em; }
        ul, ol { list-style: none; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; text-underline-offset: .2em; }
        p a:not(.button), footer a { text-decoration: underline; text-decoration-color: color-mix(in srgb, var(--link) 40%, transparent); text-underline-offset: .2em; }
        svg { display: block; flex: none; }
        .bar, .brand, .menu, .side nav a, .space summary, .space p, .space button, .space li span, .who, .row, .spread { display: flex; align-items: center; }
        .row, .spread, .head, .sift, .legend { flex-wrap: wrap; }
        .spread, .head, .space button, .space li span { justify-content: space-between; }
        .side nav a, .space summary, .space p, .space ul, .button, .code, .mono, .skip, .tabs a, input, select, textarea { border-radius: .5rem; }
        .card, .tile, .space summary, .space ul { background: var(--surface); box-shadow: var(--lift); }
        .card, .tile, .note, .starts .button { border-radius: var(--round); }
        .i { width: 1.125rem; height: 1.125rem; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: .375rem; }
        .quiet, .hint, dt { color: var(--muted); }
        .small, .hint, dt, .crumb, .legend { font-size: .8125rem; }
        .vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .skip { position: fixed; inset: .5rem auto auto .5rem; z-index: 9; padding: .5rem 1rem; background: var(--primary); color: var(--on-primary); }
        .skip:not(:focus) { clip-path: inset(50%); }

        /* The bar: across the top of a phone, down the side of a desk. */
        .bar { position: sticky; top: 0; z-index: 2; gap: .75rem; height: 3.5rem; padding: 0 1rem; background: var(--background); border-bottom: 1px solid var(--line); }
        .brand { gap: .625rem; min-width: 0; height: 2.5rem; color: var(--text); font-weight: 620; letter-spacing: -.01em; }
        .brand:hover { text-decoration: none; }
        .brand span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .brand img { display: block; height: 1.75rem; width: auto; max-width: 10rem; object-fit: contain; object-position: left; }
        .mono { display: grid; place-items: center; flex: none; width: 1.75rem; height: 1.75rem; background: var(--primary); color: var(--on-primary); font-size: .875rem; font-weight: 650; }
        .menu { gap: .5rem; height: 2.5rem; margin-inline-start: auto; padding: 0 .75rem; }
        .side { inset: 3.5rem 0 auto; width: auto; max-height: calc(100dvh - 3.5rem); margin: 0; padding: .75rem; border: 0; border-bottom: 1px solid var(--line); background: var(--background); color: inherit; overflow: auto; box-shadow: 0 1rem 2rem rgb(0 0 0 / .12); }
        .side::backdrop { background: rgb(0 0 0 / .25); inset: 3.5rem 0 0; }
        .side nav a { gap: .75rem; padding: .625rem .75rem; color: var(--text); font-weight: 500; }
        .side nav a:hover { background: var(--hover); text-decoration: none; }
        .side nav svg { color: var(--muted); }
        .side nav a[aria-current] { background: var(--tint); color: var(--link); }
        .side nav a[aria-current] svg { color: inherit; }
        .side nav li + li { margin-top: 1px; }
        .space { margin-bottom: .75rem; }
        .space summary, .space p { gap: .5rem; min-height: 2.5rem; padding: .375rem .75rem; font-weight: 550; }
        .space summary { cursor: pointer; list-style: none; }
        .space summary::-webkit-details-marker { display: none; }
        .space summary span { flex: 1; min-width: 0; }
        .space ul { margin-top: .25rem; padding: .25rem; }
        .space button, .space li span { gap: .5rem; width: 100%; padding: .5rem; border: 0; border-radius: .375rem; background: none; color: inherit; font: inherit; text-align: start; }
        .space button { cursor: pointer; }
        .space button:hover { background: var(--hover); }
        .space li span { color: var(--link); font-weight: 550; }
        .who { gap: .625rem; margin-top: .75rem; padding: .75rem .75rem 0; border-top: 1px solid var(--line); }
        .who div { flex: 1; min-width: 0; font-size: .8125rem; line-height: 1.35; }
        .who div * { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .who strong { font-weight: 550; }
        .who .plain { padding: .5rem; color: var(--muted); }
        main { padding: 1.5rem 1rem 4rem; outline: 0; }
        main > * + * { margin-top: 1.25rem; }
        @media (min-width: 56rem) {
            .framed { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); }
            .bar { flex-direction: column; align-items: stretch; gap: 1rem; height: 100dvh; padding: 1.125rem .75rem; border: 0; border-inline-end: 1px solid var(--line); }
            .bar > .brand { flex: none; margin: 0 .625rem; }
            .bar .menu { display: none; }
            .side { display: flex; flex-direction: column; flex: 1; position: static; max-height: none; padding: 0; border: 0; box-shadow: none; }
            .side nav a { padding: .4375rem .625rem; }
            .side nav { flex: 1; }
            .space summary, .space p { padding-inline: .625rem; }
            .who { padding-inline: .625rem 0; }
            main { width: 100%; max-width: 68rem; margin: 0 auto; padding: 2.5rem 2.5rem 5rem; }
            main > * + * { margin-top: 1.5rem; }
        }

        /* Pages of few words. */
        .alone { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; align-content: start; gap: 1.5rem; min-height: 100dvh; padding: 12dvh 1rem 3rem; }
        .alone .brand { justify-content: center; max-width: 100%; height: auto; font-size: 1.125rem; }
        .alone .brand img { height: 2.5rem; max-width: 14rem; }
        .alone .mono { width: 2.25rem; height: 2.25rem; font-size: 1.0625rem; border-radius: .625rem; }
        .alone main { width: 100%; max-width: 24rem; padding: 0; }
        .alone .card { padding: 1.75rem; }
        .alone footer { text-align: center; }
        .alone header { max-width: 100%; }
        .alone h1 { font-size: 1.25rem; }
        .alone h1 + p { margin-top: .5rem; }
        .alone form, .alone .go { margin-top: 1.25rem; }
        .alone .button { width: 100%; }
        .alone .button + .button { margin-top: .5rem; }
        .tour { padding-block: .25rem .5rem; }
        .tour li { display: flex; gap: .875rem; padding-block: .5rem; }
        .tour .i { margin-top: .125rem; color: var(--link); }
        .tour p { color: var(--muted); font-size: .875rem; }
        .tour strong { font-weight: 600; }
        """#

    /// Headings, cards, notes and figures.
    fileprivate static let content = #"""
        .head { display: flex; align-items: flex-start; gap: .75rem 1.5rem; }
        .head > :first-child { flex: 1 1 20rem; min-width: 0; }
        .head p { margin-top: .25rem; color: var(--muted); max-width: 44rem; }
        .crumb { display: inline-flex; align-items: center; max-width: 100%; overflow-wrap: anywhere; gap: .125rem; margin: 0 0 .375rem; margin-inline-start: -.3125rem; color: var(--muted); min-height: 1.5rem; }
        [dir=rtl] .crumb svg { transform: scaleX(-1); }
        .row { gap: .5rem; }
        .spread { gap: .25rem 1rem; }
        .card { container-type: inline-size; padding: 1.125rem; min-width: 0; }
        .card > * + * { margin-top: .75rem; }
        .card > .table, .card > .rows { margin: .5rem -1.125rem 0; width: calc(100% + 2.25rem); }
        .card > .table:last-child, .card > .rows:last-child { margin-bottom: -.625rem; }
        .card > .table:first-child, .card > .rows:first-child { margin-top: -.375rem; }
        .two { display: grid; gap: 1.25rem; }
        @media (min-width: 72rem) { .two { grid-template-columns: minmax(0, 5fr) minmax(0, 3fr); align-items: start; gap: 1.5rem; } }
        .two > * + * { margin-top: 0; }
        .stack > * + * { margin-top: 1.25rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: .75rem; }
        .tile { display: flex; flex-direction: column; justify-content: space-between; padding: .875rem 1.125rem; }
        .tile dd { margin-top: .125rem; font-size: clamp(1.1875rem, 5vw, 1.5rem); line-height: 1.25; font-weight: 620; letter-spacing: -.02em; overflow-wrap: normal; }
        .tile dd a { color: inherit; }
        .tile .bad { color: var(--bad); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(8.75rem, 100%), 1fr)); gap: .875rem 1.25rem; }
        .facts dd { font-weight: 500; overflow-wrap: anywhere; }
        @container (max-width: 32rem) {
            .facts { grid-template-columns: minmax(0, 1fr); gap: .5rem; }
            .facts > div:not(:has(.prose)) { display: flex; justify-content: space-between; gap: 1.5rem; }
            .facts dt { flex: none; padding-top: .0625rem; }
            .facts dd:not(.prose) { text-align: end; min-width: 0; }
        }
        .note { display: flex; gap: .75rem; padding: .75rem 1rem; background: var(--tint); }
        .note > div { flex: 1; min-width: 0; }
        .note + .note { margin-top: .5rem; }
        .note strong { font-weight: 600; }
        .note .spread { row-gap: .5rem; }
        .note .spread > :first-child { flex: 1 1 18rem; }
        .note li + li { margin-top: .5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
        .note.warn { background: var(--warn-tint); }
        .note.bad { background: var(--bad-tint); }
        .note::before { content: ""; flex: none; width: .25rem; border-radius: 1rem; background: var(--link); }
        .note.warn::before { background: var(--warn); }
        .note.bad::before { background: var(--bad); }
        .empty { padding: 2.5rem 1rem; text-align: center; color: var(--muted); }
        .empty .i { width: 3rem; height: 3rem; margin: 0 auto .75rem; padding: .8125rem; border-radius: 50%; background: var(--tint); color: var(--link); }
        .empty strong { display: block; color: var(--text); font-weight: 600; }
        .empty p { max-width: 28rem; margin: .25rem auto 0; }
        .prose { white-space: pre-line; max-width: 44rem; }
        code, .code { font: .8125rem/1.6 ui-monospace, Menlo, Consolas, monospace; }
        .code { display: block; overflow-x: auto; padding: .875rem 1rem; background: var(--background); box-shadow: inset 0 0 0 1px var(--line); white-space: pre-wrap; }
        .code.once { user-select: all; font-size: .875rem; }

        .button { display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 2.375rem; padding: .375rem .875rem; border: 1px solid var(--border); background: var(--surface); color: var(--text); font: inherit; font-weight: 550; line-height: 1.25; text-align: center; text-decoration: none; overflow-wrap: break-word; cursor: pointer; }
        .button:hover { background: color-mix(in srgb, var(--text) 4%, var(--surface)); text-decoration: none; }
        .button.main { border-color: transparent; background: var(--primary); color: var(--on-primary); }
        .button.main:hover { background: color-mix(in srgb, var(--primary) 88%, var(--text)); }
        .button.risky { color: var(--bad); }
        .button[disabled] { opacity: .55; cursor: default; }
        .plain { min-height: 2rem; padding: .25rem .5rem; border: 0; border-radius: .375rem; background: none; color: var(--link); font: inherit; font-weight: 500; white-space: nowrap; cursor: pointer; }
        .plain:hover { background: var(--hover); }
        .plain.risky { color: var(--bad); }
        .starting > h2 { margin-bottom: .625rem; }
        .starts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .625rem; }
        .starts .button { width: 100%; min-height: 3.25rem; padding: .5rem 1rem; justify-content: flex-start; text-align: start; border-color: transparent; box-shadow: var(--lift); overflow-wrap: anywhere; }
        .starts svg { color: var(--link); }

        /* What something is in: a shape and a word, and a colour for those who see it. */
        .st { position: relative; display: inline-flex; align-items: center; gap: .4375rem; font-weight: 500; white-space: nowrap; --tone: var(--muted); }
        .st::before, .st::after { content: ""; flex: none; width: .9375rem; height: .9375rem; border-radius: 50%; background: var(--tone); forced-color-adjust: none; }
        .st::after { position: absolute; inset-inline-start: .21875rem; top: calc(50% - .25rem); width: .5rem; height: .5rem; border-radius: 0; background: var(--surface); }
        .st.done, .st.live { --tone: var(--good); }
        .st.fail { --tone: var(--bad); }
        .st.hold, .st.care { --tone: var(--warn); }
        .st.busy { --tone: var(--link); }
        .done::after { clip-path: polygon(12% 48%, 0 62%, 38% 96%, 100% 20%, 86% 8%, 37% 70%); }
        .fail::before { border-radius: .1875rem; transform: rotate(45deg) scale(.86); }
        .fail::after { clip-path: polygon(18% 4%, 4% 18%, 36% 50%, 4% 82%, 18% 96%, 50% 64%, 82% 96%, 96% 82%, 64% 50%, 96% 18%, 82% 4%, 50% 36%); }
        .stop::after { clip-path: inset(40% 4%); }
        .hold::after { clip-path: polygon(12% 6%, 38% 6%, 38% 94%, 12% 94%, 12% 6%, 62% 6%, 88% 6%, 88% 94%, 62% 94%, 62% 6%); }
        .open::before, .busy::before, .dash::before { background: none; border: 2px solid var(--tone); }
        .live::before { transform: scale(.6); }
        .open::after, .busy::after, .dash::after, .live::after { display: none; }
        .dash::before { border-style: dotted; }
        .busy::before { border-color: color-mix(in srgb, var(--tone) 25%, transparent); border-top-color: var(--tone); animation: turn 1.1s linear infinite; }
        .care::before { border-radius: 0; clip-path: polygon(50% 2%, 100% 96%, 0 96%); }
        .care::after { top: calc(50% - .125rem); clip-path: polygon(38% 0, 62% 0, 62% 48%, 38% 48%, 38% 66%, 62% 66%, 62% 90%, 38% 90%, 38% 66%, 38% 48%); }
        @keyframes turn { to { transform: rotate(1turn); } }
        @media (prefers-reduced-motion: reduce) { .busy::before { animation: none; } }
        @media (forced-colors: active) { .st::before { --tone: CanvasText; } .st::after { background: Canvas; } .card, .tile { border: 1px solid; } }
        """#
}
