using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Muon]</c>: steps of weights are orthogonal matrices; what is no matrix is updated by AdamW.</summary>
internal sealed class MuonOptimizer : OptimizerDefinition
{
    private const string Mean = "mean", Rate = "muonRate";

    /// <summary>What PyTorch's norm is at least.</summary>
    private const double SmallestNorm = 1e-7;

    private const int Iterations = 5;

    public override Type AttributeType => typeof(MuonAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override bool IsPerTensor => true;

    public override bool TakesMatrices => true;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) =>
        Decay.TraitsOfDecoupled(attribute, Amount(attribute)) with { Betas = Moments(attribute).Traits.Betas };

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute) =>
    [
        .. base.Validate(attribute),
        Require.BelowOne("Momentum", (float)((MuonAttribute)attribute).Momentum, 0.95f),
        .. Moments(attribute).Validate(),
        Require.NotNegative("WeightDecay", Amount(attribute)),
    ];

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => AdamMoments.HostStateNames;

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => Moments(attribute).HostStates;

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
        [.. AdamMoments.Scalars, .. Decay.ScalarsOfDecoupled(Amount(attribute)), new(Rate, HostExpression.LearningRate)];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var parameter = Decay.Decoupled(context, Amount(attribute));
        if (context.Matrix is not { } matrix) return Moments(attribute).Step(context, parameter, context.Gradient);
        var norm = context.Norm(part => Direction(attribute, part));
        var direction = Direction(attribute, context) / norm.Max(norm.Builder.Constant(SmallestNorm));
        var step = NewtonSchulz.Orthogonalize(direction, matrix, Iterations);
        return parameter - (step * (context.Scalar(Rate) * Scale((MuonAttribute)attribute, matrix)));
    }

    private static Value Direction(OptimizerAttribute attribute, UpdateContext context)
    {
        var muon = (MuonAttribute)attribute;
        var momentum = Written.Number((float)muon.Momentum);
        var mean = context.SetState(Mean, (context.State(Mean) * momentum) + (context.Gradient * (1 - momentum)));
        return muon.Nesterov ? (context.Gradient * (1 - momentum)) + (mean * momentum) : mean;
    }

    private static double Scale(MuonAttribute muon, MatrixForm matrix) => muon.MatchAdamW
        ? 0.2 * Math.Sqrt(Math.Max(matrix.Rows, matrix.Columns))
        : Math.Sqrt(Math.Max(1, matrix.Rows / (double)matrix.Columns));

    private static float Amount(OptimizerAttribute attribute) => (float)((MuonAttribute)attribute).WeightDecay;

    private static AdamMoments Moments(OptimizerAttribute attribute)
    {
        var muon = (MuonAttribute)attribute;
        return new((float)muon.Beta1, (float)muon.Beta2, (float)muon.Epsilon);
    }
}
