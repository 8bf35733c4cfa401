using System.Runtime.Intrinsics;
using System.Text;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Functions;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The compiler's own functions: the text that it emits, compiled once for all kernels that are interpreted.</summary>
internal static class VectorFunctions
{
    public delegate Vector512<float> Function(Vector512<float> x);

    public delegate Vector512<uint> RandomBits(uint seed, uint step, Vector512<uint> element, Vector512<uint> sample);

    public delegate Vector512<float> FromBits(Vector512<uint> bits);

    private const string Class = "Functions";

    private static readonly Lazy<DynamicAssembly> Compiled = new(() => DynamicAssembly.Compile(Source()));

    /// <summary>A function of one vector.</summary>
    /// <param name="name">Its name in the generated code.</param>
    public static Function Get(string name) => Method<Function>(name);

    /// <summary>Sixteen uniform numbers in [0, 1).</summary>
    public static Func<uint, uint, Vector512<uint>, Vector512<uint>, Vector512<float>> Uniform { get; } = MakeUniform();

    private static TDelegate Method<TDelegate>(string name)
        where TDelegate : Delegate => Compiled.Value.Method<TDelegate>(Class, name);

    private static Func<uint, uint, Vector512<uint>, Vector512<uint>, Vector512<float>> MakeUniform()
    {
        Lazy<RandomBits> bits = new(() => Method<RandomBits>("Threefry2x32"));
        Lazy<FromBits> uniform = new(() => Method<FromBits>("Uniform01"));
        return (seed, step, element, sample) => uniform.Value(bits.Value(seed, step, element, sample));
    }

    private static string Source()
    {
        StringBuilder source = new(string.Join('\n', NamespaceAliases.Directives) + "\n\npublic static class " + Class + "\n{\n");
        foreach (ElementaryFunction function in ElementaryFunctions.All)
            source
                .Append(
                    function
                        .Source.Replace("private static", "public static", StringComparison.Ordinal)
                        .Replace("AggressiveInlining", "AggressiveOptimization", StringComparison.Ordinal))
                .Append('\n');
        return source.Append("}\n").ToString();
    }
}
