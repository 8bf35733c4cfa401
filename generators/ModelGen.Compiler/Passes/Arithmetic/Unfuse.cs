using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// What fuses multiply-adds inside of an operation is replaced by what rounds each product and each sum: contractions, and functions that
/// are polynomials. In place of <see cref="FuseMultiplyAdd"/>, for <see cref="Arithmetic.Unfused"/>.
/// </summary>
internal static class Unfuse
{
    public static readonly Pass Pass = Pass.Rewriting("unfuse", (context, node, inputs) => node.Op switch
    {
        ContractOp { IsUnfused: false } op => context.Builder.Add(op with { IsUnfused = true }, [.. inputs.Select(i => i.Node)]),
        MapOp op when op.Function.Unfused != op.Function => context.Builder.Map(op.Function.Unfused, inputs),
        _ => null,
    });
}
