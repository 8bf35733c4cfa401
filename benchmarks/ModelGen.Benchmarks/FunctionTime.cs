using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks;

/// <summary>Measures what edits cost where layers and losses are functions of the user.</summary>
internal static class FunctionTime
{
    // A ten in each is edited.
    private const string Few =
        """
        using ModelGen;
        using static ModelGen.Tensor;

        [Model, Input(20), Dense(32), Apply(nameof(QuickGelu)), Dense(3), Loss(nameof(Focal)), Adam(1e-3)]
        public sealed partial class Net
        {
            private static Tensor QuickGelu(Tensor x) => x * Sigmoid(1.10 * x);

            private static Tensor Focal(Tensor logits, Labels labels)
            {
                Tensor p = Softmax(logits).Pick(labels);
                return -Pow(1 - p, 2) * Log(p);
            }
        }
        """;

    private const string Many =
        """
        using ModelGen;
        using static ModelGen.Tensor;

        [Model, Input(64), Dense(64), Apply(nameof(QuickGelu)), Apply(nameof(Normalized)), Dense(64), Apply(nameof(QuickGelu))]
        [As("gate"), Dense(64), Apply(nameof(Gated), "gate"), Apply(nameof(Attended)), Apply(nameof(Noisy)), Dense(8)]
        [Loss(nameof(Focal)), Adam(1e-3)]
        public sealed partial class Net
        {
            private static Tensor QuickGelu(Tensor x) => x * Sigmoid(1.10 * x);

            private static Tensor Normalized(Tensor x)
            {
                Tensor centered = x - x.Mean(-1);
                return centered / Sqrt(Square(centered).Mean(-1) + 1e-5) * Parameter("weight", x.Shape, start: 1);
            }

            private static Tensor Gated(Tensor x, Tensor gate) => x * Sigmoid(gate) + (1 - Sigmoid(gate)) * Tanh(x);

            private static Tensor Attended(Tensor x)
            {
                Tensor heads = x.Reshape(4, 16), scores = heads.MatMul(heads.Transpose()) / Math.Sqrt(16);
                Tensor result = heads;
                for (int i = 0; i < 4; i++) result = 0.5 * result + 0.5 * Softmax(scores).MatMul(result);
                return result.Reshape(64);
            }

            private static Tensor Noisy(Tensor x) => IsTraining ? x + 0.1 * Normal(x.Shape) : x;

            private static Tensor Focal(Tensor logits, Labels labels)
            {
                Tensor p = Softmax(logits).Pick(labels);
                return -Pow(1 - p, 2) * Log(p);
            }
        }
        """;

    /// <summary>Prints the table: medians of many edits in this process, which must be fresh.</summary>
    public static int Table()
    {
        TextTable table = new(
            ["<edit", "members", "analyzer", "together"], [.. Rows("a layer and a loss", Few), .. Rows("six functions", Many)]);
        table.Show();
        Console.WriteLine($"Milliseconds. {Machine.This(CommonOptions.Apply(null))}");
        return 0;
    }

    private static string[][] Rows(string name, string source)
    {
        CSharpCompilation compilation = CompileTime.Compilation(
            source, "internal static class Elsewhere { public const int Ten = 10; }");
        _ = CompileTime.Cold(compilation);
        return [Row(name + ", inside of one", 0), Row(name + ", elsewhere", 1)];

        string[] Row(string edit, int file)
        {
            EditorTime time = EditorTime.After(compilation, file);
            return [edit, Print(time.Members), Print(time.Analyzer), Print(time.Members + time.Analyzer)];
        }

        static string Print(double number) => number.ToString("F2", CultureInfo.InvariantCulture);
    }
}
