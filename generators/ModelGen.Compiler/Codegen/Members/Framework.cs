using ModelGen.Compiler.Codegen.Carried;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The names of the types that generated members use.</summary>
internal static class Framework
{
    public const string Arguments = "global::ModelGen.Runtime.Arguments";
    public const string AlignedBuffer = "global::ModelGen.Runtime.AlignedBuffer";
    public const string ParameterSet = "global::ModelGen.Runtime.ParameterSet";
    public const string ParameterDescriptor = "global::ModelGen.Runtime.ParameterDescriptor";
    public const string InitializationKind = "global::ModelGen.Runtime.InitializationKind";
    public const string SafeTensors = "global::ModelGen.Serialization.SafeTensors";
    public const string Storage = "global::ModelGen.Storage";
    public const string Workers = "global::ModelGen.Runtime.Workers";
    public const string Job = "global::ModelGen.Runtime.IJob";
    public const string Part = "global::ModelGen.Runtime.Part";
    public const string VectorWidth = "global::ModelGen.Runtime.VectorWidth";
    public const string Calibration = "global::ModelGen.Runtime.Calibration";
    public const string SampleSlices = "global::ModelGen.Runtime.SampleSlices";
    public const string Losses = "global::ModelGen.Runtime.Losses";
    public const string Checkpoint = "global::ModelGen.Serialization.Checkpoint";
    public const string CheckpointState = "global::ModelGen.Serialization.CheckpointState";
    public const string Checkpointed = "global::ModelGen.Serialization.ICheckpointed";
    public const string Model = "global::ModelGen.IModel";
    public const string BatchState = "global::ModelGen.BatchState";
    public const string StartStates = "global::ModelGen.Runtime.StartStates";
    public const string Curvature = "global::ModelGen.Runtime.Curvature";
    public const string Tape = "global::ModelGen.Tape";
    public const string StepState = "global::ModelGen.StepState";

    // Of models that only predict, in their own assembly.
    public const string CarriedArguments = "global::" + CarriedSources.Namespace + ".Arguments";
    public const string CarriedBuffer = "global::" + CarriedSources.Namespace + ".AlignedBuffer";
    public const string CarriedStream = "global::" + CarriedSources.Namespace + ".StreamMemory";
    public const string CarriedWidth = "global::" + CarriedSources.Namespace + ".VectorWidth";
    public const string WeightResource = "global::" + CarriedSources.Namespace + ".WeightResource";

    public const string CacheLine = "global::ModelGen.Runtime.CacheLine";

    public const string SampleRows = "global::ModelGen.Runtime.SampleRows";

    public const string ModelInput = "global::ModelGen.ModelInput";

    public const string ModelOutput = "global::ModelGen.ModelOutput";

    public const string ModelTarget = "global::ModelGen.ModelTarget";

    public static string MultiLossTrainable(string target) => $"global::ModelGen.IMultiLossTrainable<{target}>";

    public static string WeightedTrainable(string target) => $"global::ModelGen.IWeightedTrainable<{target}>";

    public static string StepModel(string input) => $"global::ModelGen.IStepModel<{input}>";

    public static string Trainable(string target) => $"global::ModelGen.ITrainable<{target}>";

    /// <summary>A parameter that is read.</summary>
    public static string ReadOnlySpan(string element, string name) => $"global::System.ReadOnlySpan<{element}> {name}";

    /// <summary>A parameter that is written.</summary>
    public static string Span(string name) => $"global::System.Span<float> {name}";

    public static IEnumerable<string> Read(IEnumerable<Port> ports) => ports.Select(p => ReadOnlySpan(p.Element, p.Parameter));

    public static IEnumerable<string> Written(IEnumerable<Port> ports) => ports.Select(p => Span(p.Parameter));
}
