using System.Globalization;
namespace ModelGen.Benchmarks.Architectures;

/// <summary>An LSTM over a sequence, of which the state behind the last step is taken: <c>LastState</c> in <c>peer.py</c>.</summary>
/// <param name="Steps">The steps of the sequence.</param>
/// <param name="Features">The features of a step.</param>
/// <param name="Units">The length of the state.</param>
internal sealed record LastState(int Steps, int Features, int Units) : Architecture
{
    public override double ForwardFlop => 2.0 * Steps * 4 * Units * (Features + Units);

    /// <summary>The products with the steps; those with states need gradients of both.</summary>
    public override double FirstFlop => 2.0 * Steps * 4 * Units * Features;

    public override string PyTorch =>
        string.Create(CultureInfo.InvariantCulture, $"LastState(nn.LSTM({Features}, {Units}, batch_first=True))");
}
