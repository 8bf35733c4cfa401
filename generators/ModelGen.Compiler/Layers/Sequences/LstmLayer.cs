using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Lstm]</c>: c = f · c + i · g, h = o · tanh(c). The gates stand in the order i, f, g, o.</summary>
internal sealed class LstmLayer : RecurrentLayer<LstmAttribute>
{
    protected override int Gates => 4;

    protected override int Carried => 2;

    protected override Interval Range(LstmAttribute attribute) => new(-1, 1);

    protected override Value[] Step(RecurrentStep step, LstmAttribute attribute)
    {
        var sums = step.Input + step.Product(step.Carried(0), step.Weight, null);
        var (input, forget) = (step.Gate(sums, 0).Sigmoid(), step.Gate(sums, 1).Sigmoid());
        var (candidate, output) = (step.Gate(sums, 2).Tanh(), step.Gate(sums, 3).Sigmoid());
        var cell = (forget * step.Carried(1)) + (input * candidate);
        return [output * cell.Tanh(), cell];
    }
}
