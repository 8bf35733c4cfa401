using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Scaling;

namespace ModelGen.Benchmarks.Arm;

/// <summary>The command <c>arm</c>: compiles models for Arm64, and looks at the loops of their products.</summary>
internal static class ArmCommand
{
    /// <summary>Methods that ask for the last tier are left to the just-in-time compiler by Crossgen2.</summary>
    private const string LastTier = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private static readonly string[] Models = ["Digits", "WideDigits"];

    private static readonly IReadOnlyList<Option> Options = [CommonOptions.Out, CommonOptions.Docs, CommonOptions.Help];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>arm</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Words.Count > 0) throw new UsageException($"arm takes no '{line.Words[0]}'; see arm --help.");
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- arm [options]

                Compiles the models of T1 and T2 for Arm64 with Crossgen2, which NuGet brings, and checks the loops of their products: fused
                multiply-adds of full vectors, no calls, no sums on the stack. Needs no Arm processor, and measures no time.

                Options:
                {CommandLine.Describe(Options)}
                """);
            return 0;
        }

        string folder = Path.Combine(Repository.Root, "artifacts", "arm");
        Directory.CreateDirectory(folder);
        string library = Path.Combine(folder, "Generated.dll");
        string source = File.ReadAllText(Path.Combine(Repository.Root, "benchmarks", "ModelGen.StartUp", "Models.cs"));
        new GeneratedAssembly(source, code => code.Replace(LastTier, "", StringComparison.Ordinal)).Save(library);

        ArmReport report = ArmReport.Of(Crossgen.ListArm64(library, folder), Models);
        report.Table().Show();
        foreach (string problem in report.Problems)
            Console.WriteLine(problem);
        ReportFiles.Write(
            CommonOptions.OutOf(line),
            "arm",
            "# Arm\n\n" + report.Markdown(),
            report,
            line.Has(CommonOptions.Docs.Name) ? report.Markdown() : null);
        return report.Problems.Count == 0 ? 0 : 1;
    }
}
