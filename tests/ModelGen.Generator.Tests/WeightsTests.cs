using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>Models that only predict, as the compiler sees them: their weights, their members, and what is made anew when.</summary>
public sealed class WeightsTests : IDisposable
{
    private const string Source = """
        using ModelGen;

        /// <summary>A model.</summary>
        [Model(Weights = "net.safetensors"), Input(4), Dense(3), Relu]
        public static partial class Net
        {
            /// <summary>The largest output.</summary>
            public static float Largest(float[] input)
            {
                var output = new float[OutputSize];
                Predict(input, output);
                return System.Math.Max(output[0], System.Math.Max(output[1], output[2]));
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_static_class_with_members_of_its_own_predicts_without_the_library()
    {
        GeneratorRun run = Harness(Source, Right()).Run();
        AssertRight(run);
        Assert.Equal(
            [
                "ModelGen.Inference.AlignedBuffer.g.cs", "ModelGen.Inference.Arguments.Prediction.g.cs",
                "ModelGen.Inference.NarrowFloats.g.cs", "ModelGen.Inference.StreamMemory.g.cs",
                "ModelGen.Inference.TensorConversion.g.cs", "ModelGen.Inference.TensorPacking.g.cs", "ModelGen.Inference.VectorWidth.g.cs",
                "ModelGen.Inference.WeightResource.g.cs", "ModelGen.Inference.WholeNumbers.g.cs", "Net.g.cs",
                "Net.kernels128.g.cs", "Net.kernels256.g.cs", "Net.kernels512.g.cs",
                "Net.programs.g.cs",
            ],
            run.Files.Keys);
        Assert.DoesNotContain(run.Files.Values, text => text.Contains("ModelGen.Runtime", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Files.Values, text => text.Contains(_folder, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_models_that_only_predict_carry_the_runtime_and_several_do_so_once()
    {
        Assert.DoesNotContain(
            GeneratorHarness.Run("using ModelGen; [Model, Input(4), Dense(3), MeanSquaredError, Sgd(0.1)] partial class Net;").Files.Keys,
            file => file.StartsWith("ModelGen.Inference", StringComparison.Ordinal));
        const string Other = "\n[Model(Weights = \"net.safetensors\"), Input(4), Dense(3), Relu] internal sealed partial class Other;";
        AssertRight(Harness(Source + Other, Right()).Run());
    }

    /// <summary>A declaration that another project trains: this one gives it weights, and does not touch it.</summary>
    [Fact]
    public void The_project_can_give_weights_to_a_declaration()
    {
        const string declaration =
            "using ModelGen;\nnamespace A; "
            + "[Model, Input(4), Dense(3), Relu, MeanSquaredError, Sgd(0.1)] internal sealed partial class Net;";
        GeneratorRun run = Harness(declaration, Right("A.Net")).Run();
        AssertRight(run);
        Assert.Contains("public static void Predict", run.Files["A.Net.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("TrainStep", run.Files["A.Net.g.cs"], StringComparison.Ordinal);
        Assert.Contains("TrainStep", Harness(declaration, Right()).Run().Files["A.Net.g.cs"], StringComparison.Ordinal);

        Diagnostic unused = Assert.Single(Harness(declaration, Right("Nett")).Run().BuildErrors);
        Assert.Equal("MG0065", unused.Id);
        Assert.Equal(Location.None, unused.Location);
    }

    /// <summary>Its sizes are known to other declarations, though it has no loss and only the project says that it needs none.</summary>
    [Fact]
    public void Its_constants_can_be_used_by_another_declaration()
    {
        const string declarations = """
            using ModelGen;
            namespace A;
            [Model, Input(4), Dense(3), Relu] internal static partial class Net;
            [Model, Input(Net.OutputSize), Dense(Net.ParameterCount), Relu, Dense(2), MeanSquaredError, Sgd(0.1)]
            internal sealed partial class Head;
            """;
        GeneratorRun run = Harness(declarations, Right("A.Net")).Run();
        AssertRight(run);
        Assert.Contains("public const int InputSize = 3;", run.Files["A.Head.g.cs"], StringComparison.Ordinal);
        Assert.Contains("public static void Predict", run.Files["A.Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void New_numbers_of_equal_shapes_make_nothing_anew()
    {
        WeightsText file = Right();
        GeneratorHarness harness = Harness(Source, file);
        GeneratorRun first = harness.Run();
        WeightsText changed = WeightsText.Write(_folder, "net.safetensors", Bytes(3, 4, value: 2));
        GeneratorRun second = harness.Rewritten(file, changed);
        Assert.Equal(first.Files, second.Files);
        Assert.Equal([IncrementalStepRunReason.Unchanged], second.Reasons(ModelGenerator.WeightsStep));
        foreach (string step in (string[])[ModelGenerator.SurfaceStep, ModelGenerator.KernelsStep])
            Assert.All(second.Reasons(step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(second.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));

        // Of other shapes, they are another mistake.
        WeightsText wrong = WeightsText.Write(_folder, "net.safetensors", Bytes(3, 5));
        Assert.Equal("MG0063", Assert.Single(harness.Rewritten(changed, wrong).BuildErrors).Id);

        File.Delete(file.Path);
        Diagnostic missing = Assert.Single(harness.Rewritten(wrong, file).BuildErrors);
        Assert.Equal("MG0062", missing.Id);
        Assert.Contains($"It was looked for at '{file.Path}'.", missing.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_one_error_on_the_argument_in_builds_and_editors_and_the_members_stay()
    {
        foreach (GeneratorHarness harness in (GeneratorHarness[])
        [
            Harness(Source, WeightsText.Write(_folder, "net.safetensors", Bytes(5, 4))),
            GeneratorHarness.InEditor(Project(WeightsText.Write(_folder, "net.safetensors", Bytes(5, 4))), Source),
        ])
        {
            GeneratorRun run = harness.Run();
            Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);
            Assert.Equal("MG0063", found.Id);
            Assert.Equal("\"net.safetensors\"", found.Location.SourceTree!.ToString().Substring(
                found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
            Assert.All(run.BuildErrors, error => Assert.Equal(found.ToString(), error.ToString()));
            Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }
    }

    /// <summary>Types of the user's that are called like those of the base library which the carried sources use.</summary>
    [Fact]
    public void Carried_sources_compile_whatever_the_user_calls_his_types()
    {
        const string Types = """

