using System.Globalization;
using System.Text;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.StartUp;

/// <summary>What the first calls of a fresh process take, and how large the code is; written as JSON as it is.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Processes">How many processes each number is the median of.</param>
/// <param name="Starts">The first calls.</param>
/// <param name="Code">The size of the code of each model.</param>
internal sealed record StartUpReport(Machine Machine, int Processes, IReadOnlyList<FirstCall> Starts, IReadOnlyList<CodeSize> Code)
{
    /// <summary>The first calls as a table.</summary>
    public TextTable StartTable() =>
        new(
            ["<published", "<model", "<call", "process", "constructor", "first call", "second call", "compiler", "methods compiled"],
            [
                .. Starts.Select(start =>
                    (IReadOnlyList<string>)
                        [
                            start.Published,
                            start.Model,
                            start.Call,
                            Format.Time(start.Process / 1e3),
                            .. start.Model.Length == 0
                                ? Enumerable.Repeat(Format.None, 5)
                                :
                                [
                                    Format.Time(start.Constructor / 1e3),
                                    Format.Time(start.First / 1e3),
                                    Format.Time(start.Second / 1e3),
                                    Format.Time(start.Compiler / 1e3),
                                    Count(start.Methods),
                                ],
                        ]),
            ]);

    /// <summary>The sizes as a table.</summary>
    public TextTable CodeTable() => new(
        ["<model", "generated lines", "methods", "IL bytes"],
        [.. Code.Select(code => (IReadOnlyList<string>)[code.Model, Count(code.Lines), Count(code.Methods), Count(code.Bytes)])]);

    /// <summary>Both tables as Markdown.</summary>
    public string Markdown() => new StringBuilder(StartTable().ToMarkdown())
        .Append('\n').Append(CodeTable().ToMarkdown())
        .Append(CultureInfo.InvariantCulture, $"\n{Machine} Medians of {Processes} processes.\n")
        .ToString();

    private static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}

/// <summary>Times of a fresh process, in milliseconds.</summary>
/// <param name="Published">With code compiled beforehand, or without.</param>
/// <param name="Model">The class, or an empty string for a process that does nothing.</param>
/// <param name="Call"><c>predict</c> or <c>step</c>.</param>
/// <param name="Process">From its start to its end.</param>
/// <param name="Constructor">The constructor.</param>
/// <param name="First">The first call.</param>
/// <param name="Second">The second call.</param>
/// <param name="Compiler">The just-in-time compiler within the constructor and the first call.</param>
/// <param name="Methods">How many methods it compiled there.</param>
internal sealed record FirstCall(
    string Published,
    string Model,
    string Call,
    double Process,
    double Constructor,
    double First,
    double Second,
    double Compiler,
    double Methods);

/// <summary>The code of a model, at all vector widths together.</summary>
/// <param name="Model">The class.</param>
/// <param name="Lines">Generated lines of C#.</param>
/// <param name="Methods">Methods with a body.</param>
/// <param name="Bytes">Bytes of IL in them.</param>
internal sealed record CodeSize(string Model, int Lines, int Methods, int Bytes);
