using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lint;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>Random models without errors: whatever is found stands on something, and what is not found is not there.</summary>
public sealed class RandomLintTests
{
    private static readonly int Models = TestTier.Count(3000, 30_000);

    private static readonly string[] Layers =
    [
        "Dense(4)",
        "Dense(4, UseBias = false)",
        "Dense(4, Init = Init.Zeros)",
        "Dense(4, InitScale = 0.5f)",
        "Relu",
        "Elu",
        "PRelu",
        "LeakyRelu(0f)",
        "Gelu",
        "Tanh",
        "Sigmoid",
        "HardSigmoid",
        "Softplus",
        "Softmax",
        "Dropout(0.3f)",
        "Dropout(0.95f)",
        "Dropout(0f)",
        "BatchNorm",
        "LayerNorm",
        "GroupNorm(2)",
        "SpatialDropout(0.1f)",
        "Dense(4, WeightNorm = true)",
        "Flatten",
        "Reshape(4)",
        "Reshape(2, 2), Softmax, Flatten",
        "Shape(4)",
        "Use<Plain>",
        "Use<Nested>",
        "Residual<Plain>",
        "Residual<Linear>",
        "Residual<Wider>",
        "Repeat<Linear>(2)",
        "Repeat<Plain>(3)",
        "Parallel<Plain, Linear>, Dense(4)",
    ];

    private static readonly string[] Ends =
    [
        "SoftmaxCrossEntropy",
        "CrossEntropy",
        "BinaryCrossEntropy",
        "Hinge",
        "MeanSquaredError",
        "Huber",
    ];

    private const string Blocks = """
        [Block] [Dense(4), Relu, Dropout(0.2f), Dense(4)] class Plain;
        [Block] [Dense(4)] class Linear;
        [Block] [As("a"), Tanh, Dense(4), Add("a")] class Sum;
        [Block] [Use<Sum>, Residual<Plain>, Repeat<Linear>(2)] class Nested;
        [Block] [Flatten, Dense(4), Relu] class Wider;
        """;

    [Fact]
    public void Findings_are_sound()
    {
        Random random = new(TestSeed.Value);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < Models; i++)
        {
            string text = Declaration(random);
            ModelSpec spec = DeclarationText.Model(text, Blocks);
            BuiltModel model = Interpreted.Build(spec, Mode.Training);
            IReadOnlyList<Diagnostic> found = ModelCompiler.Check(spec);
            foreach (Diagnostic diagnostic in found)
                counts[diagnostic.Descriptor.Id] = counts.GetValueOrDefault(diagnostic.Descriptor.Id) + 1;
            string where = $"{TestSeed.Text}, model {i}: {text}\n{string.Join('\n', found)}";

            Assert.True(
                found.Select(diagnostic => (diagnostic.Descriptor.Id, diagnostic.Location)).Distinct().Count() == found.Count,
                where);
            Assert.All(found, diagnostic => Assert.True(diagnostic.Location.Attribute >= 0, where));
            AssertAllIsUsedOrReported(model, found, where);
        }

        // Every rule on layers had its occasion, and not all models are bad.
        string[] expected =
        [
            .. DiagnosticCatalogue
                .All.Select(descriptor => descriptor.Id)
                .Where(id => string.CompareOrdinal(id, "MG2001") >= 0 && string.CompareOrdinal(id, "MG2040") < 0),
        ];
        // A softmax of one, and images: these models have four features. None normalizes a weight.
        Assert.Equal(["MG2005", "MG2012", "MG2016", "MG2017", "MG2018"], expected.Except(counts.Keys));
    }

    /// <summary>If nothing is said to be without use, all calls lead to the loss or to an output.</summary>
    private static void AssertAllIsUsedOrReported(BuiltModel model, IReadOnlyList<Diagnostic> found, string where)
    {
        string[] unused = [DiagnosticCatalogue.UnusedName.Id, DiagnosticCatalogue.UnusedValue.Id];
        LayerCall[] roots =
        [
            .. model.Calls.Where(call =>
                call.Step.Kind.EndsWith("Entropy", StringComparison.Ordinal)
                || call.Step.Kind is "Hinge" or "MeanSquaredError" or "Huber" or "Output"),
        ];
        HashSet<LayerCall> used = CallPaths.AllBefore(roots);
        bool all = model.Calls.Where(call => call.Step.IsLayer).All(used.Contains);

        Assert.True(all || found.Any(diagnostic => unused.Contains(diagnostic.Descriptor.Id)), where);
    }

    private static string Declaration(Random random)
    {
        List<string> steps = ["Input(4)", "Dense(4)"], names = ["input"];
        int length = random.Next(2, 10);
        for (int i = 0; i < length; i++)
        {
            string name = names[random.Next(names.Count)];
            switch (random.Next(8))
            {
                case 0:
                    names.Add($"v{i}");
                    steps.Add($"As(\"v{i}\")");
                    break;
                case 1:
                    steps.Add(
                        new[] { $"Add(\"{name}\")", $"Multiply(\"{name}\")", $"Concat(\"{name}\"), Dense(4)", $"From(\"{name}\")" }[
                            random.Next(4)
                        ]);
                    break;
                default:
                    steps.Add(Layers[random.Next(Layers.Length)]);
                    break;
            }
        }

        string outputs = random.Next(3) == 0 ? $", Output(\"{names[^1]}\")" : "";
        return $"[{string.Join(", ", steps)}{outputs}] [{Ends[random.Next(Ends.Length)]}, Adam(1e-3f)]";
    }
}