            internal class Math; internal class Span; internal class ReadOnlySpan<T>; internal class Stream; internal class Array;
            internal class BitConverter; internal class GC; internal class Environment; internal class Convert; internal class Unsafe;
            internal class MemoryMarshal; internal class InvalidOperationException; internal class ArgumentException;
            internal class Vector128; internal struct Half;
            """;
        AssertRight(Harness(Source + Types, Right()).Run());
    }

    private static void AssertRight(GeneratorRun run)
    {
        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.BuildErrors);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics);
    }

    private static HarnessProject Project(WeightsText file) => HarnessProject.Default with
    {
        Weights = [file],
        CompilationOptions = HarnessProject.Default.CompilationOptions.WithAllowUnsafe(false),
    };

    private static GeneratorHarness Harness(string source, WeightsText file) => new(Project(file), source);

    private static byte[] Bytes(int units, int inputs, float value = 1) => WeightFiles.Bytes(
        [
            (
                "dense1.weight",
                "F32",
                [units, inputs],
                [.. Enumerable.Repeat(BitConverter.GetBytes(value), units * inputs).SelectMany(bytes => bytes)]),
            WeightFiles.Floats("dense1.bias", units),
        ]);

    private WeightsText Right(string? model = null) => WeightsText.Write(_folder, "net.safetensors", Bytes(3, 4), model);
}
