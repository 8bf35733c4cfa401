using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Tests.Diagnostics;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>What the linter finds in a model, with some blocks at hand.</summary>
internal static class Finding
{
    private const string Blocks = """
        [Block] [Dense(Arg.A), Relu, Dense(Arg.A)] class Branch;
        [Block] [Dense(Arg.A)] class Lone;
        [Block] [Conv2D(Arg.A, 3, Padding = 1)] class LoneConv;
        [Block] [Conv2D(Arg.A, 3, Padding = 1), MaxPool2D(3, Stride = 1, Padding = 1)] class Pooled;
        [Block] [Dense(Arg.A), Dropout(0.2f), Dense(Arg.A)] class Pair;
        [Block] [Dense(Arg.A), Relu] class Active;
        [Block] [Relu, Dense(Arg.A)] class Before;
        [Block] [Dense(Arg.A), Softmax] class Head;
        [Block] [Dense(Arg.A, Init = Init.Zeros)] class ZeroEnd;
        [Block] [Dense(Arg.A), Relu, Dense(Arg.A, Init = Init.Zeros)] class ZeroBranch;
        [Block] [As("x"), Dense(Arg.A), From("x")] class Forgets;
        [Block] [Dense(Arg.A), As("x"), Relu] class NamesInVain;
        [Block] [Dense(Arg.A), Relu, Dropout(0.1f)] class Dropping;
        [Block] [Dropout(0.1f)] class Drop;
        [Block] [Dense(Arg.A), Sigmoid] class Gate;
        [Block] [As("x"), Dense(Arg.A), Tanh, Multiply("x")] class Product;
        """;

    /// <summary>One finding: its id, its place and its whole message.</summary>
    public static void Expect(string id, string location, string model, string message)
    {
        Diagnostic diagnostic = Assert.Single(Check(model));

        Assert.Equal(
            (id, location, message),
            (diagnostic.Descriptor.Id, DiagnosticTests.Print(diagnostic.Location, hasModelAttribute: true), diagnostic.Message));
        Assert.NotEqual(Severity.Error, diagnostic.Descriptor.Severity);
    }

    /// <summary>All findings, such as <c>MG2010 at 4</c>.</summary>
    public static IEnumerable<string> In(string model) =>
        Check(model).Select(found => $"{found.Descriptor.Id} at {DiagnosticTests.Print(found.Location, hasModelAttribute: true)}");

    public static IReadOnlyList<Diagnostic> Check(string model) => ModelCompiler.Check(DeclarationText.Model(model, Blocks));
}
