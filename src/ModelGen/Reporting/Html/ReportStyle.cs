namespace ModelGen.Reporting;

/// <summary>The styles of a report. Colours of lines are those of P. Tol's "bright" scheme, told apart by people who see red and green
/// alike.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --card: #f6f8fa; --line: #d0d7de; --wrong: #b3261e;
          --s0: #4477aa; --s1: #ee6677; --cell: 68, 119, 170; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --card: #161b22; --line: #30363d; --wrong: #ff8a80;
            --s0: #77aadd; --s1: #ee8866; --cell: 119, 170, 221; } }
        body { margin: 0 auto; padding: 24px; max-width: 1400px; color: var(--ink); background: var(--paper);
          font: 14px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 0 0 8px; } p { margin: 0 0 16px; color: var(--faint); }
        .grid-of-cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; overflow-x: auto; }
        section.wide { grid-column: 1 / -1; }
        .chart { width: 100%; height: auto; } .chart text { fill: var(--faint); font-size: 12px; }
        .chart.surface { max-width: 560px; }
        .grid { stroke: var(--line); } .line { fill: none; stroke-width: 2; }
        .line.s0 { stroke: var(--s0); } .line.s1 { stroke: var(--s1); }
        .dot.s0, .key.s0 { fill: var(--s0); color: var(--s0); } .dot.s1, .key.s1 { fill: var(--s1); color: var(--s1); }
        .key { margin-right: 16px; font-weight: 600; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: 3px 8px; text-align: right; }
        th { font-weight: 600; color: var(--faint); } td { border-top: 1px solid var(--line); }
        .matrix td { border: 1px solid var(--line); text-align: center; min-width: 28px; } .matrix th { text-align: center; }
        .matrix th.row { text-align: right; white-space: nowrap; } .matrix td.right { font-weight: 700; }
        .mistakes { display: flex; flex-wrap: wrap; gap: 12px; } figure { margin: 0; text-align: center; font-size: 12px; }
        figure img { width: 96px; height: 96px; object-fit: contain; image-rendering: pixelated; }
        figure img { border: 1px solid var(--line); background: #ffffff; }
        .histograms { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px; }
        .histograms .bar { fill: var(--s0); }
        .wrong { color: var(--wrong); } pre { margin: 0; font: 12px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
        """;
}
