using Microsoft.CodeAnalysis.CodeActions;

namespace ModelGen.CodeFixes.Tests;

/// <summary>A fix keeps the layout that the user chose: lines, brackets, comments, qualified names.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("[Dense(3), Relu, Dense(4), Add(\"x\")]", "[Dense(3), Relu, Dense(4), Dense(8), Add(\"x\")]")]
    [InlineData("[Dense(3), Relu]\n[Dense(4)]\n[Add(\"x\")]", "[Dense(3), Relu]\n[Dense(4)]\n[Dense(8), Add(\"x\")]")]
    [InlineData("[Dense(3)]\n[Dense(4),\n Add(\"x\")]", "[Dense(3)]\n[Dense(4),\n Dense(8),\n Add(\"x\")]")]
    [InlineData("[\n    Dense(4), // four\n    Add(\"x\") // sum\n]", "[\n    Dense(4), // four\n    Dense(8),\n    Add(\"x\") // sum\n]")]
    [InlineData("[\n    Dense(4), Relu,\n    Add(\"x\"), Relu\n]", "[\n    Dense(4), Relu,\n    Dense(8), Add(\"x\"), Relu\n]")]
    [InlineData("[Dense(4)] /* then */ [Add(\"x\")]", "[Dense(4)] /* then */ [Dense(8), Add(\"x\")]")]
    [InlineData("[Dense(4)]\r\n[Add(\"x\"), Relu]", "[Dense(4)]\r\n[Dense(8), Add(\"x\"), Relu]")]
    [InlineData(
        "[Dense(4)]\n[DenseAttribute(4)]\n[AddAttribute(\"x\")]",
        "[Dense(4)]\n[DenseAttribute(4)]\n[Dense(8), AddAttribute(\"x\")]")]
    [InlineData("[ModelGen.Dense(4)]\n[Relu, ModelGen.Add(\"x\")]", "[ModelGen.Dense(4)]\n[Relu, ModelGen.Dense(8), ModelGen.Add(\"x\")]")]
    [InlineData("[Dense(4)]\n[global::ModelGen.Add(\"x\")]", "[Dense(4)]\n[global::ModelGen.Dense(8), global::ModelGen.Add(\"x\")]")]
    public Task Inserted_before(string before, string after) => AssertFix("MG1001", "Insert [Dense(8)]", before, after);

    [Theory]
    [InlineData(
        "[Model]\n[Input(8)]\n[Dense(4)]\n// The sum.\n[Add(\"input\")]\n[MeanSquaredError]\n[Sgd(0.1f)]\nclass Net;",
        "[Model]\n[Input(8)]\n[Dense(4)]\n// The sum.\n[Dense(8)]\n[Add(\"input\")]\n[MeanSquaredError]\n[Sgd(0.1f)]\nclass Net;"
    )]
    [InlineData(
        "class C\r\n{\r\n    [Model]\r\n    [Input(8)]\r\n    [Dense(4)]\r\n    [Add(\"input\")] // sum\r\n    [Hinge]\r\n    "
            + "[Sgd(0.1f)]\r\n    class Net;\r\n}",
        "class C\r\n{\r\n    [Model]\r\n    [Input(8)]\r\n    [Dense(4)]\r\n    [Dense(8)]\r\n    [Add(\"input\")] // sum\r\n    "
            + "[Hinge]\r\n    [Sgd(0.1f)]\r\n    class Net;\r\n}"
    )]
    public Task On_a_line_of_its_own_where_each_has_one(string before, string after) => Assert1001(before, after);

    [Theory]
    [InlineData(
        "[Model]\n[Input(8)]\n[Dense(4)]\n[MeanSquaredError] // mean\npartial class Net;",
        "[Model]\n[Input(8)]\n[Dense(4)]\n[MeanSquaredError] // mean\n[Adam(1e-3f)]\npartial class Net;"
    )]
    [InlineData(
        "[Model]\n[Input(8), Dense(4)]\n[MeanSquaredError]\npartial class Net;",
        "[Model]\n[Input(8), Dense(4)]\n[MeanSquaredError, Adam(1e-3f)]\npartial class Net;")]
    [InlineData(
        "[Model,\n Input(8),\n Dense(4),\n MeanSquaredError]\npartial class Net;",
        "[Model,\n Input(8),\n Dense(4),\n MeanSquaredError,\n Adam(1e-3f)]\npartial class Net;")]
    [InlineData(
        "[\n    Model,\n    Input(8),\n    Dense(4),\n    MeanSquaredError, // mean\n]\npartial class Net;",
        "[\n    Model,\n    Input(8),\n    Dense(4),\n    MeanSquaredError,\n    Adam(1e-3f), // mean\n]\npartial class Net;"
    )]
    [InlineData(
        "[Model, Input(8), Dense(4), MeanSquaredError, ]\npartial class Net;",
        "[Model, Input(8), Dense(4), MeanSquaredError, Adam(1e-3f), ]\npartial class Net;")]
    public Task Inserted_after(string before, string after) => AssertWhole("MG0014", "Insert [Adam(1e-3f)]", before, after);

    [Theory]
    [InlineData("[Dense(4), Shape(5), Relu]", "[Dense(4), Relu]")]
    [InlineData("[Dense(4), Shape(5)]", "[Dense(4)]")]
    [InlineData("[Shape(5), Dense(4)]", "[Dense(4)]")]
    [InlineData("[Dense(4)]\n[Shape(5)]\n[Relu]", "[Dense(4)]\n[Relu]")]
    [InlineData("[Dense(4)]\n    // Now five.\n    [Shape(5)]\n[Relu]", "[Dense(4)]\n    // Now five.\n[Relu]")]
    [InlineData("[Dense(4)] [Shape(5)] [Relu]", "[Dense(4)] [Relu]")]
    [InlineData("[Dense(4), // four\n Shape(5), // five\n Relu]", "[Dense(4), // four\n Relu]")]
    [InlineData("[Dense(4), // four\n Shape(5)]", "[Dense(4) // four\n ]")]
    [InlineData("[Shape(5),\n Dense(4)]", "[Dense(4)]")]
    [InlineData("[\n    Shape(5), // five\n    Dense(4) // four\n]", "[\n    Dense(4) // four\n]")]
    [InlineData("[Dense(4), Shape(5),\n Relu]", "[Dense(4),\n Relu]")]
    [InlineData("[Dense(4),\n Shape(5), Relu]", "[Dense(4),\n Relu]")]
    [InlineData("[Dense(4)]\n#if !NEVER\n[Shape(5)]\n#endif\n[Relu]", "[Dense(4)]\n#if !NEVER\n#endif\n[Relu]")]
    [InlineData("[Dense(4), ShapeAttribute(5)]", "[Dense(4)]")]
    public Task Removed(string before, string after) => AssertFix("MG1004", "Remove [Shape]", before, after);

    [Theory]
    [InlineData("Use<B>(1,\n        2, // two\n        3)", "Use<B>(1,\n        2 // two\n        )")]
    [InlineData("Use<B>(1, 2, 3, Name = \"b\")", "Use<B>(1, 2, Name = \"b\")")]
    [InlineData("Use<B>(new int[] { 1, 2, 3 })", "Use<B>(new int[] { 1, 2 })")]
    [InlineData("Use<B>(arguments: [1, /* two */ 2, 3], Name = \"b\")", "Use<B>(arguments: [1, /* two */ 2], Name = \"b\")")]
    public Task Arguments_removed(string before, string after) =>
        AssertFix("MG0054", "Remove the argument", $"[{before}]", $"[{after}]");

    [Fact]
    public Task Moved() => AssertWhole(
        "MG0016",
        "Move [Hinge] and [Sgd] below the last layer",
        "[Model]\n[Input(8)]\n[Hinge(2f), Sgd(0.1f)] // the end\n[Dense(4), Relu]\n[Dense(3)]\npartial class Net;",
        "[Model]\n[Input(8)]\n[Dense(4), Relu]\n[Dense(3), Hinge(2f), Sgd(0.1f)]\npartial class Net;");

    private static async Task AssertFix(string id, string title, string before, string after) => await AssertWhole(
        id, title, Model(before), Model(after));

    private static async Task Assert1001(string before, string after) =>
        await AssertWhole(
            "MG1001",
            "Insert [Dense(8)]",
            before.Replace("class", "partial class", StringComparison.Ordinal),
            after.Replace("class", "partial class", StringComparison.Ordinal));

    private static string Model(string layers)
    {
        string newLine = layers.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return $"[Model]\n[Input(8), As(\"x\")]\n{layers}\n[MeanSquaredError, Sgd(0.1f)]\npartial class Net;\n\n[Block, Dense(Arg.A), "
            + "Dense(Arg.B)] class B;\n".ReplaceLineEndings(
            newLine);
    }

    private static async Task AssertWhole(string id, string title, string before, string after)
    {
        string usings = before.Contains("\r\n", StringComparison.Ordinal) ? "using ModelGen;\r\n" : "using ModelGen;\n";
        using FixSession session = new(usings + before);
        CodeAction fix = (await session.FixesAsync(id)).Single(fix => fix.Title == title);

        string text = Assert.Single(await session.ApplyAsync(fix));

        Assert.Equal(usings + after, text);
        FixedModel.AssertCompiles(id, text);
    }
}
