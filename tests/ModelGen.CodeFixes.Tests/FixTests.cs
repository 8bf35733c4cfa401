using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace ModelGen.CodeFixes.Tests;

/// <summary>Each fix does what it says: the text is exactly this, the mistake is gone, and the model compiles.</summary>
public sealed class FixTests
{
    [Theory]
    [InlineData(
        "MG0001",
        "Make the class partial",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] class Net;",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0001",
        "Make the class partial",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]\n// The net.\n  internal  sealed  class Net { }",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]\n// The net.\n  internal  sealed  partial class Net { }"
    )]
    [InlineData(
        "MG0001",
        "Make the class partial",
        "class Outer { [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] class Net; }",
        "partial class Outer { [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net; }")]
    [InlineData(
        "MG0002",
        "Make the types around it partial",
        "class A { struct B { partial record C { [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net; } } }",
        "partial class A { partial struct B { partial record C { [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class "
            + "Net; } } }"
    )]
    [InlineData(
        "MG0003",
        "Remove 'static'",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public static partial class Net;",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public partial class Net;")]
    [InlineData(
        "MG0003",
        "Remove 'abstract'",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] abstract partial class Net; partial class Net;",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net; partial class Net;")]
    [InlineData(
        "MG0003",
        "Make it a class",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial record Net;",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0003",
        "Make it a class",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial record class Net;",
        "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0004",
        "Remove the base class 'Base'",
        "class Base; [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net : Base;",
        "class Base; [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0004",
        "Remove the base class 'Base<int>'",
        "class Base<T>; interface I; [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net : Base<int>, I; partial "
            + "class Net : I;",
        "class Base<T>; interface I; [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net : I; partial class Net : I;"
    )]
    [InlineData(
        "MG0006",
        "Move all attributes to one declaration",
        "[Model]\n[Input(8), Dense(1)]\npartial class Net;\n\n[MeanSquaredError]\n[Sgd(0.1f)]\npartial class Net;",
        "[Model]\n[Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]\npartial class Net;\n\npartial class Net;")]
    [InlineData(
        "MG0006",
        "Move all attributes to one declaration",
        "[Input(8), Dense(1)] partial class Net; [Model, MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "partial class Net; [Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0006",
        "Move all attributes to one declaration",
        "[Block, Dense(4)] partial class B; [Relu] partial class B; [Model, Input(8), Use<B>, MeanSquaredError, Sgd(0.1f)] partial class "
            + "Net;",
        "[Block, Dense(4), Relu] partial class B; partial class B; [Model, Input(8), Use<B>, MeanSquaredError, Sgd(0.1f)] partial class "
            + "Net;"
    )]
    public async Task Of_the_class(string id, string title, string before, string after) => await AssertFix(id, title, before, after);

    [Theory]
    [InlineData(
        "MG0010",
        "Insert [Input(64), Dense(10), SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[Model]\npartial class Net;",
        "[Model]\n[Input(64)]\n[Dense(10)]\n[SoftmaxCrossEntropy]\n[Adam(1e-3f)]\npartial class Net;")]
    [InlineData(
        "MG0010",
        "Insert [Input(64)]",
        "[Model]\n[Dense(10), MeanSquaredError, Sgd(0.1f)]\npartial class Net;",
        "[Model]\n[Input(64)]\n[Dense(10), MeanSquaredError, Sgd(0.1f)]\npartial class Net;")]
    [InlineData(
        "MG0010",
        "Insert [Input(192)]",
        "[Model, Reshape(3, 8, 8), Dense(10), MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "[Model, Input(192), Reshape(3, 8, 8), Dense(10), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0011",
        "Insert [Dense(8)]",
        "[Model, Input(8), MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(8), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0011",
        "Insert [Flatten, Dense(28)]",
        "[Model, Input(1, 28, 28), Hinge, Sgd(0.1f)] partial class Net;",
        "[Model, Input(1, 28, 28), Flatten, Dense(28), Hinge, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0012",
        "Insert [SoftmaxCrossEntropy]",
        "[Model, Input(8), Dense(3), Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0012",
        "Insert [MeanSquaredError]",
        "[Model, Input(8), Dense(3), Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(3), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0012",
        "Insert [CrossEntropy]",
        "[Model, Input(8), Dense(3), Softmax, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(3), Softmax, CrossEntropy, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0012",
        "Insert [BinaryCrossEntropy]",
        "[Model, Input(8), Dense(1), Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(1), BinaryCrossEntropy, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0013",
        "Remove [MeanSquaredError]",
        "[Model, Input(8), Dense(4), Hinge, MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(4), Hinge, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0013",
        "Remove [Hinge]",
        "[Model, Input(8), Dense(4), Hinge, MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(4), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0014",
        "Insert [Adam(1e-3f)]",
        "[Model, Input(8), Dense(3), Hinge] partial class Net;",
        "[Model, Input(8), Dense(3), Hinge, Adam(1e-3f)] partial class Net;")]
    [InlineData(
        "MG0015",
        "Remove [Sgd]",
        "[Model, Input(8), Dense(3), Hinge, Adam(1e-3f), Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(3), Hinge, Adam(1e-3f)] partial class Net;")]
    [InlineData(
        "MG0016",
        "Move [MeanSquaredError] below the last layer",
        "[Model, Input(8), Dense(4), MeanSquaredError, Relu, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(4), Relu, MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0016",
        "Move [Hinge] and [Sgd] below the last layer",
        "[Model, Input(8), Hinge(margin: 2f), Relu, Sgd(0.1f), Dense(4)] partial class Net;",
        "[Model, Input(8), Relu, Dense(4), Hinge(margin: 2f), Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0016",
        "Remove [Relu]",
        "[Model, Input(8), Dense(4), MeanSquaredError, Relu, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Dense(4), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0017",
        "Move the [Input] above it",
        "[Model, Relu, Input(8), Dense(4), MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Relu, Dense(4), MeanSquaredError, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0018",
        "Name it \"right\"",
        "[Model, Input(8, Name = \"a\"), Dense(4), Input(3), Dense(4), Hinge, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8, Name = \"a\"), Dense(4), Input(3, Name = \"right\"), Dense(4), Hinge, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0018",
        "Name it \"left2\"",
        "[Model, Input(8), Dense(4), Input(4, Name = \"left\"), Hinge, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8, Name = \"left2\"), Dense(4), Input(4, Name = \"left\"), Hinge, Sgd(0.1f)] partial class Net;")]
    [InlineData(
        "MG0019",
        "Insert [Dense(8)]",
        "[Model, Input(8), Relu, Hinge, Sgd(0.1f)] partial class Net;",
        "[Model, Input(8), Relu, Dense(8), Hinge, Sgd(0.1f)] partial class Net;")]
    public async Task Of_the_parts(string id, string title, string before, string after) => await AssertFix(id, title, before, after);

    [Theory]
    [InlineData("MG0030", "Change to 1", "Dense(0)", "Dense(1)")]
    [InlineData("MG0030", "Change to 4", "Dense(units: -4, UseBias = false)", "Dense(units: 4, UseBias = false)")]
    [InlineData("MG0030", "Change to Init.Auto", "Dense(4, Init = (Init)99)", "Dense(4, Init = Init.Auto)")]
    [InlineData("MG0030", "Change to 0.2f", "Dense(4), Dropout(20f)", "Dense(4), Dropout(0.2f)")]
    [InlineData("MG0030", "Change to 0.1f", "Dense(4), Dropout(-0.1f)", "Dense(4), Dropout(0.1f)")]
    [InlineData("MG0030", "Change to 0.5f", "Dense(4), Dropout(1f)", "Dense(4), Dropout(0.5f)")]
    [InlineData("MG0030", "Change to 0.01f", "Dense(4), LeakyRelu(float.NaN)", "Dense(4), LeakyRelu(0.01f)")]
    [InlineData("MG0030", "Change to 2", "Dense(4), Maxout(1)", "Dense(4), Maxout(2)")]
    [InlineData("MG0030", "Change to -1", "Reshape(2, 0, 2), Dense(4)", "Reshape(2, -1, 2), Dense(4)")]
    [InlineData("MG0030", "Change to -1", "Reshape(new[] { 2, 0, 2 }), Dense(4)", "Reshape(new[] { 2, -1, 2 }), Dense(4)")]
    [InlineData("MG0030", "Change to -1", "Reshape(shape: [2, 0, 2]), Dense(4)", "Reshape(shape: [2, -1, 2]), Dense(4)")]
    [InlineData("MG0030", "Change to 1", "Reshape(-1, 2, -1), Dense(4)", "Reshape(-1, 2, 1), Dense(4)")]
    [InlineData("MG0030", "Change to 8", "Shape(-8), Dense(4)", "Shape(8), Dense(4)")]
    [InlineData("MG0030", "Change to 1", "Repeat<Branch>(0, 1, 2)", "Repeat<Branch>(1, 1, 2)")]
    [InlineData("MG0030", "Change to 3", "Use<Branch>(4, -3)", "Use<Branch>(4, 3)")]
    [InlineData("MG0030", "Change to 3", "Use<Branch>([4, -3])", "Use<Branch>([4, 3])")]
    [InlineData("MG0031", "Change to -1", "Reshape, Dense(4)", "Reshape(-1), Dense(4)")]
    [InlineData("MG0031", "Remove [Shape]", "Shape, Dense(4)", "Dense(4)")]
    [InlineData("MG0031", "Change to \"skip\"", "Dense(8), As(\"skip\"), Add, Relu", "Dense(8), As(\"skip\"), Add(\"skip\"), Relu")]
    [InlineData("MG0031", "Change to \"input\"", "Dense(8), Concat(new string[] { })", "Dense(8), Concat(new string[] {\"input\"})")]
    [InlineData("MG0031", "Change to \"input\"", "Dense(8), Concat(null)", "Dense(8), Concat(\"input\")")]
    [InlineData("MG0031", "Remove [Add]", "Dense(4), Add", "Dense(4)")]
    [InlineData("MG0032", "Change to \"a_b\"", "Dense(4, Name = \"a.b\")", "Dense(4, Name = \"a_b\")")]
    [InlineData("MG0032", "Change to \"dense\"", "Dense(4, Name = \"\")", "Dense(4, Name = \"dense\")")]
    [InlineData("MG0032", "Change to \"skip2\"", "Dense(4), As(\"skip\"), As(\"-\")", "Dense(4), As(\"skip\"), As(\"skip2\")")]
    [InlineData("MG0032", "Change to \"input\"", "Dense(8), Add(\"\")", "Dense(8), Add(\"input\")")]
    [InlineData("MG0033", "Change to \"a2\"", "Dense(4), As(\"a\"), As(\"a\")", "Dense(4), As(\"a\"), As(\"a2\")")]
    [InlineData("MG0033", "Change to \"dense3\"", "Dense(4, Name = \"dense2\"), Dense(3)", "Dense(4, Name = \"dense3\"), Dense(3)")]
    [InlineData("MG0033", "Change to \"x2\"", "Dense(4, Name = \"x\"), Relu(Name = \"x\")", "Dense(4, Name = \"x\"), Relu(Name = \"x2\")")]
    [InlineData("MG0033", "Remove [Output]", "Dense(4), As(\"a\"), Output(\"a\"), Output(\"a\")", "Dense(4), As(\"a\"), Output(\"a\")")]
    [InlineData(
        "MG0034",
        "Change to \"output2\"",
        "Dense(4), As(\"output\"), Relu, Add(\"output\")",
        "Dense(4), As(\"output2\"), Relu, Add(\"output2\")")]
    [InlineData(
        "MG0032",
        "Change to \"a_b\"",
        "Dense(8), As(\"a-b\"), Relu, Concat(\"input\", \"a-b\"), Output(name: \"a-b\")",
        "Dense(8), As(\"a_b\"), Relu, Concat(\"input\", \"a_b\"), Output(name: \"a_b\")")]
    [InlineData(
        "MG0035",
        "Change to \"skip\"",
        "Dense(8), As(\"skip\"), Add(\"input\", \"skpi\")",
        "Dense(8), As(\"skip\"), Add(\"input\", \"skip\")")]
    [InlineData("MG0035", "Change to \"input\"", "Dense(4), From(\"nowhere\"), Dense(3)", "Dense(4), From(\"input\"), Dense(3)")]
    [InlineData("MG0053", "Add the argument 4", "Use<Branch>(4)", "Use<Branch>(4, 4)")]
    [InlineData("MG0053", "Add the arguments 16, 16", "Use<Branch>", "Use<Branch>(16, 16)")]
    [InlineData("MG0053", "Add the arguments 16, 16", "Repeat<Branch>(3, Name = \"b\")", "Repeat<Branch>(3, 16, 16, Name = \"b\")")]
    [InlineData("MG0053", "Add the argument 4", "Use<Branch>(new[] { 4 })", "Use<Branch>(new[] { 4, 4 })")]
    [InlineData("MG0054", "Remove the argument", "Use<Branch>(1, 2, 3)", "Use<Branch>(1, 2)")]
    [InlineData(
        "MG0054",
        "Remove the last 2 arguments",
        "Residual<Flat>(1, 2, Name = \"r\"), Dense(1)",
        "Residual<Flat>(Name = \"r\"), Dense(1)")]
    [InlineData("MG0054", "Remove the argument", "Residual<Flat>(1), Dense(1)", "Residual<Flat>, Dense(1)")]
    [InlineData("MG0055", "Change to 16", "Dense(Arg.C)", "Dense(16)")]
    [InlineData("MG0055", "Change to -1", "Reshape(4, Arg.A), Dense(1)", "Reshape(4, -1), Dense(1)")]
    public async Task Of_arguments_and_names(string id, string title, string before, string after) =>
        await AssertFix(id, title, Model(before), Model(after));

    [Theory]
    [InlineData("Change to 0.001f", "Sgd(0f)", "Sgd(0.001f)")]
    [InlineData("Change to 0.01f", "Sgd(-0.01f)", "Sgd(0.01f)")]
    [InlineData("Change to 0.9f", "Sgd(0.1f, Momentum = 1f)", "Sgd(0.1f, Momentum = 0.9f)")]
    [InlineData("Change to 0.9f", "Sgd(0.1f, Momentum = 90f)", "Sgd(0.1f, Momentum = 0.9f)")]
    [InlineData("Add Momentum = 0.9f", "Sgd(0.1f, Nesterov = true)", "Sgd(0.1f, Nesterov = true, Momentum = 0.9f)")]
    [InlineData("Add Momentum = 0.9f", "Sgd(0.1f, Momentum = 0, Nesterov = true)", "Sgd(0.1f, Momentum = 0.9f, Nesterov = true)")]
    [InlineData("Remove Nesterov", "Sgd(0.1f, Nesterov = true)", "Sgd(0.1f)")]
    [InlineData("Change to 0.999f", "Adam(0.1f, Beta2 = float.NaN)", "Adam(0.1f, Beta2 = 0.999f)")]
    [InlineData("Change to 1E-08f", "AdamW(0.1f, Epsilon = 0f)", "AdamW(0.1f, Epsilon = 1E-08f)")]
    [InlineData("Change to 0f", "AdamW(0.1f, WeightDecay = float.NaN)", "AdamW(0.1f, WeightDecay = 0f)")]
    public async Task Of_optimizers(string title, string before, string after) =>
        await AssertFix(
            "MG0030",
            title,
            $"[Model, Input(8), Dense(4), Hinge, {before}] partial class Net;",
            $"[Model, Input(8), Dense(4), Hinge, {after}] partial class Net;");

    [Theory]
    [InlineData(
        "MG0034",
        "Change to \"projection2\"",
        "Residual<P>",
        "[Block, Dense(3, Name = \"projection\")] class P;",
        "Residual<P>",
        "[Block, Dense(3, Name = \"projection2\")] class P;")]
    [InlineData("MG0050", "Mark 'P' with [Block]", "Use<P>", "[Dense(1)]\nclass P;", "Use<P>", "[Block]\n[Dense(1)]\nclass P;")]
    [InlineData(
        "MG0050",
        "Mark 'P' with [Block]",
        "Use<P>",
        "/// <summary>P.</summary>\n[Dense(1)] class P;",
        "Use<P>",
        "/// <summary>P.</summary>\n[Block]\n[Dense(1)] class P;"
    )]
    [InlineData("MG0051", "Remove [Use<P>]", "Use<P>", "[Block, Dense(3), Use<P>] class P;", "Use<P>", "[Block, Dense(3)] class P;")]
    [InlineData("MG0052", "Insert [Dense(16)] in 'P'", "Use<P>", "[Block] class P;", "Use<P>", "[Block, Dense(16)] class P;")]
    [InlineData("MG0052", "Remove [Use<P>]", "Use<P>, Dense(1)", "[Block] class P;", "Dense(1)", "[Block] class P;")]
    [InlineData(
        "MG0056",
        "Remove [Sgd]",
        "Use<P>",
        "[Block]\n[Dense(3)]\n// Fast.\n[Sgd(0.1f)]\nclass P;",
        "Use<P>",
        "[Block]\n[Dense(3)]\n// Fast.\nclass P;"
    )]
    [InlineData(
        "MG0035",
        "Change to \"skip\"",
        "Use<P>",
        "[Block, As(\"skip\"), Relu, Add(\"skp\"), Dense(1)] class P;",
        "Use<P>",
        "[Block, As(\"skip\"), Relu, Add(\"skip\"), Dense(1)] class P;")]
    [InlineData(
        "MG1006",
        "Insert [Reshape(2, 4)] at the end of 'P'",
        "Reshape(2, 4), Residual<P>, Dense(1)",
        "[Block]\n[Flatten]\nclass P;",
        "Reshape(2, 4), Residual<P>, Dense(1)",
        "[Block]\n[Flatten]\n[Reshape(2, 4)]\nclass P;")]
    [InlineData(
        "MG1006",
        "Insert [Flatten]",
        "Reshape(2, 4), Residual<P>, Dense(1)",
        "[Block, Flatten, Dense(3)] class P;",
        "Reshape(2, 4), Flatten, Residual<P>, Dense(1)",
        "[Block, Flatten, Dense(3)] class P;")]
    [InlineData(
        "MG1007",
        "Insert [Flatten] at the end of 'Q'",
        "Parallel<P, Q>",
        "[Block, Dense(3)] class P; [Block, Reshape(2, 4)] class Q;",
        "Parallel<P, Q>",
        "[Block, Dense(3)] class P; [Block, Reshape(2, 4), Flatten] class Q;")]
    [InlineData(
        "MG1007",
        "Insert [Reshape(4, 2)] at the end of 'Q'",
        "Parallel<P, Q>, Dense(1)",
        "[Block, Dense(2), Reshape(1, 2)] class P; [Block, Dense(8)] class Q;",
        "Parallel<P, Q>, Dense(1)",
        "[Block, Dense(2), Reshape(1, 2)] class P; [Block, Dense(8), Reshape(4, 2)] class Q;")]
    public async Task Of_blocks(string id, string title, string before, string blockBefore, string after, string blockAfter)
    {
        await AssertFix(id, title, Model(before, blockBefore), Model(after, blockAfter));
        await AssertFixOfFiles(id, title, [Model(before), blockBefore], [Model(after), blockAfter]);
    }

    [Theory]
    [InlineData(
        "MG1001",
        "Insert [Dense(4)]",
        "Dense(4), As(\"skip\"), Dense(3), Add(\"skip\")",
        "Dense(4), As(\"skip\"), Dense(3), Dense(4), Add(\"skip\")")]
    [InlineData(
        "MG1001",
        "Insert [Flatten]",
        "Reshape(2, 4), Dense(4), Multiply(\"input\")",
        "Reshape(2, 4), Dense(4), Flatten, Multiply(\"input\")")]
    [InlineData(
        "MG1001",
        "Insert [Flatten, Dense(8)]",
        "Reshape(2, 4), Dense(3), Multiply(\"input\")",
        "Reshape(2, 4), Dense(3), Flatten, Dense(8), Multiply(\"input\")")]
    [InlineData(
        "MG1001",
        "Insert [Reshape(2, 2)]",
        "Reshape(2, 4), Dense(2), As(\"a\"), Flatten, Add(\"a\")",
        "Reshape(2, 4), Dense(2), As(\"a\"), Flatten, Reshape(2, 2), Add(\"a\")")]
    [InlineData(
        "MG1002",
        "Insert [Dense(4)]",
        "Reshape(2, 4), As(\"a\"), Dense(3), Concat(\"a\")",
        "Reshape(2, 4), As(\"a\"), Dense(3), Dense(4), Concat(\"a\")")]
    [InlineData(
        "MG1002",
        "Insert [Flatten]",
        "Reshape(2, 4), Concat(\"input\"), Dense(1)",
        "Reshape(2, 4), Flatten, Concat(\"input\"), Dense(1)")]
    [InlineData(
        "MG1002",
        "Insert [Reshape(2, 4)]",
        "Reshape(2, 4), As(\"a\"), From(\"input\"), Concat(\"a\"), Dense(1)",
        "Reshape(2, 4), As(\"a\"), From(\"input\"), Reshape(2, 4), Concat(\"a\"), Dense(1)")]
    [InlineData("MG1003", "Change to 2, 4", "Reshape(3, 4), Dense(1)", "Reshape(2, 4), Dense(1)")]
    [InlineData("MG1003", "Change to 4, 2", "Reshape(4, 4), Dense(1)", "Reshape(4, 2), Dense(1)")]
    [InlineData("MG1003", "Change to 2, -1", "Reshape(3, -1), Dense(1)", "Reshape(2, -1), Dense(1)")]
    [InlineData("MG1003", "Change to 2, 4", "Reshape(3, 3), Dense(1)", "Reshape(2, 4), Dense(1)")]
    [InlineData("MG1003", "Change to 4, 1, 2", "Reshape([5, -1, 3]), Dense(1)", "Reshape([4, 1, 2]), Dense(1)")]
    [InlineData("MG1003", "Change to 8", "Reshape([7]), Dense(1)", "Reshape([8]), Dense(1)")]
    [InlineData("MG1004", "Change to 4", "Dense(4), Shape(5)", "Dense(4), Shape(4)")]
    [InlineData("MG1004", "Change to 2, 3", "Reshape(2, 4), Dense(3), Shape(5)", "Reshape(2, 4), Dense(3), Shape(2, 3)")]
    [InlineData("MG1004", "Change to 8", "Shape(2, 4), Dense(3)", "Shape(8), Dense(3)")]
    [InlineData("MG1004", "Remove [Shape]", "Dense(4), Shape(5)", "Dense(4)")]
    [InlineData("MG1005", "Change to 2", "Dense(4), Maxout(3)", "Dense(4), Maxout(2)")]
    [InlineData("MG1005", "Change to 4", "Dense(4), Maxout(pieces: 9)", "Dense(4), Maxout(pieces: 4)")]
    [InlineData("MG1020", "Remove [LayerNorm]", "Dense(1), LayerNorm", "Dense(1)")]
    [InlineData("MG1020", "Replace [InstanceNorm] by [LayerNorm]", "Dense(4), InstanceNorm", "Dense(4), LayerNorm")]
    [InlineData("MG1020", "Change to 4", "GroupNorm(8), Dense(4)", "GroupNorm(4), Dense(4)")]
    [InlineData("MG1021", "Change to 3", "Dense(6), GroupNorm(4)", "Dense(6), GroupNorm(3)")]
    [InlineData(
        "MG1034",
        "Change to 2",
        "Reshape(2, 4), MultiHeadAttention(3), Flatten, Dense(4)",
        "Reshape(2, 4), MultiHeadAttention(2), Flatten, Dense(4)")]
    [InlineData(
        "MG0070",
        "Remove [Lengths]",
        "Reshape(2, 4), Lengths, Tanh, Lengths, LastStep, Dense(4)",
        "Reshape(2, 4), Lengths, Tanh, LastStep, Dense(4)")]
    [InlineData(
        "MG1035",
        "Insert [LastStep]",
        "Reshape(2, 4), RepeatVector(3), Flatten, Dense(4)",
        "Reshape(2, 4), LastStep, RepeatVector(3), Flatten, Dense(4)")]
    public async Task Of_shapes(string id, string title, string before, string after) =>
        await AssertFix(id, title, Model(before), Model(after));

    [Theory]
    [InlineData("Replace by [BinaryCrossEntropy]", "Dense(1), SoftmaxCrossEntropy", "Dense(1), BinaryCrossEntropy")]
    [InlineData("Replace by [MeanSquaredError]", "Dense(1), Hinge(2f)", "Dense(1), MeanSquaredError")]
    [InlineData(
        "Insert [Flatten, Dense(4)]",
        "Reshape(2, 2, 2), Dense(4), CrossEntropy",
        "Reshape(2, 2, 2), Dense(4), Flatten, Dense(4), CrossEntropy")]
    public async Task Of_losses(string title, string before, string after) =>
        await AssertFix(
            "MG1008",
            title,
            $"[Model, Input(8), {before}, Sgd(0.1f)] partial class Net;",
            $"[Model, Input(8), {after}, Sgd(0.1f)] partial class Net;");

    [Theory]
    [InlineData("MG3001", "Raise the limit to 1,290", "Budget(Parameters = 1_000)", "Budget(Parameters = 1_290)")]
    [InlineData(
        "MG3001",
        "Raise the limit to 5,160",
        "Budget(MultiplyAdds = 99999, WeightBytes = 5 * 1024)",
        "Budget(MultiplyAdds = 99999, WeightBytes = 5_160)")]
    [InlineData("MG0030", "Change to 5000000000", "Budget(Parameters = -5_000_000_000)", "Budget(Parameters = 5000000000)")]
    [InlineData("MG0031", "Remove [Budget]", "Relu, Budget", "Relu")]
    public async Task Of_budgets(string id, string title, string before, string after) =>
        await AssertFix(
            id,
            title,
            $"[Model, Input(128), Dense(10), {before}, Hinge, Sgd(0.1f)] partial class Net;",
            $"[Model, Input(128), Dense(10), {after}, Hinge, Sgd(0.1f)] partial class Net;");

    [Fact]
    public async Task All_of_an_id_at_once()
    {
        using FixSession session = new(
            "using ModelGen;\n" + Model("Dense(0), Relu, Dense(-3), Dropout(20f)"),
            "using ModelGen;\n[Model, Input(0), Dense(2), Hinge, Sgd(0f)] partial class Other;");

        string[] after = await session.FixAllAsync("MG0030");

        Assert.Equal("using ModelGen;\n" + Model("Dense(1), Relu, Dense(3), Dropout(0.2f)"), after[0]);
        Assert.Equal("using ModelGen;\n[Model, Input(1), Dense(2), Hinge, Sgd(0.001f)] partial class Other;", after[1]);
    }

    [Theory]
    [InlineData("MG1008", "[Model, Input(2, 8, 8), SoftmaxCrossEntropy, Sgd(0.1f)]", "x.Conv2D(4, 3)")]
    [InlineData("MG0011", "[Model, Input(8), MeanSquaredError, Sgd(0.1f)]", "x")]
    [InlineData("MG1001", "[Model, Input(8), MeanSquaredError, Sgd(0.1f)]", "x.Dense(4) + x.Dense(5)")]
    [InlineData("MG0030", "[Model, Input(1, 8, 8), MeanSquaredError, Sgd(0.1f)]", "x.Conv2D(0, 3).Flatten().Dense(1)")]
    [InlineData("MG0074", "[Model, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]", "x.Dense(1)")]
    public async Task No_layer_of_a_method_is_changed_by_a_fix_of_attributes(string id, string attributes, string result)
    {
        using FixSession session = new(
            $"using ModelGen;\n{attributes} public sealed partial class Net {{ static Tensor Forward(Tensor x) => {result}; }}");
        Diagnostic found = Assert.Single(await session.DiagnosticsAsync());

        Assert.Equal(id, found.Id);
        Assert.Empty(await session.FixesAsync(found));
    }

    [Theory]
    [InlineData("MG0012", "Input(8), Sgd(0.1f)", "Input(8), MeanSquaredError, Sgd(0.1f)")]
    public async Task What_is_missing_beside_a_method_is_added(string id, string before, string after)
    {
        const string Class = "\npublic sealed partial class Net { static Tensor Forward(Tensor x) => x.Dense(1); }";

        await AssertFix(id, "Insert [MeanSquaredError]", $"[Model, {before}]{Class}", $"[Model, {after}]{Class}");
    }

    [Fact]
    public async Task A_block_argument_is_not_overwritten_inside_the_block()
    {
        using FixSession session = new("using ModelGen;\n" + Model("Use<P>(3)", "[Block, Dense(4), Maxout(Arg.A)] class P;"));

        Assert.Empty(await session.FixesAsync("MG1005"));
    }

    [Theory]
    [InlineData(
        "Move [Hinge] to the model",
        "[Dense(4), Use<B>, Sgd(1f)]",
        "[Block, Dense(4), Hinge(2f)]",
        "[Dense(4), Use<B>, Hinge(2f), Sgd(1f)]",
        "[Block, Dense(4)]")]
    [InlineData(
        "Move [Sgd] to the model",
        "[Dense(4), Use<B>, Hinge]",
        "[Block]\n[Dense(4)]\n[Sgd(1f)]",
        "[Dense(4), Use<B>, Hinge, Sgd(1f)]",
        "[Block]\n[Dense(4)]")]
    [InlineData(
        "Remove [Sgd]",
        "[Dense(4), Use<B>, Hinge, Sgd(2f)]",
        "[Block, Dense(4), Sgd(1f)]",
        "[Dense(4), Use<B>, Hinge, Sgd(2f)]",
        "[Block, Dense(4)]")]
    public async Task Of_what_belongs_to_the_model(string title, string layers, string block, string fixedLayers, string fixedBlock) =>
        await AssertFixOfFiles(
            "MG0056",
            title,
            [$"[Model, Input(8)]\n{layers}\npartial class Net;", block + "\nclass B;"],
            [$"[Model, Input(8)]\n{fixedLayers}\npartial class Net;", fixedBlock + "\nclass B;"]);

    private static string Model(string layers, string blocks = "") => $"""
        [Model, Input(8), {layers}, MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;
        [Block, Dense(Arg.A), Relu, Dense(Arg.B)] class Branch;
        [Block, Flatten] class Flat;
        {blocks}
        """;

    private static async Task AssertFix(string id, string title, string before, string after) =>
        await AssertFixOfFiles(id, title, [before], [after]);

    private static async Task AssertFixOfFiles(string id, string title, string[] before, string[] after)
    {
        const string Using = "using ModelGen;\n";
        using FixSession session = new([.. before.Select(file => Using + file)]);
        ImmutableArray<CodeAction> fixes = await session.FixesAsync(id);
        Assert.Contains(title, fixes.Select(fix => fix.Title));

        string[] fixedFiles = await session.ApplyAsync(fixes.First(fix => fix.Title == title));

        Assert.Equal(after.Select(file => Using + file), fixedFiles);
        FixedModel.AssertCompiles(id, fixedFiles);
    }
}
