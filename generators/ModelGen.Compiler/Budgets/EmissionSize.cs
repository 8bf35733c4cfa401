using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Budgets;

/// <summary>How much C# a model becomes, without emitting it.</summary>
/// <remarks>
/// Equal operations on equal shapes share a kernel, in each direction and at each vector width, so only different ones count. The lines
/// of each kind were measured on models; a test compares the estimate with the emitted code.
/// </remarks>
internal static class EmissionSize
{
    /// <summary>The most lines that are sensible: compiling them takes ten seconds or more after every change of the model.</summary>
    public const int MostLines = 100_000;

    private const int LinesOfEveryModel = 2_500, LinesOfProduct = 1_750, LinesOfMap = 170, LinesOfOther = 300;

    /// <summary>The lines of all kernels, within some tens of percent.</summary>
    public static int Lines(BuiltModel model) => LinesOfEveryModel + Kinds(GraphOf(model)).Sum(Lines);

    /// <summary>A warning with advice, if the model becomes more code than is sensible.</summary>
    public static IEnumerable<Diagnostic> Check(BuiltModel model)
    {
        // Most models would be small even without equal operations. Then operations need not be compared.
        var graph = GraphOf(model);
        if (LinesOfEveryModel + graph.Nodes.Sum(node => (long)Lines(node.Op)) <= MostLines) yield break;
        var lines = LinesOfEveryModel + Kinds(graph).Sum(Lines);
        if (lines <= MostLines) yield break;
        var products = Kinds(graph).Count(op => op is ContractOp);
        yield return new Diagnostic(DiagnosticCatalogue.TooMuchCode, SpecLocation.Model, EquatableArray.Of(
            model.Spec.Class.Name, Literals.Grouped((lines + 5_000) / 10_000 * 10_000), Literals.Grouped(products)));
    }

    /// <summary>The lines of an operation's kernels, if it shares none.</summary>
    public static int Lines(Op op) => op switch
    {
        ContractOp => LinesOfProduct,
        ScanOp scan => scan.Body.Graph.Nodes.Sum(node => Lines(node.Op)),
        { Role: OpRole.Elementwise } => LinesOfMap,
        { Role: OpRole.Anchor } => LinesOfOther,
        _ => 0,
    };

    private static TensorGraph GraphOf(BuiltModel model) =>
        new(model.Outputs.Select(output => new GraphOutput(output.Name, output.Value.Node)));

    /// <summary>The operations, each once for the shapes it works on.</summary>
    private static IEnumerable<Op> Kinds(TensorGraph graph) =>
        graph.Nodes.Select(KindOf).Distinct().Select(kind => kind.Op);

    /// <summary>The key of equal kernels: the operation and its shapes.</summary>
    /// <remarks>The start of a window is a parameter of the kernel, so it is not part of the key.</remarks>
    public static (Op Op, EquatableArray<Shape> Shapes) KindOf(Node node) =>
        (
            node.Op is ContractOp { HasWindows: true } op
                ? op with
                {
                    Left = WithoutOffsets(op.Left),
                    Right = WithoutOffsets(op.Right),
                }
                : node.Op,
            node.Inputs.Select(input => input.Shape).ToEquatableArray());

    private static Subscripts WithoutOffsets(Subscripts operand) =>
        new(operand.Axes.Select(axis => axis with { Offset = 0 }).ToEquatableArray());
}
