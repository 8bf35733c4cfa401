using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Tests;

public sealed class GeneratedFilesTests
{
    [Fact]
    public void A_model_compiles_without_warnings_and_loads()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Digits, Sources.Residual, Sources.Branch);

        Assert.Empty(run.GeneratorDiagnostics);
        using DynamicAssembly assembly = run.CompileAndLoad();
        Assert.Empty(run.CompilerDiagnostics.Where(InGeneratedCode));
        object model = Activator.CreateInstance(assembly.Type("Samples.Digits"), 0)!;
        MethodInfo predict = assembly.Type("Samples.Digits").GetMethod("Predict")!;
        Assert.NotNull(model);
        Assert.NotNull(predict);
    }

    /// <summary>It stands with the kernels, and an editor's half of the class goes without.</summary>
    [Fact]
    public void The_summary_is_there_at_run_time()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Digits);
        using DynamicAssembly assembly = run.CompileAndLoad();
        string summary = (string)assembly.Type("Samples.Digits").GetProperty("Summary")!.GetValue(null)!;

        Assert.Contains("├─Dense: hidden", summary, StringComparison.Ordinal);
        Assert.Contains("Total params: ", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Total params: ", run.Files["Samples.Digits.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_models_of_the_same_name_do_not_get_in_each_others_way()
    {
        const string Net = "[Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1f)] public partial class Net;";
        const string Stub = "[Model] public partial class Net;";
        GeneratorRun run = GeneratorHarness.Run($$"""
            using ModelGen;
            namespace A { {{Stub}} public partial class Outer { {{Stub}} } public partial class Outer<T> { {{Net}} } }
            namespace B { {{Stub}} }
            """);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics.Where(InGeneratedCode));
        Assert.Equal(4, Specs.Of(run).Count());
    }

    [Fact]
    public void Cancellation_is_observed()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Unrelated);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new ModelGenerator());

        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(run.Input, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_model_with_a_mistake_gets_members_and_one_error()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Sources.Digits.Replace("Dense(10)", "Dense(-10)", StringComparison.Ordinal),
            """
            class Use
            {
                static float Run(float[] x, int[] labels)
                {
                    var net = new Samples.Digits(seed: 1);
                    net.Predict(x, new float[10 * (x.Length / Samples.Digits.InputSize)]);
                    net.Save("digits.safetensors");
                    return net.TrainStep(x, labels) + Samples.Digits.Load("x").LearningRate;
                }
            }
            """);

        Assert.Single(run.AnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics);
    }

    private static bool InGeneratedCode(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.StartsWith("Source", StringComparison.Ordinal) != true;
}
