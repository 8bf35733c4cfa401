using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Gru]</c>: h = (1 − z) · n + z · h. The gates stand in the order r, z, n.</summary>
internal sealed class GruLayer : RecurrentLayer<GruAttribute>
{
    protected override int Gates => 3;

    protected override Interval Range(GruAttribute attribute) => new(-1, 1);

    // The reset gate multiplies the product, its bias included.
    protected override bool HasBiasInStep(GruAttribute attribute) => !attribute.ResetBefore;

    protected override Value[] Step(RecurrentStep step, GruAttribute attribute)
    {
        var (state, input, units) = (step.Carried(0), step.Input, step.Carried(0).Shape[1]);
        Value reset, update, candidate;
        if (attribute.ResetBefore)
        {
            var sums = input.Slice(1, 0, 2 * units) + step.Product(state, step.Weight.Slice(1, 0, 2 * units), null);
            (reset, update) = (step.Gate(sums, 0).Sigmoid(), step.Gate(sums, 1).Sigmoid());
            candidate = (step.Gate(input, 2) + step.Product(reset * state, step.Weight.Slice(1, 2 * units, units), null)).Tanh();
        }
        else
        {
            var products = step.Product(state, step.Weight, step.Bias);
            reset = (step.Gate(input, 0) + step.Gate(products, 0)).Sigmoid();
            update = (step.Gate(input, 1) + step.Gate(products, 1)).Sigmoid();
            candidate = (step.Gate(input, 2) + (reset * step.Gate(products, 2))).Tanh();
        }

        return [candidate + (update * (state - candidate))];
    }
}
