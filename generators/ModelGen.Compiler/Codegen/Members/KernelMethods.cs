using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>A partial method: the public members call it, the kernels implement it.</summary>
/// <param name="Comment">What it does.</param>
/// <param name="Parameters">Types and names; both declarations must agree on them.</param>
public sealed record KernelMethod(string Name, string Comment, IReadOnlyList<string> Parameters)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }

    /// <summary>The head without parameters.</summary>
    public string Head => (IsStatic ? "static partial void " : "partial void ") + Name;

    /// <summary>The head on one line, for the implementing declaration.</summary>
    public string Signature => $"{Head}({string.Join(", ", Parameters)})";
}

/// <summary>The border between the public members and the kernels. Without kernels, as at design time, the calls vanish.</summary>
public static class KernelMethods
{
    public static KernelMethod Predict(SurfaceModel model) => new(
        "PredictCore",
        "Computes the outputs of all samples. May run on many threads at once.",
        Samples(model))
    {
        IsStatic = model.OnlyPredicts,
    };

    public static KernelMethod TrainStep(SurfaceModel model) => new(
        "TrainStepCore",
        "Forward, loss and backward pass: overwrites the gradients and adds up the samples' losses.",
        WithTargets(
            model,
            model.Objectives[0].Losses.Where(loss => loss.TakesWeight).Select(loss => "double " + loss.Divisor).ToArray()));

    public static KernelMethod AddGradients { get; } = new(
        "AddGradientsCore", "Adds the gradients of a training step to those before.", []);

    public static KernelMethod AverageTo { get; } = new(
        "AverageToCore",
        "Copies the average of the weights, if there has been an update.",
        [$"{Framework.AlignedBuffer} parameters"]);

    public static KernelMethod Evaluate(SurfaceModel model) => new(
        "EvaluateCore",
        "Adds up the samples' losses, as in prediction.",
        WithTargets(model));

    public static KernelMethod Measure(SurfaceModel model) => new(
        "MeasureCore",
        "For each sample the largest magnitude that arrives at each product of 8 bits.",
        [
            .. Framework.Read(model.Inputs),
            .. BatchStart.KernelParameters(model).Take(1),
            Framework.Span(GraphOutput.Ranges),
            "int samples",
        ]);

    public static KernelMethod Forward(SurfaceModel model) => new(
        "ForwardCore",
        "Computes the outputs in training mode and keeps the activations.",
        [.. Samples(model), $"{Framework.Tape}? tape"]);

    public static KernelMethod Backward(SurfaceModel model) =>
        new(
            "BackwardCore",
            "Adds to the gradients, from the kept activations. A gradient of an input is empty when it is not wanted.",
            [
                .. model.Outputs.Select(o => Framework.ReadOnlySpan("float", o.GradientParameter)),
                .. model.NumericInputs.Select(i => Framework.Span(i.GradientParameter)),
                "bool toParameters",
                "int samples",
                $"{Framework.Tape}? tape",
            ]);

    public static KernelMethod Loss(SurfaceModel model) => new(
        "LossCore",
        "Adds up the losses of samples whose outputs are given. A gradient of an output is empty when it is not wanted.",
        [
            .. Framework.Read(model.LossInputs),
            .. model.Objectives[0].Parameters,
            .. model.LossOutputs.Select(o => Framework.Span(o.GradientParameter)),
            "int samples",
            .. model.Objectives[0].Losses.Where(loss => loss.TakesWeight).Select(loss => "double " + loss.Divisor),
            .. model.Objectives[0].Losses.Select(loss => "ref double " + loss.Sum),
        ]);

    public static KernelMethod GradientPenalty(SurfaceModel model) => new(
        "GradientPenaltyCore",
        "The penalty of each sample; adds the gradients of their mean, times the penalty's weight.",
        [
            .. Framework.Read(model.Inputs),
            .. BatchStart.KernelParameters(model),
            Framework.Span(GraphOutput.Penalties),
            "int samples",
        ]);

    public static KernelMethod HessianVector(SurfaceModel model) => new(
        "HessianVectorCore",
        "The product of the Hessian of the loss with the direction.",
        [
            .. Framework.Read(model.Inputs),
            .. model.Objectives[0].Parameters,
            .. BatchStart.KernelParameters(model),
            "int samples",
            .. model.Objectives[0].Losses.Where(loss => loss.TakesWeight).Select(loss => "double " + loss.Divisor),
        ]);

    public static KernelMethod Update { get; } = new("UpdateCore", "One step of the optimizer.", []);

