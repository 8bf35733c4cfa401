using ModelGen.Benchmarks.Scaling;

namespace ModelGen.Benchmarks.Tests;

public class GeneratedAssemblyTests
{
    [Fact]
    public void A_declaration_becomes_a_model_whose_code_is_counted()
    {
        ScalePoint point = new(Width: 16, Depth: 2, Batch: 4);
        GeneratedAssembly assembly = new(point.Declaration + (point with { Depth = 1 }).Declaration);
        ITrainable<float> model = assembly.Create<float>(point.ClassName, seed: 1);

        Assert.Equal((16, 16), (model.InputSize, model.OutputSize));
        Assert.Equal(2 * (16 * 16 + 16), model.Parameters.ElementCount);
        Assert.True(float.IsFinite(model.TrainStep(new float[64], new float[64])));
        Assert.InRange(assembly.Lines(point.ClassName), 500, 20_000);
        (int bytes, int methods) = assembly.IntermediateLanguage(point.ClassName);
        Assert.InRange(methods, 20, 1000);
        Assert.InRange(bytes, 5_000, 1_000_000);
        Assert.True(assembly.IntermediateLanguage("Width16Depth1").Bytes < bytes);
        Assert.Equal((0, 0), assembly.IntermediateLanguage("Width16"));
    }

    [Fact]
    public void Operations_of_a_step_leave_out_the_gradient_of_the_input()
    {
        ScalePoint point = new(Width: 10, Depth: 3, Batch: 1);

        Assert.Equal(3 * 200, point.Architecture.ForwardFlop);
        Assert.Equal(3 * 600 - 200, point.Architecture.TrainingFlop);
    }

    [Fact]
    public void Source_with_errors_is_refused_with_the_errors() =>
        Assert.Contains(
            "CS",
            Assert.Throws<InvalidOperationException>(() => new GeneratedAssembly("class {")).Message,
            StringComparison.Ordinal);
}
