extension Stylesheet {
    /// Tables that become cards on a phone, and lists of rows.
    static let lists = #"""
        .table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; }
        .table th { padding: .375rem .75rem; font-size: .8125rem; font-weight: 500; color: var(--muted); text-align: start; white-space: nowrap; border-bottom: 1px solid var(--line); }
        .table td { padding: .6875rem .75rem; vertical-align: top; }
        .table tr + tr td { border-top: 1px solid var(--line); }
        .table tbody tr:hover { background: var(--hover); }
        .table td:first-child a { font-weight: 550; color: var(--text); }
        .table td:first-child { overflow-wrap: anywhere; min-width: 8rem; }
        .table :is(td, th):first-child { padding-inline-start: 1.125rem; }
        .table :is(td, th):last-child { padding-inline-end: 1.125rem; }
        .table .end, .list tr > :last-child { text-align: end; white-space: nowrap; }
        .table :is(time, [title]) { white-space: nowrap; }
        .list .st { white-space: normal; }
        .table tfoot td { border-top: 1px solid var(--line); font-weight: 600; }
        .wide td:first-child { width: 42%; }
        .facing { text-align: end; }
        .facing + .row { flex-basis: 100%; justify-content: flex-end; }
        @container (max-width: 32rem) {
            .list, .list tbody { display: block; }
            .list thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
            .list tr { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .125rem 1rem; padding: .75rem 1.125rem; }
            .list tr + tr { border-top: 1px solid var(--line); }
            .list.table tr td { padding: 0; }
            .list tr td { font-size: .8125rem; color: var(--muted); }
            .list tr + tr td { border: 0; }
            .list td:nth-child(odd) { text-align: start; }
            .list td:nth-child(even) { text-align: end; }
            .list td:first-child { font-size: .9375rem; color: var(--text); }
            .list td:first-child a::after { content: ""; position: absolute; inset: 0; }
            .list .st { color: var(--text); }
            .list td:empty { display: none; }
            .wide td:nth-child(-n + 2) { grid-column: 1 / -1; width: auto; text-align: start; }
            .wide td:nth-child(2) { padding-block: .25rem; }
            .facing { display: flex; align-items: baseline; gap: .875rem; text-align: start; }
            .facing > :first-child { flex: none; }
            .facing + .row { justify-content: flex-start; }
            .rows > li > .st { flex-basis: 100%; }
            .keep { font-size: .8125rem; }
            .table.keep td:first-child { min-width: 4rem; }
            .keep :is(td, th) { padding-inline: .375rem; }
        }
        @container (max-width: 17rem) { .keep, .keep th { font-size: .75rem; } }
        .rows > li { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: .75rem 1.125rem; }
        .rows > li + li { border-top: 1px solid var(--line); }
        .rows > li > :first-child { flex: 1 1 10rem; min-width: 0; overflow-wrap: anywhere; }
        .rows strong, .rows strong a { color: var(--text); font-weight: 550; }
        .rows p { color: var(--muted); font-size: .875rem; }
        .rows [title] + .st { margin-inline-start: .375rem; }
        .rows .plain { margin-inline: -.5rem; }
        .rows.deep > li { align-items: flex-start; padding-block: 1rem; }
        .rows .prose { color: inherit; }
        .rows .more > summary { min-height: 0; margin: 0; }
        .pager { display: flex; gap: .5rem; justify-content: flex-end; }
        .sift { display: flex; align-items: end; gap: .625rem; }
        form.sift .field { flex: 1 1 8.5rem; max-width: 16rem; margin: 0; }
        @media (max-width: 44rem) {
            .sift { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
            .sift a { grid-column: 1 / -1; }
        }
        .tabs { display: flex; gap: .25rem; }
        .tabs a { padding: .375rem .75rem; color: var(--muted); font-weight: 500; }
        .tabs a:hover { background: var(--hover); text-decoration: none; }
        .tabs a[aria-current] { background: var(--tint); color: var(--link); }
        """#

    /// Everything that is filled in.
    static let forms = #"""
        label, legend { display: block; font-weight: 550; font-size: .875rem; }
        .field + .field, .field + .row, .field + .button, .fields > * + * { margin-top: 1rem; }
        .fields { max-width: 34rem; }
        .fields > :is([type=hidden], [hidden]) + * { margin-top: 0; }
        form > .note { margin-bottom: 1rem; }
        @media (min-width: 72rem) {
            .card:has(> .spread ~ .fields) { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); column-gap: 2rem; }
            .card:has(> .spread ~ .fields) > * { grid-column: 2; }
            .card:has(> .spread ~ .fields) > .spread { grid-area: 1 / 1 / span 9; align-self: start; }
            .card > .spread + .fields { margin-top: 0; }
        }
        .field > .hint { margin-top: .25rem; }
        .wrong { display: flex; gap: .375rem; margin-top: .375rem; color: var(--bad); font-size: .8125rem; font-weight: 500; }
        .wrong::before { content: ""; flex: none; width: .75rem; height: .75rem; margin-top: .25rem; background: currentColor; clip-path: polygon(50% 2%, 100% 96%, 0 96%); }
        input:not([type=checkbox], [type=radio]), select, textarea { width: 100%; min-height: 2.375rem; margin-top: .3125rem; padding: .375rem .75rem; border: 1px solid var(--border); background: var(--surface); color: var(--text); font: inherit; }
        select { appearance: none; padding-inline-end: 2rem; background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%); background-size: .3125rem .3125rem; background-position: right 1.0625rem center, right .75rem center; background-repeat: no-repeat; text-overflow: ellipsis; }
        [dir=rtl] select { background-position: left .75rem center, left 1.0625rem center; }
        textarea { min-height: 6rem; resize: vertical; }
        ::placeholder { color: var(--muted); opacity: 1; }
        :is(input, select, textarea)[aria-invalid] { border-color: var(--bad); }
        .tick { display: flex; gap: .625rem; }
        .tick input { flex: none; width: 1.125rem; height: 1.125rem; margin: .1875rem 0 0; }
        form:has([value=none]:checked) .for-credential, form:has([value=none]:checked):has([value=prefect]:not(:checked)) .for-address { display: none; }
        fieldset { border: 0; min-width: 0; }
        legend { padding: 0; }
        fieldset > * + * { margin-top: .625rem; }
        dialog { width: min(26rem, calc(100vw - 2rem)); padding: 1.5rem; border: 0; border-radius: 1rem; background: var(--surface); color: var(--text); box-shadow: 0 1rem 3rem rgb(0 0 0 / .3), 0 0 0 1px var(--line); }
        dialog::backdrop { background: rgb(0 0 0 / .4); }
        dialog p { margin-top: .375rem; }
        dialog .row { justify-content: flex-end; margin-top: 1.25rem; }
        details.more > summary { cursor: pointer; font-weight: 550; color: var(--link); min-height: 2rem; }
        details.more[open] > summary { margin-bottom: .75rem; }
        """#

    /// Charts and timelines.
    static let pictures = #"""
        .chart { width: calc(100% - 2.25rem); margin-inline-start: 2.25rem; overflow: visible; direction: ltr; }
        .chart line { stroke: var(--line); }
        .chart rect { rx: 2px; }
        .month rect { width: calc(200% / 3 / \#(DashboardPage.chartedDays)); }
        .chart text { fill: var(--muted); font-size: .75rem; }
        .fine { fill: var(--primary); }
        .hatch { fill: var(--bad-tint); }
        .hatch + rect, .poor { fill: var(--bad); }
        .qr { display: block; width: 100%; max-width: 15rem; border-radius: .5rem; }
        .legend { display: flex; gap: .25rem 1.25rem; color: var(--muted); }
        .legend li { display: flex; align-items: center; gap: .4375rem; }
        .health { width: 9rem; max-width: 100%; height: .5rem; border-radius: 1rem; overflow: hidden; background: var(--line); margin: .25rem 0; }
        .lanes > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .375rem 1rem; padding: .6875rem 1.125rem; align-items: center; }
        .lanes > li + li { border-top: 1px solid var(--line); }
        .lane { grid-column: 1 / -1; width: 100%; height: .625rem; border-radius: 1rem; background: var(--hover); }
        .lane .move { fill: var(--link); opacity: .55; }
        .lane .rest { fill: var(--muted); opacity: .55; }
        .lanes .took { grid-area: 1 / 2; }
        .lanes p { grid-column: 1 / -1; color: var(--muted); font-size: .8125rem; }
        .axis { display: none; }
        @container (min-width: 44rem) {
            .card > .axis { display: flex; justify-content: space-between; margin: -1.375rem 6.5rem -.125rem 18rem; }
            .lanes > li { grid-template-columns: minmax(0, 17rem) minmax(0, 1fr) 5.5rem; }
            .lane { grid-area: 1 / 2; }
            .lanes .took { grid-area: 1 / 3; text-align: end; }
            .lanes p { grid-column: 1 / 3; margin: -.25rem 0 0 1.375rem; }
        }
        @media print { .bar, .row, .pager, .crumb { display: none; } .framed { display: block; } .card { box-shadow: none; } }
        """#
}
