using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Programs;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A public member that runs a program: one entry each.</summary>
/// <param name="Name">The method of the program; the job is named after it.</param>
/// <param name="Method">The method between the public member and the program.</param>
/// <param name="Program">What it runs.</param>
/// <param name="Comment">What its threads do.</param>
internal sealed record HostMember(string Name, Func<SurfaceModel, KernelMethod> Method, ProgramKind Program, string Comment)
{
    private const string Curvature = "Model." + SecondDerivatives.Field + "!";
    public const string NewGradients = "Model._newGradients!";
    private const string OfTape = "(Tape?.Arena ?? Model._arena!)", CapacityOfTape = "(Tape?.Capacity ?? Model._capacity)";

    public static readonly IReadOnlyList<HostMember> All =
    [
        new("Predict", KernelMethods.Predict, ProgramTable.Predict, "Prediction. Each thread has samples and scratch memory of its own.")
        {
            ManySamples = ProgramTable.PredictBlocks,
            OneSample = ProgramTable.PredictTogether,
        },
        new(
            "Evaluate",
            KernelMethods.Evaluate,
            ProgramTable.Evaluate,
            "The losses as in prediction. Each thread has samples and scratch memory of its own."),
        new(
            "Measure",
            KernelMethods.Measure,
            ProgramTable.Measure,
            "The largest magnitudes. Each thread has samples and scratch memory of its own.")
        {
            Exists = model => model.Measured > 0,
        },
        new("TrainStep", KernelMethods.TrainStep, ProgramTable.TrainStep, "Forward, loss and backward pass.")
        {
            Prepare = Preparation.Arena,
            CallOf = model => model.Accumulate > 1 ? new ProgramCall { Gradients = NewGradients } : new ProgramCall(),
        },
        new("Forward", KernelMethods.Forward, ProgramTable.ForwardBackward, "The forward pass in training mode.")
        {
            Prepare = Preparation.Arena,
            TakesTape = true,
            CallOf = _ => new ProgramCall { Arena = OfTape, Capacity = CapacityOfTape },
        },
        new(
            "Backward",
            KernelMethods.Backward,
            ProgramTable.ForwardBackward,
            "The backward pass, whose gradients are then added to those before.")
        {
            Prepare = Preparation.NewGradients,
            Note = "Forward has counted the step already; random numbers must be the ones it drew.",
            TakesTape = true,
            CallOf = _ => new ProgramCall
            {
                Arena = OfTape,
                Capacity = CapacityOfTape,
                Step = "(Tape?.Step ?? Model._forwardStep)",
                Gradients = NewGradients,
            },
            Then = (ProgramTable.Accumulate, new ProgramCall { State = NewGradients }),
            ThenOnlyIf = ModelProgram.ToParameters,
        },
        new(
            "Loss",
            KernelMethods.Loss,
            ProgramTable.Loss,
            "The losses of outputs that are given. Each thread has samples and scratch memory of its own.")
        {
            Prepare = Preparation.MeanFactors,
            Exists = model => model.LossOutputs.Count > 0,
        },
        new(
            "GradientPenalty",
            KernelMethods.GradientPenalty,
            ProgramTable.GradientPenalty,
            "The penalty of gradients, whose own gradients are then added to those before.")
        {
            Prepare = Preparation.Arena,
            Exists = model => model.HasGradientPenalty,
            CallOf = _ => new ProgramCall { Gradients = NewGradients },
            Then = (ProgramTable.Accumulate, new ProgramCall { State = NewGradients }),
        },
        new("HessianVector", KernelMethods.HessianVector, ProgramTable.HessianVector, "The product of the Hessian with a direction.")
        {
            Prepare = Preparation.Arena,
            Exists = model => model.HasHessian,
            CallOf = _ => new ProgramCall { Gradients = Curvature + ".Product", State = Curvature + ".Direction" },
        },
        new("Update", _ => KernelMethods.Update, ProgramTable.Update, "One step of the optimizer.")
        {
            Prepare = Preparation.HostNumbers,
            Then = (ProgramTable.Constrain, new ProgramCall()),
        },
        new("AddGradients", _ => KernelMethods.AddGradients, ProgramTable.Accumulate, "Adds the gradients of a step to those before.")
        {
            Prepare = Preparation.NewGradients,
            Exists = model => model.Accumulate > 1,
            CallOf = _ => new ProgramCall { State = NewGradients },
        },
    ];

    /// <summary>What the host does before the job.</summary>
    public enum Preparation
    {
        None,

        /// <summary>It computes what the gradients of the samples' losses are multiplied by.</summary>
        MeanFactors,

        /// <summary>It makes room for the activations of all samples.</summary>
        Arena,

        /// <summary>It makes room for the gradients.</summary>
        NewGradients,

        /// <summary>It computes the scalars of the optimizer's rule.</summary>
        HostNumbers,
    }

    public Preparation Prepare { get; init; }

    /// <summary>A program that does the same for blocks of sixteen samples, if the model has one.</summary>
    public ProgramKind? ManySamples { get; init; }

    /// <summary>A program that several threads run together for one sample, if the model has it.</summary>
    public ProgramKind? OneSample { get; init; }

    /// <summary>A program that the same threads run behind it, if the model has it.</summary>
    public (ProgramKind Program, ProgramCall Call)? Then { get; init; }

    /// <summary>Whether the caller may own the memory of the activations.</summary>
    public bool TakesTape { get; init; }

    /// <summary>The choice of the caller without which that does not run; null if it always does.</summary>
    public string? ThenOnlyIf { get; init; }

    /// <summary>A remark on the call.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a model has it.</summary>
    public Func<SurfaceModel, bool> Exists { get; init; } = _ => true;

    public Func<SurfaceModel, ProgramCall> CallOf { get; init; } = _ => new ProgramCall();

    public string Job => Name + "Job";

    /// <summary>The phase of the program that it runs; null for all.</summary>
    public Phase? Phase => ProgramMethod.Phase;

    /// <summary>The program's method that it runs.</summary>
    public ProgramMethod ProgramMethod =>
        Program.Methods.Count == 1 ? Program.Methods[0] : Program.Methods.Single(method => method.Name == Name);
}

/// <summary>The values of a program's parameters, where calls differ.</summary>
internal sealed record ProgramCall
{
    public string Model { get; init; } = "Model.";

    public string Gradients { get; init; } = "Model._gradients";

    public string State { get; init; } = "Model._optimizerState";

    public string Step { get; init; } = "Model._step";

    public string Arena { get; init; } = "Model._arena!";

    public string? Samples { get; init; } = "Samples";

    /// <summary>The samples over which a mean is taken: those of the whole call.</summary>
    public string? AllSamples { get; init; }

    public string? Capacity { get; init; } = "Model._capacity";
}
