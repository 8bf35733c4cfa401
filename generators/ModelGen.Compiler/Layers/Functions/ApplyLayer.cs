using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Apply]</c>: a user's function.</summary>
internal sealed class ApplyLayer : LayerDefinition<ApplyAttribute>
{
    protected override IEnumerable<ValueReference> Reads(ApplyAttribute attribute) => NamedOperands.References(attribute.Names);

    protected override Value? Build(ApplyAttribute attribute, LayerContext context)
    {
        var function = context.Function ?? throw new CompilerException("A layer [Apply] without a function.");
        var values = new List<Value> { context.Current };
        for (var i = 0; i < attribute.Names.Length; i++)
        {
            if (context.Find(attribute.Names[i], "names", i) is not { } found) return null;
            values.Add(found.Value);
        }

        var runner = new FormulaRunner(function, context.Builder)
        {
            Parameter = (name, shape, init) => context.Parameter(name, shape, Enumerable.Range(0, shape.Length).ToArray(), init),
            Weight = (init, fanIn, fanOut) => context.Weight(init, 0.01f, fanIn, fanOut),
        };
        if (runner.Run(values, null) is { } result) return result;
        return runner.Problem is { } problem ? context.Fail(problem) : null;
    }
}
