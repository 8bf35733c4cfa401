using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>GradientPenalty</c>, <c>HessianVectorProduct</c> and <c>Hessian</c>.</summary>
internal static class SecondDerivatives
{
    /// <summary>The field with a direction and its product.</summary>
    public const string Field = "_curvature";

    private const string Prepare = "PrepareCurvature";
    private const string Vector = "vector", Product = "product", Matrix = "hessian", Row = "row", Size = "size";

    private const string Waiting = "A <c>Forward</c> without a tape that waits for its <c>Backward</c> is forgotten.";

    /// <summary>The names of parameters and locals, which no input may have.</summary>
    public static readonly string[] Names = [Vector, Product, Matrix, Row, Size];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.HasGradientPenalty) WritePenalty(model, members);
        if (!model.HasHessian) return;
        foreach (var objective in model.Objectives)
        {
            WriteProduct(model, objective, members);
            WriteHessian(model, objective, members);
        }

        if (!model.IsStub) WriteField(members);
    }

    private static void WritePenalty(SurfaceModel model, MemberWriter members)
    {
        var start = BatchStart.Of(model).First();
        var docs = Documentation.Summary(
            "Adds the gradients of the penalty at n ≥ 1 points to those in <c>Parameters</c>: weight · mean (‖∂ Σ output / ∂ inputs‖ − "
                + "center)², as declared. " + Waiting);
        members.Method(
            Prediction.Inputs(docs, model).Returns("The penalty.").Throws("System.ArgumentException", Checks.LengthDocs),
            "public float GradientPenalty",
            [.. Framework.Read(model.Inputs)],
            [
                .. Checks.Inputs(model),
                .. Checks.FewestSamples(model),
                "",
                "_forwardSamples = 0;",
                $"var {Graph.GraphOutput.Penalties} = {Framework.Losses}.For(samples);",
                Checks.Call(
                    KernelMethods.GradientPenalty(model),
                    [.. model.Inputs.Select(i => i.Parameter), .. start.Arguments, Graph.GraphOutput.Penalties, "samples"]),
                "_step++;",
                $"return (float)({Weight(model)} * {Framework.Losses}.Sum({Graph.GraphOutput.Penalties}) / samples);",
            ]);
    }

    private static string Weight(SurfaceModel model) =>
        Literals.Double(Optimizers.Written.Number(model.Built?.GradientPenalty?.Attribute.Weight ?? 1));

    private static void WriteProduct(SurfaceModel model, Objective objective, MemberWriter members)
    {
        var docs = Documentation.Summary(
            "The product of the Hessian of the loss with a vector: how the gradient changes along it. The loss is that of "
                + "<c>Evaluate</c>; nothing is updated, and the gradients in <c>Parameters</c> stay as they are. " + Waiting);
        members.Method(
            Describe(docs, model, objective)
                .Param(Vector, Order)
                .Param(Product, "Receives as many numbers: the product.")
                .Throws("System.ArgumentException", Lengths(objective)),
            "public void HessianVectorProduct",
            [
                .. Framework.Read(model.Inputs),
                .. objective.Parameters,
                Framework.ReadOnlySpan("float", Vector),
                Framework.Span(Product),
            ],
            [
                .. Enter(model, objective),
                $"{Field}.Set({Vector}, {Literals.Text(Vector)});",
                $"{Field}.Check({Product}.Length, {Literals.Text(Product)});",
                Core(model, objective),
                $"{Field}.CopyTo({Product});",
            ]);
    }

    private static void WriteHessian(SurfaceModel model, Objective objective, MemberWriter members)
    {
        var docs = Documentation.Summary(
            "The Hessian of the loss, row after row: one product for each number that is learned, so for small models. The loss is that of "
                + "<c>Evaluate</c>; nothing is updated. " + Waiting);
        members.Method(
            Describe(docs, model, objective)
                .Param(Matrix, "Receives the square of <c>Parameters.ElementCount</c> floats. Row i is the change of the gradient along "
                    + "parameter i, in the order of <c>Parameters</c>; it is symmetric up to rounding.")
                .Throws("System.ArgumentException", Lengths(objective)),
            "public void Hessian",
            [.. Framework.Read(model.Inputs), .. objective.Parameters, Framework.Span(Matrix)],
            [
                .. Enter(model, objective),
                $"var {Size} = {Field}.CheckSquare({Matrix}.Length, {Literals.Text(Matrix)});",
                $"for (var {Row} = 0; {Row} < {Size}; {Row}++)",
                "{",
                $"    {Field}.SetUnit({Row});",
                "    " + Core(model, objective),
                $"    {Field}.CopyTo({Matrix}.Slice({Row} * {Size}, {Size}));",
                "}",
            ]);
    }

    private static string Order =>
        "<c>Parameters.ElementCount</c> floats, one for each number that is learned: the tensors in the order of <c>Parameters</c>, each "
            + "in its standard order.";

    private static void WriteField(MemberWriter members) => members.Private(
    [
        $"private {Framework.Curvature}? {Field};",
        "",
        $"[global::System.Diagnostics.CodeAnalysis.MemberNotNull(nameof({Field}))]",
        $"private void {Prepare}()",
        "{",
        $"    if ({Field} is not null) return;",
        $"    {Framework.ParameterDescriptor}[] parameters = [];",
        "    var architecture = \"\";",
        $"    {KernelMethods.DescribeParameters.Name}(ref parameters, ref architecture);",
        $"    {Field} = new {Framework.Curvature}(parameters, _parameters.Length);",
        "}",
    ]);

    private static Documentation Describe(Documentation docs, SurfaceModel model, Objective objective) =>
        Training.DescribeTargets(Prediction.Inputs(docs, model), objective);

    private static IEnumerable<string> Enter(SurfaceModel model, Objective objective) =>
    [
        .. Checks.Inputs(model),
        .. Checks.Targets(model, objective),
        $"{Prepare}();",
        "_forwardSamples = 0;",
    ];

    private static string Core(SurfaceModel model, Objective objective) => Checks.Call(
        KernelMethods.HessianVector(model),
        [
            .. model.Inputs.Select(i => i.Parameter),
            .. objective.Targets.Select(target => target.Parameter),
            .. objective.SampleWeights ? [LeafOp.SampleWeights] : Array.Empty<string>(),
            .. BatchStart.Of(model).First().Arguments,
            "samples",
            .. objective.Losses.Where(loss => loss.TakesWeight).Select(Training.Weighted),
        ]);

    private static string Lengths(Objective objective) =>
        "A length does not fit" + (Training.HasLabels(objective) ? ", or a label is out of range." : ".");
}
