using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The names the generator needs in the model's class: a user's member, or the class itself, cannot have one of them.</summary>
public static class ReservedNames
{
    private static readonly string[] Public =
    [
        "InputSize", "OutputSize", "ParameterCount", "Summary", "Predict", "TrainStep", "Evaluate", "Forward", "Backward",
        "ZeroGradients", "Update", "State", "NewState", "Step", "Begin", "NewBatchState",
        "LearningRate", "Threads", "Parameters", "Save", "Load", "SaveCheckpoint", "LoadCheckpoint", "Layers", "Averaged",
        "Calibrate", "Loss", "NewTape", "GradientPenalty", "HessianVectorProduct", "Hessian",
    ];

    private static readonly string[] Private =
    [
        "_parameters",
        "_gradients",
        "_seed",
        "_step",
        "_learningRate",
        "_threads",
        "_forwardSamples",
        "_forwardStep",
        "_accumulated",
        "_weightChanges",
        "CheckWidth",
        "DescribeParameters",
        "DescribeRanges",
        "DescribeLayers",
        "ExchangeState",
        "DeclarationHasErrors",
        "_arena",
        "_capacity",
        "_newGradients",
        "_optimizerState",
        "_newBuffers",
        PartialSteps.Field,
        "s_vectorBits",
        "t_scratch",
        "Scratch",
        "Reserve",
        "CopyIn",
        "CopyLabels",
        "CopyOut",
        "TransposeIn",
        "TransposeLabels",
        "TransposeOut",
        "ClearRest",
        "Tables",
        "WeightsOfClasses",
        "PredictJob",
        "PredictTogether",
        "PredictTogetherJob",
        "EvaluateJob",
        "MeasureJob",
        "TrainStepJob",
        "ForwardJob",
        "BackwardJob",
        "LossJob",
        "GradientPenaltyJob",
        "HessianVectorJob",
        "UpdateJob",
        "AddGradientsJob",
        "Kernels512",
        "Kernels256",
        "Kernels128",
        "s_modelWeights",
        "s_modelWeightsLock",
        "WeightsCore",
        "LoadWeightsCore",
        "PredictCore",
        "TrainStepCore",
        "EvaluateCore",
        "MeasureCore",
        "ForwardCore",
        "BackwardCore",
        "LossCore",
        "GradientPenaltyCore",
        "HessianVectorCore",
        SecondDerivatives.Field,
        "PrepareCurvature",
        "UpdateCore",
        "StepCore",
        "BeginCore",
        "DescribeState",
        "AddGradientsCore",
        "AverageToCore",
    ];

    /// <summary>All of them. Models with several inputs or outputs have constants for their sizes in addition.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Public,
        .. Private,
        .. Enumerable.Range(1, Limits.Losses - 1).Select(index => Checks.WeightsOfClasses + LossRules.Numbered(index)),
        .. OptimizerTable.HostStateNames.Select(name => "_" + name),
    ];
}
