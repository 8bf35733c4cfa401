using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>Generated code compiles without a word wherever a model may stand, and works there.</summary>
public sealed class SurroundingTests
{
    /// <summary>Loading and running costs more than compiling: these are a sample.</summary>
    private static readonly string[] AlsoRun =
    [
        "properties of the class",
        "properties of a class with images",
        "type parameters of a container",
        "global aliases",
        "containers of every kind",
        "classes named like keywords",
        "overflow checks",
        "locals that are not cleared",
        "a debug build",
    ];

    public static TheoryData<string> Names => [.. SurroundingTable.All.Select(surrounding => surrounding.Name)];

    [Fact]
    public void There_are_more_than_forty_and_each_has_a_name() =>
        Assert.True(
            SurroundingTable.All.Select(surrounding => surrounding.Name).Distinct(StringComparer.Ordinal).Count() is > 40 and var count
                && count == SurroundingTable.All.Count);

    /// <summary>Kernels of one width, which the seed decides; of all where the model is run, and where everything runs.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_compiles_in(string surrounding)
    {
        Surrounding place = SurroundingTable.All.Single(s => s.Name == surrounding);
        string[] widths = ["512", "256", "128"];
        if (!TestTier.IsExhaustive && !AlsoRun.Contains(surrounding))
            widths = [widths[surrounding.Aggregate(TestSeed.Value & 0xFFFF, (sum, c) => sum + c) % widths.Length]];

        GeneratorRun run = new GeneratorHarness(place.Project, place.Sources)
            .Build(("ModelGenEmittedVectorBits", string.Join(',', widths)));

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.InputAnalyzerDiagnostics);
        using DynamicAssembly? assembly = AlsoRun.Contains(surrounding) ? run.CompileAndLoad() : null;
        if (run.CompilerDiagnostics.Length > 0) Assert.Fail(string.Join("\n", run.CompilerDiagnostics.Take(8)));
        foreach (string bits in widths)
            Assert.Contains(run.Files.Keys, name => name.EndsWith($".kernels{bits}.g.cs", StringComparison.Ordinal));
        if (assembly is null) return;
        Type type = assembly.Type(place.Model);
        Train(place.TypeArguments.Count == 0 ? type : type.MakeGenericType([.. place.TypeArguments]));
    }

    /// <summary>A step, a prediction and the summary.</summary>
    private static void Train(Type type)
    {
        object model = Activator.CreateInstance(type, 1)!;
        if (model is ITrainable<int> classifier)
            Assert.True(float.IsFinite(classifier.TrainStep(new float[2 * classifier.InputSize], new int[2])));
        else if (model is ITrainable<float> regression)
            Assert.True(float.IsFinite(regression.TrainStep(new float[2 * regression.InputSize], new float[2 * regression.OutputSize])));
        else
            Assert.Fail($"{type} is no model.");
        IModel trained = (IModel)model;
        float[] output = new float[trained.OutputSize];
        trained.Predict(new float[trained.InputSize], output);
        Assert.All(output, number => Assert.True(float.IsFinite(number)));
    }
}
