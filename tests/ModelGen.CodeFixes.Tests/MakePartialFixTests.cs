namespace ModelGen.CodeFixes.Tests;

public sealed class MakePartialFixTests
{
    private const string Layers = "[Input(8), Dense(1)]\n[MeanSquaredError, Sgd(0.1f)]";

    [Theory]
    [InlineData("public sealed class Net;", "public sealed partial class Net;")]
    [InlineData("class Net;", "partial class Net;")]
    [InlineData("// The net.\n    class Net { }", "// The net.\n    partial class Net { }")]
    [InlineData("internal\n  class  Net;", "internal\n  partial class  Net;")]
    public async Task Makes_a_class_partial(string before, string after)
    {
        string text = await FixFirstAsync($"using ModelGen;\n\n[Model]\n{Layers}\n{before}\n");

        Assert.Equal($"using ModelGen;\n\n[Model]\n{Layers}\n{after}\n", text);
    }

    [Fact]
    public async Task Makes_the_types_around_it_partial()
    {
        string text = await FixFirstAsync(Nested("public class Outer", "struct Middle", "class Net"));

        Assert.Equal(Nested("public partial class Outer", "partial struct Middle", "partial class Net"), text);
    }

    [Fact]
    public async Task Leaves_what_is_partial()
    {
        string text = await FixFirstAsync(Nested("public partial class Outer", "record Middle", "partial class Net"));

        Assert.Equal(Nested("public partial class Outer", "partial record Middle", "partial class Net"), text);
    }

    [Fact]
    public async Task Fixes_all()
    {
        static string Two(string outer, string net) =>
            $"using ModelGen;\n[Model]\n{Layers}\npublic {net} First;\n{outer} Outer\n{{\n    [Model]\n{Layers}\n    {net} Second;\n    [Model]\n{Layers}\n    {net} Third;\n}}\n";
        using CodeFixHarness harness = new(new MakePartialFix(), Two("class", "class"));

        Assert.Equal(Two("partial class", "partial class"), await harness.FixAllAsync());
    }

    [Fact]
    public async Task A_fixed_model_has_no_diagnostics()
    {
        using CodeFixHarness before = new(new MakePartialFix(), $"using ModelGen;\n[Model]\n{Layers}\nclass Net;");
        using CodeFixHarness after = new(new MakePartialFix(), await before.FixFirstAsync());

        Assert.Empty(await after.DiagnosticsAsync());
    }

    private static string Nested(string outer, string middle, string net) =>
        $"using ModelGen;\n{outer}\n{{\n    public {middle}\n    {{\n        [Model]\n{Layers}\n        {net};\n    }}\n}}\n";

    private static async Task<string> FixFirstAsync(string source)
    {
        using CodeFixHarness harness = new(new MakePartialFix(), source);
        return await harness.FixFirstAsync();
    }
}
