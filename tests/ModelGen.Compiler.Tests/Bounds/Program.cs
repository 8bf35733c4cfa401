using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;

namespace ModelGen.Compiler.Tests.Bounds;

/// <summary>The test assembly run as a program: generates models in a process of its own, whose memory can be limited.</summary>
/// <remarks>
/// Reads declarations, one a line: the model's attributes, and behind a tab the blocks it uses. Writes a line for each: what was found,
/// the lines of code, and the bytes that were allocated for finding and for generating.
/// </remarks>
internal static class Program
{
    public static void Main()
    {
        // The compiler lies beside the tests, but is none of the packages that the host knows of.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"));
        GenerateAll();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GenerateAll()
    {
        // The first model compiles the compiler, too.
        Generate(DeclarationText.Model("[Input(2), Dense(2), MeanSquaredError, Sgd(0.1f)]"));
        while (Console.In.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            Console.Out.WriteLine(Generate(DeclarationText.Model(parts[0], parts.ElementAtOrDefault(1) ?? "")));
            Console.Out.Flush();
        }
    }

    private static string Generate(ModelSpec spec)
    {
        long start = GC.GetTotalAllocatedBytes(precise: true);
        string errors = string.Join(
            "; ",
            ModelCompiler.Check(spec).Where(d => d.Descriptor.Severity == Severity.Error).Select(d => $"{d.Descriptor.Id} {d.Message}"));
        ModelCompiler.EmitSurface(spec);
        long found = GC.GetTotalAllocatedBytes(precise: true);
        long lines = ModelCompiler.EmitKernels(spec).Sum(file => file.Text.LongCount(c => c == '\n'));
        long generated = GC.GetTotalAllocatedBytes(precise: true);
        return string.Create(CultureInfo.InvariantCulture, $"{errors}\t{lines}\t{found - start}\t{generated - found}");
    }
}
