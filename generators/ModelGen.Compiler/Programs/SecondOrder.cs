using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>Gradients of what gradients are in.</summary>
internal static class SecondOrder
{
    private static readonly Pass[] Passes = [ExactDerivatives.Pass];

    /// <summary>The results of a model with some roles, in a graph whose gradients may be differentiated again.</summary>
    public static TensorGraph Differentiable(ModelGraph model, GraphBuilder builder, params OutputRole[] roles) =>
        ScanBodies.Run(Pass.Run(model.Part(roles), Passes), Passes).CopyTo(builder);

    /// <summary>For each sample (‖∂ Σ output / ∂ inputs‖ − center)², [N, 1], and its factor in what is minimised.</summary>
    /// <param name="model">The model.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="forward">Its forward graph, with its outputs.</param>
    /// <param name="builder">The builder of that.</param>
    public static (Value PerSample, Value Factor) Penalty(
        BuiltModel model, BoundGradientPenalty penalty, TensorGraph forward, GraphBuilder builder)
    {
        var inputs = model.NumericInputs.Select(input => builder.Add(input.Value.Node.Op)).ToArray();
        var output = builder.Wrap(forward.Outputs.First(o => o.Role == OutputRole.Output).Node);
        var gradients = ReverseMode.Gradients(builder, [(output, builder.Constant(1))], inputs);
        (builder.Phase, builder.Label) = (Phase.Backward, "gradient penalty");
        Value zero = builder.Constant(0), one = builder.Constant(1);
        var squares = gradients.OfType<Value>()
            .Select(gradient => (gradient * gradient).Sum(Enumerable.Range(1, gradient.LastAxis).ToArray()).Reshape(Shape.Batched([1])))
            .Aggregate(zero.BroadcastTo(Shape.Batched([1])), (sum, next) => sum + next);

        // A gradient that is zero has no direction: none flows, as in torch.norm.
        var norm = squares.IfEqual(zero, zero, squares.IfEqual(zero, one, squares).Sqrt());
        var distance = norm - Written.Number((float)penalty.Attribute.Center);
        var factor = builder.Leaf(LeafKind.Scalar, LeafOp.InverseBatch, Shape.Scalar) * Written.Number(penalty.Attribute.Weight);
        return (distance * distance, factor);
    }

    /// <summary>The penalty of each sample, and the gradients of its mean in the parameters; null if the model has none.</summary>
    public static TensorGraph? PenaltyAndGradients(ModelGraph model)
    {
        if (model.Model.GradientPenalty is not { } penalty) return null;
        var builder = new GraphBuilder();
        var forward = Differentiable(model, builder, OutputRole.Output);
        var parameters = ProgramTable.Parameters(builder, model);
        var root = Penalty(model.Model, penalty, forward, builder);
        var gradients = ReverseMode.Gradients(builder, [root], parameters);
        return new TensorGraph(
        [
            new GraphOutput(OutputRole.Penalty, GraphOutput.Penalties, root.PerSample.Node),
            .. ProgramTable.GradientsOf(builder, model, gradients),
        ]);
    }

    /// <summary>The product of the Hessian of the loss with a direction, as gradients are; null if it is not asked for.</summary>
    /// <remarks>It is the gradient of Σ direction · gradient (Pearlmutter 1994).</remarks>
    public static TensorGraph? HessianVectorProduct(ModelGraph model)
    {
        if (!model.Model.HasHessian) return null;
        var builder = new GraphBuilder();
        var forward = Differentiable(model, builder, OutputRole.Loss);
        var parameters = ProgramTable.Parameters(builder, model);
        var gradients = ReverseMode.Gradients(builder, ProgramTable.MeansOf(builder, model, forward), parameters);
        builder.Phase = Phase.Backward;
        var roots = model.Model.Parameters
            .Select((p, i) => (Gradient: gradients[i], Direction: builder.Leaf(LeafKind.Direction, p.Name, p.MemoryShape)))
            .Where(pair => pair.Gradient is not null)
            .Select(pair => (pair.Gradient!.Value, pair.Direction))
            .ToArray();
        return new TensorGraph(ProgramTable.GradientsOf(builder, model, ReverseMode.Gradients(builder, roots, parameters)));
    }
}
