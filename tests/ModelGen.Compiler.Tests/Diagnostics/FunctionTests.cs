using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

/// <summary>What is wrong in functions of the user, in the order of ids. Where it stands, the generator's tests see.</summary>
public sealed class FunctionTests
{
    private const string Ten = "-(-(-(-(-(-(-(-(-(-(", Fifty = Ten + Ten + Ten + Ten + Ten, Behind = "))))))))))",
        Minus = Fifty + Fifty + Fifty + Fifty + "x" + Back + Back + Back + Back, Back = Behind + Behind + Behind + Behind + Behind;

    [Theory]
    [InlineData("MG0077", "static double F(Tensor x) => 1; static Tensor G(Tensor x) => x;", "It must give a Tensor")]
    [InlineData("MG0078", "static extern Tensor F(Tensor x);", "it has no body here")]
    [InlineData("MG0081", "static Tensor F(Tensor x) => x == null ? x : x;", "a comparison of references is no operation", "Equal(a, b)")]
    [InlineData("MG0081", "static Tensor F(Tensor x) { Tensor y = null; return x + y; }", "'null' is no operation")]
    [InlineData("MG0082", "static Tensor F(Tensor x) => F(x);", "leads back to it (F → F)")]
    [InlineData("MG0083", "static int s_n; static Tensor F(Tensor x) => x * s_n;", "'s_n' has no value yet")]
    [InlineData("MG0084", "static Tensor F(Tensor x) { for (;;) x = x * 2; }", "'F' makes more than 12,000 operations")]
    [InlineData(
        "MG0094",
        "static Tensor F(Tensor x) => G(G(G(x))); static Tensor G(Tensor x) => H(H(x)); static Tensor H(Tensor x) => " + Minus + ";",
        "'H' has more than 200 expressions inside each other")]
    [InlineData("MG1044", "static Tensor F(Tensor x) => x + x.Slice(0, 0, 4);", "shapes 6 and 4")]
    [InlineData("MG1045", "static Tensor F(Tensor x) => x.Sum(1);", "names axis 1 of a value of shape 6", "The batch is no axis")]
    [InlineData("MG1046", "static Tensor F(Tensor x) => x.Reshape(4);", "which has 6 elements")]
    [InlineData("MG1047", "static Tensor F(Tensor x) => x.MatMul(x);", "shapes 6 and 6")]
    [InlineData("MG1048", "static Tensor F(Tensor x) => 1;", "does not depend on the sample")]
    [InlineData("MG1049", "static Tensor F(Tensor x) => x * Parameter(\"a b\", [6], start: 1);", "\"a b\" is no name")]
    [InlineData("MG0086", "[Gradient(\"G\")] static Tensor F(Tensor x) => x;", "the class has no method of this name")]
    [InlineData("MG1051", "static Tensor F(Tensor x) => x.MaxPool1D(2);", "slides over shape 6", "2 axes")]
    [InlineData("MG1052", "static Tensor F(Tensor x) => Dropout(x, 1);", "probability 1", "less than 1")]
    [InlineData(
        "MG1053",
        "[Gradient(nameof(G))] static Tensor F(Tensor x) => x * 2; static Tensor G(Tensor x, Tensor g) => g.Reshape(2, 3);",
        "has shape 2 × 3 for a tensor of shape 6")]
    [InlineData("MG0071", "static Tensor F(Tensor x) => x.Dense(6);", "calls the layer 'Dense' here", "beside this function as [Dense]")]
    [InlineData("MG0071", "static Tensor F(Tensor x) => x.Relu();", "calls the layer 'Relu' here", "Write Relu(x)")]
    public void Of_functions(string id, string members, params string[] message)
    {
        Diagnostic found = Assert.Single(Check(members));

        Assert.Equal(id, found.Descriptor.Id);
        Assert.All(message, part => Assert.Contains(part, found.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MG0071", "=> F(x.Dense(2)); [Gradient(nameof(G))] static Tensor F(Tensor x) => x.Dense(2); "
        + "static Tensor G(Tensor x, Tensor g) => g;", "calls the layer 'Dense' here")]
    [InlineData("MG0072", "=> x.Dense(6) * Parameter(\"a\", [6], start: 1);", "'Parameter' is part of one")]
    [InlineData("MG0072", "=> IsTraining ? x.Dense(6) : x.Dense(7);", "'IsTraining' is part of one")]
    [InlineData("MG0072", "{ UpdateBuffer(\"a\", x); return x.Dense(6); }", "'UpdateBuffer' is part of one")]
    [InlineData("MG0072", "=> x.Dense(6) + Bias(); static Tensor Bias() => Parameter(\"a\", [6], start: 1);", "'Bias' is part of one")]
    [InlineData("MG0077", "=> x.Dense(1); Tensor Forward(Tensor a, Tensor b) => a;", "2 methods of this name")]
    [InlineData("MG0081", "{ foreach (int n in new[] { 1 }) x = x.Dense(n); return x; }", "'foreach' is no operation")]
    [InlineData("MG0082", "=> F(x); static Tensor F(Tensor x) => F(x.Dense(2));", "leads back to it")]
    [InlineData("MG0084", "{ for (;;) x = x.Dense(2); }", "calls more than 10,000 layers")]
    [InlineData("MG1044", "=> x.Dense(6) - x.Dense(4);", "shapes 6 and 4")]
    [InlineData("MG1001", "=> x.Dense(6) + x.Dense(4);", "needs equal shapes")]
    [InlineData("MG1048", "=> 1;", "does not depend on the sample")]
    [InlineData("MG1010", "{ x = x.Conv2D(2, 3); return x.Reshape(x.Shape[0], -1).Dense(1); }", "[Conv2D]")]
    [InlineData("MG0011", "=> x;", "has no layers")]
    public void Of_whole_models(string id, string forward, params string[] message)
    {
        Diagnostic found = Assert.Single(ModelCompiler.Check(Whole($"static Tensor Forward(Tensor x) {forward}", "Input(4)")));

        Assert.Equal(id, found.Descriptor.Id);
        Assert.All(message, part => Assert.Contains(part, found.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MG0074", "Input(4), Dense(2)", "static Tensor Forward(Tensor x) => x.Dense(2);", "from [Dense] on")]
    [InlineData("MG0075", "Input(4)", "static Tensor Forward(Tensor a, Tensor b) => a.Dense(2);", "takes 2 parameters", "has 1 input")]
    [InlineData("MG0075", "Input(4)", "static Tensor Forward(Tensor a, int n) => a.Dense(n);", "takes 2 parameters", "has 1 input")]
    [InlineData("MG0077", "Input(4)", "Tensor Forward(Tensor a) => a.Dense(2);", "it is not static")]
    [InlineData("MG0010", "Budget(Parameters = 100)", "static Tensor Forward(Tensor x) => x.Dense(2);")]
    public void Of_whole_models_with_attributes(string id, string attributes, string forward, params string[] message)
    {
        Diagnostic found = Assert.Single(ModelCompiler.Check(Whole(forward, attributes)));

        Assert.Equal(id, found.Descriptor.Id);
        Assert.All(message, part => Assert.Contains(part, found.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_method_Forward_that_an_attribute_applies_is_a_function() => Assert.Empty(ModelCompiler.Check(
        Whole("static Tensor Forward(Tensor x) => 2 * x;", "Input(4), Apply(nameof(Forward)), Dense(2)")));

    /// <summary>A buffer that nothing updates is an error of training; predictions only read it.</summary>
    [Fact]
    public void What_is_wrong_in_training_only_gives_no_kernels()
    {
        ModelSpec spec = Spec("static Tensor F(Tensor x) => x * Buffer(\"a\", [6], start: 1);");

        Diagnostic found = Assert.Single(ModelCompiler.Check(spec));
        Assert.Equal("MG1052", found.Descriptor.Id);
        Assert.Contains("never says what the buffer 'a' becomes", found.Message, StringComparison.Ordinal);
        Assert.Empty(ModelCompiler.EmitKernels(spec));
    }

    [Fact]
    public void A_loop_that_was_left_is_not_what_takes_long()
    {
        IEnumerable<string> doubling = Enumerable.Range(1, 14).Select(i => $"static Tensor D{i}(Tensor x) => D{i - 1}(D{i - 1}(x)); ");
        Diagnostic found = Assert.Single(Check(
            "static Tensor F(Tensor x) => D14(Left(x)); static Tensor Left(Tensor x) { for (int i = 0; i < 3; i++) return x; return x; } "
                + "static Tensor D0(Tensor x) => x * 2; " + string.Concat(doubling)));

        Assert.Contains("'D0' makes more than 12,000 operations", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static Tensor F(Tensor x) => Relu(x) * Parameter(\"weight\", [x.Shape[0]], Init.Normal);")]
    [InlineData("static Tensor F(Tensor x) { double d = 1; d++; return x * System.Math.Sqrt(d); }")]
    [InlineData("static Tensor F(Tensor x) { Tensor[] parts = [x, -x]; return parts[0] + parts[^1] + parts.Length; }")]
    public void A_right_function_has_none(string members) => Assert.Empty(Check(members));

    /// <summary>A gradient of labels alone has nothing to compute.</summary>
    [Fact]
    public void A_gradient_of_labels_is_that_of_nothing() => Assert.Empty(ModelCompiler.Check(DeclarationText.Source(
        "using ModelGen;\nusing static ModelGen.Tensor;\n[Model, Input(4), Dense(6), Loss(nameof(F)), Sgd(0.1f)]\n"
            + "public sealed partial class Net { static Tensor F(Tensor x, Labels y) => (x * G(y)).Sum(); "
            + "[Gradient(nameof(H))] static Tensor G(Labels y) => y.OneHot(6); static Tensor[] H(Labels y, Tensor g) => []; }\n")));

    [Fact]
    public void A_name_alone_is_no_function() =>
        Assert.Equal(
            "MG0077",
            Assert.Single(ModelCompiler.Check(DeclarationText.Model("[Input(4), Apply(\"F\"), Dense(1), MeanSquaredError, Sgd(0.1f)]")))
                .Descriptor.Id);

    [Theory]
    [InlineData("static Tensor F(Tensor x) => x * Parameter(\"a\", [6], start: 1);", true)]
    [InlineData("static Tensor F(Tensor y) { var z = y * Parameter(\"a\", [6], start: 2); return z; }", false)]
    [InlineData("static Tensor F(Tensor x) => x * G(); static Tensor G() => Parameter(\"a\", [6], start: 1);", false)]
    [InlineData("static Tensor F(Tensor other) => other * Parameter(\"a\", [6], Init.Zeros);", true)]
    public void Files_of_weights_say_which_function(string members, bool isSame)
    {
        string known = Architecture.Of(ProgramSet.Build(Spec("static Tensor F(Tensor x) => x * Parameter(\"a\", [6], start: 1);"),
            Mode.Inference));

        Assert.Equal(isSame, known == Architecture.Of(ProgramSet.Build(Spec(members), Mode.Inference)));
    }

    [Theory]
    [InlineData("static Tensor F(Tensor x) => x * Parameter(\"a\", [6], start: 1);")]
    [InlineData("static Tensor F(Tensor x) => Relu(x);", "MG2044")]
    public void Frozen_has_an_effect_where_there_are_parameters(string members, params string[] ids) => Assert.Equal(
        ids,
        ModelCompiler.Check(Spec(members, "Apply(nameof(F), Frozen = true)")).Select(diagnostic => diagnostic.Descriptor.Id));

    private static ModelSpec Whole(string members, string attributes) => DeclarationText.Source(
        $"using static ModelGen.Tensor;\n[Model, {attributes}, MeanSquaredError, Sgd(0.1f)]\n"
            + $"public sealed partial class Net {{ {members} }}\n"
            + "/* static Tensor F( */");

    private static IReadOnlyList<Diagnostic> Check(string members) => ModelCompiler.Check(Spec(members));

    private static ModelSpec Spec(string members, string layer = "Apply(nameof(F))") => DeclarationText.Source(
        $"using static ModelGen.Tensor;\n[Model, Input(4), Dense(6), {layer}, Dense(1), MeanSquaredError, Sgd(0.1f)]\n"
            + $"public sealed partial class Net {{ {members} }}\n");
}
