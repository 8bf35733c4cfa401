using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Compiler.Tests.Bounds;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>
/// Measures how long the generator takes for declarations whose numbers are far from those of use: to refuse them, as an editor waits for
/// it, and to write all kernels of those that it accepts.
/// </summary>
internal static class BoundsTime
{
    private const int Rounds = 5;

    private static readonly string[] Columns = ["declaration", "answer", "editor", "build", "lines of kernels"];

    /// <summary>Prints the table: milliseconds, the least of some rounds in one process.</summary>
    /// <param name="writeDocs">Whether the page of the docs gets it, too.</param>
    public static int Table(bool writeDocs)
    {
        // The first model compiles the compiler, too.
        for (int i = 0; i < 20; i++) Measure("Input(8, 8, 8), Conv2D(4, 3), BatchNorm, Relu, MaxPool2D(2), Flatten, Dense(2)", "");
        Row[] refused = [.. ExtremeTable.Refused.Select(row => Least(row.Layers, row.Blocks))];
        Row[] accepted = [.. ExtremeTable.Accepted.Select(row => Least(row.Layers, row.Blocks))];
        TextTable table = new(Columns, [.. refused.Concat(accepted).Select(Print)]);
        table.Show();
        (double toRefuse, double toGenerate) = (refused.Max(row => row.Editor), accepted.Max(row => row.Build));
        string most = string.Create(
            CultureInfo.InvariantCulture,
            $"The longest refusal took {toRefuse:N0} ms, the longest generation {toGenerate:N0} ms.");
        Console.WriteLine(most);
        if (writeDocs)
            MarkdownSection.Replace(
                ReportFiles.Docs,
                "bounds",
                $"{table.ToMarkdown()}\nMilliseconds. {most} {Machine.This(CommonOptions.Apply(null))}\n");
        return 0;
    }

    private static string[] Print(Row row) =>
    [
        "`" + Short(row.Layers) + "`",
        row.Answer,
        row.Editor.ToString("F1", CultureInfo.InvariantCulture),
        row.Lines == 0 ? "" : row.Build.ToString("N0", CultureInfo.InvariantCulture),
        row.Lines == 0 ? "" : row.Lines.ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static string Short(string layers) => layers.Length <= 70 ? layers : layers[..69] + "…";

    private static Row Least(string layers, string blocks)
    {
        Row[] rows = [.. Enumerable.Range(0, Rounds).Select(_ => Measure(layers, blocks))];
        return rows[0] with { Editor = rows.Min(row => row.Editor), Build = rows.Min(row => row.Build) };
    }

    /// <summary>Each round is a compilation and a driver of its own, and a name that was not there before: nothing is remembered.</summary>
    private static Row Measure(string layers, string blocks)
    {
        string name = "Net" + Guid.NewGuid().ToString("N");
        CSharpCompilation compilation = CompileTime.Compilation($"""
            using ModelGen;

            {blocks.Replace("class ", "public partial class ", StringComparison.Ordinal)}

            [Model, {layers}, MeanSquaredError, Sgd(0.1f)]
            public sealed partial class {name};
            """);

        // Roslyn binds the attributes in any case.
        _ = compilation.GetDiagnostics();
        (GeneratorDriverRunResult members, double editor) = Run(compilation, IncrementalGeneratorOutputKind.Implementation);

        // What both halves need was remembered: the second run takes as long as the kernels.
        (GeneratorDriverRunResult all, double kernels) = Run(compilation, IncrementalGeneratorOutputKind.None);
        string[] errors =
        [
            .. all.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id),
        ];
        if (errors.Length > 0) return new Row(layers, string.Join(", ", errors.Distinct()), editor, 0, 0);
        int lines = all.GeneratedTrees.Sum(tree => tree.GetText().Lines.Count)
            - members.GeneratedTrees.Sum(tree => tree.GetText().Lines.Count);
        return new Row(layers, "accepted", editor, editor + kernels, lines);
    }

    private static (GeneratorDriverRunResult Result, double Milliseconds) Run(
        CSharpCompilation compilation,
        IncrementalGeneratorOutputKind without)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(without));
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        return (driver.GetRunResult(), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>What came of a declaration.</summary>
    /// <param name="Layers">Its layers.</param>
    /// <param name="Answer">The ids of errors, or that it is accepted.</param>
    /// <param name="Editor">Milliseconds until an editor has the members or knows why there are none.</param>
    /// <param name="Build">Milliseconds until a build has the kernels, too.</param>
    /// <param name="Lines">The lines of the kernels.</param>
    private sealed record Row(string Layers, string Answer, double Editor, double Build, int Lines);
}
