using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Rnn]</c>: h = tanh(x + h · W).</summary>
internal sealed class RnnLayer : RecurrentLayer<RnnAttribute>
{
    protected override int Gates => 1;

    protected override Interval Range(RnnAttribute attribute) =>
        attribute.Activation == ActivationKind.Relu ? Interval.NotNegative : new(-1, 1);

    protected override IEnumerable<ArgumentProblem?> Validate(RnnAttribute attribute) =>
    [
        .. base.Validate(attribute),
        attribute.Activation is ActivationKind.Tanh or ActivationKind.Relu
            ? null
            : Require.OutOfRange("Activation", attribute.Activation.ToString(), "Tanh or Relu").Or("ActivationKind.Tanh"),
    ];

    protected override Value[] Step(RecurrentStep step, RnnAttribute attribute)
    {
        var sum = step.Input + step.Product(step.Carried(0), step.Weight, null);
        return [attribute.Activation == ActivationKind.Relu ? sum.Relu() : sum.Tanh()];
    }
}
