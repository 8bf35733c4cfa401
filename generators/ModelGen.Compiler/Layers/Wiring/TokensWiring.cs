using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Tokens]</c>: ids the caller passes.</summary>
internal sealed class TokensWiring : LayerDefinition<TokensAttribute>
{
    // It does not look at the value before it.
    public override bool TakesTokens => true;

    public override string WhyNotInBlock => "its input is the current value where it is used";

    protected override IEnumerable<ArgumentProblem?> Validate(TokensAttribute attribute) =>
    [
        Require.AtLeast("length", attribute.Length, 1),
        Require.AtLeast("vocabulary", attribute.Vocabulary, 1)
            ?? (
                attribute.Vocabulary <= Limits.Vocabulary
                    ? null
                    : Require
                        .OutOfRange("vocabulary", Limits.Plain(attribute.Vocabulary), "at most " + Limits.Plain(Limits.Vocabulary))
                        .Or(Limits.Plain(Limits.Vocabulary))
            ),
    ];

    protected override ValueDefinition Defines(TokensAttribute attribute) => new("Name", attribute.Name, InputWiring.DefaultName);

    protected override Value? Build(TokensAttribute attribute, LayerContext context)
    {
        var shape = Shape.Batched([attribute.Length]);
        if (!context.Fits(shape)) return null;
        var name = attribute.Name ?? InputWiring.DefaultName;
        var value = context.Builder.Add(new LeafOp(LeafKind.Tokens, name, shape) { Values = attribute.Vocabulary });
        context.Origin = attribute.Name is null ? "the input" : $"the input '{name}'";
        context.Define(name, value, context.Origin);
        context.AddInput(name, value);
        return value;
    }
}