    public static KernelMethod CheckWidth { get; } = new(
        "CheckWidth",
        "Refuses a limit on the vector width that is none, or that no kernels were compiled for.",
        [])
    {
        IsStatic = true,
    };

    public static KernelMethod DescribeParameters { get; } = new(
        "DescribeParameters",
        "Name, standard shape, place in the flat buffer, strides there, starting values; and the model as files of weights note it.",
        [$"ref {Framework.ParameterDescriptor}[] parameters", "ref string architecture"])
    {
        IsStatic = true,
    };

    public static KernelMethod DescribeRanges { get; } = new(
        "DescribeRanges",
        "The ranges of the gradients, start and length, in the order in which a training step finishes them; the sizes of shared sums.",
        ["ref int[] ranges", "ref int[] sums"])
    {
        IsStatic = true,
    };

    public static KernelMethod ExchangeState { get; } = new(
        "ExchangeState",
        "Names the state of the optimizer, for a checkpoint.",
        [$"{Framework.CheckpointState} state"]);

    public static KernelMethod Step(SurfaceModel model) => new(
        "StepCore",
        "One step of a stream. What the state holds is of use once its position has moved on.",
        [.. Framework.Read(model.StepInputs), "State state", .. Framework.Written(model.Outputs)])
    {
        IsStatic = model.OnlyPredicts,
    };

    public static KernelMethod Begin(SurfaceModel model) => new(
        "BeginCore",
        "What a stream computes before its first step.",
        [.. Framework.Read(model.GivenInputs), "State state"])
    {
        IsStatic = model.OnlyPredicts,
    };

    public static KernelMethod DescribeState { get; } = new(
        "DescribeState",
        "How much a stream keeps: of all steps so far, from one step to the next, and from before the first one.",
        ["ref int history", "ref int carried", "ref int given"])
    {
        IsStatic = true,
    };

    public static KernelMethod DescribeLayers { get; } =
        new("DescribeLayers", "The table of layers.", ["ref string table"]) { IsStatic = true };

    /// <summary>What computes.</summary>
    public static IReadOnlyList<KernelMethod> All(SurfaceModel model) =>
        model.OnlyPredicts
            ? [Predict(model), .. Streaming(model)]
            :
            [
                Predict(model),
                .. Streaming(model),
                TrainStep(model),
                Evaluate(model),
                .. model.Measured > 0 ? [Measure(model)] : Array.Empty<KernelMethod>(),
                Forward(model),
                Backward(model),
                .. model.LossOutputs.Count > 0 ? [Loss(model)] : Array.Empty<KernelMethod>(),
                .. model.HasGradientPenalty ? [GradientPenalty(model)] : Array.Empty<KernelMethod>(),
                .. model.HasHessian ? [HessianVector(model)] : Array.Empty<KernelMethod>(),
                Update,
                .. model.Accumulate > 1 ? [AddGradients] : Array.Empty<KernelMethod>(),
                .. model.Averages ? [AverageTo] : Array.Empty<KernelMethod>(),
            ];

    /// <summary>What describes the model.</summary>
    private static IEnumerable<KernelMethod> Descriptions(SurfaceModel model) =>
    [
        .. model.OnlyPredicts ? Array.Empty<KernelMethod>() : [ExchangeState, CheckWidth, DescribeParameters],
        .. model.Steps is null ? Array.Empty<KernelMethod>() : [DescribeState],
        .. model.SharesSteps ? [DescribeRanges] : Array.Empty<KernelMethod>(),
        DescribeLayers,
    ];

    /// <summary>What computes step by step.</summary>
    private static IEnumerable<KernelMethod> Streaming(SurfaceModel model)
    {
        if (model.Steps is null) yield break;
        yield return Step(model);
        if (model.Steps.Before is not null) yield return Begin(model);
    }

    internal static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.IsStub) return;
        foreach (var method in All(model).Concat(Descriptions(model))) members.Kernel(method);
    }

    private static IReadOnlyList<string> Samples(SurfaceModel model) =>
        [.. Framework.Read(model.Inputs), .. Framework.Written(model.Outputs), .. BatchStart.KernelParameters(model), "int samples"];

    private static IReadOnlyList<string> WithTargets(SurfaceModel model, params string[] numbers) =>
    [
        .. Framework.Read(model.Inputs),
        .. model.Objectives[0].Parameters,
        .. BatchStart.KernelParameters(model),
        "int samples",
        .. numbers,
        .. model.Objectives[0].Losses.Select(loss => "ref double " + loss.Sum),
    ];
}
