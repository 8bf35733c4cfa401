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

        var runner = new FormulaRunner(function, context.Builder) { State = new FormulaState(context) };
        if (runner.Run(values, null) is { } result) return result;
        return runner.Problem is { } problem ? context.Fail(problem) : null;
    }
}
