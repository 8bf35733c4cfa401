using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>An input or output as the class shows it.</summary>
/// <param name="Name">The name of its parameter, not escaped.</param>
/// <param name="Shape">Its batched shape; null in a model whose shapes are unknown because it does not check.</param>
/// <param name="SizeConstant">The public constant that holds its size per sample.</param>
/// <param name="GradientName">The name of the parameter of <c>Backward</c> for its gradient, not escaped.</param>
public sealed record Port(string Name, Shape? Shape, string SizeConstant, string GradientName)
{
    /// <summary>Of ids: how many there are. Null for numbers.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Whether it has the length of each sample: at least 1, less than the vocabulary.</summary>
    public bool IsLengths { get; init; }

    /// <summary>The type of its elements.</summary>
    public string Element => Vocabulary is null ? "float" : "int";

    /// <summary>The parameter's name as it stands in code.</summary>
    public string Parameter => Identifiers.Escape(Name);

    /// <summary>As <see cref="Parameter"/>, of the gradient.</summary>
    public string GradientParameter => Identifiers.Escape(GradientName);

    /// <summary>The name as a text in code. Not <c>nameof(…)</c>, since the user's class may have a method of that name.</summary>
    public string NameOf => Literals.Text(Name);

    /// <summary>Floats of one sample; 1 if unknown, because a zero would turn divisions in the user's code into errors.</summary>
    public int Size => Shape?.SampleElements ?? 1;

    /// <summary>For docs: <c>n × 784 floats, [n, 1, 28, 28]</c>.</summary>
    public string Elements => IsLengths
        ? $"The length of each of the n samples: at least 1, at most {Literals.Integer(Vocabulary!.Value - 1)}"
        : $"{(Size == 1 ? "n" : "n × " + Literals.Grouped(Size))} {Noun}, {Dimensions("n")}";

    /// <summary>What its elements are called.</summary>
    public string Noun => Vocabulary is null ? "floats" : "ids";

    /// <summary>The shape with a name for the batch: <c>[N, 1, 28, 28]</c>.</summary>
    public string Dimensions(string batch) => IsLengths ? $"[{batch}]" : Shape is null
        ? "[" + batch + ", …]"
        : "[" + string.Join(", ", new[] { batch }.Concat(Shape.Sample.Select(d => Literals.Integer(d)))) + "]";
}

/// <summary>What losses compare with, as the class shows it.</summary>
/// <param name="Name">The parameter, not escaped: <c>labels</c> or <c>targets</c>, if there is one loss.</param>
/// <param name="Type">The type of its elements: <c>int</c> or <c>float</c>.</param>
/// <param name="Size">Elements of one sample, as C# text.</param>
/// <param name="Classes">The number of classes, or null for numbers.</param>
/// <param name="Dimensions">The shape with n for the batch.</param>
public sealed record TargetPort(string Name, string Type, string Size, int? Classes, string Dimensions)
{
    /// <summary>The parameter's name as it stands in code.</summary>
    public string Parameter => Identifiers.Escape(Name);

    public string NameOf => Literals.Text(Name);

    /// <summary>The name of its leaf in the graph.</summary>
    public string Leaf { get; init; } = Name;

    /// <summary>The output that it is for; null if its losses are of a value that is no output.</summary>
    public string? Output { get; init; }

    /// <summary>The label that no loss counts; null if there is none.</summary>
    public int? Ignored { get; init; }
}

/// <summary>A loss, as the class shows it.</summary>
/// <param name="Name">What it is called among several.</param>
/// <param name="Number">The end of the names of what there is one of for each loss: nothing for the first.</param>
/// <param name="Target">What it compares with.</param>
public sealed record LossPort(string Name, string Number, TargetPort Target)
{
    /// <summary>Its factor in what is minimised.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The label of positions that do not count; null if all do.</summary>
    public int? Ignored { get; init; }

    /// <summary>The weights of the classes; empty if all count alike.</summary>
    public IReadOnlyList<float> ClassWeights { get; init; } = [];

    /// <summary>Whether samples have weights.</summary>
    public bool SampleWeights { get; init; }

    /// <summary>Whether the mean is not one over samples.</summary>
    public bool WeighsLabels => Ignored is not null || ClassWeights.Count > 0;

    /// <summary>Whether positions behind a sample's length do not count.</summary>
    public bool HasLengths { get; init; }

    /// <summary>The scalar that training programs multiply its gradients by.</summary>
    public string MeanFactor { get; init; } = Ops.LeafOp.InverseSamples;

    /// <summary>Whether a training step is told what the sum of the samples' losses is divided by.</summary>
    public bool TakesWeight => MeanFactor != Ops.LeafOp.InverseSamples;

    /// <summary>The local that the samples' losses are added up in.</summary>
    public string Sum => "lossSum" + Number;

    /// <summary>The local with what the sum is divided by, if that is not the number of samples.</summary>
    public string Divisor => "weight" + Number;

    /// <summary>The local with the loss of each sample.</summary>
    public string PerSample => "losses" + Number;
}

/// <summary>What a model is trained for: losses, and what they compare with.</summary>
/// <param name="Targets">The parameters, each once.</param>
/// <param name="Losses">The losses, in the order of declaration.</param>
public sealed record Objective(IReadOnlyList<TargetPort> Targets, IReadOnlyList<LossPort> Losses)
{
    /// <summary>The only loss, if there is one and its factor is 1: then it is what is minimised.</summary>
    public LossPort? Only => Losses.Count == 1 && Losses[0].Weight == 1 ? Losses[0] : null;

    /// <summary>Whether samples have weights.</summary>
    public bool SampleWeights => Losses.Any(loss => loss.SampleWeights);

    /// <summary>The parameters of targets, and of what weighs them.</summary>
    internal IEnumerable<string> Parameters =>
    [
        .. Targets.Select(target => Framework.ReadOnlySpan(target.Type, target.Parameter)),
        .. SampleWeights ? [Framework.ReadOnlySpan("float", Ops.LeafOp.SampleWeights)] : Array.Empty<string>(),
    ];

    /// <summary>The type of targets behind interfaces, where one row has all targets of a sample: floats, if there are several.</summary>
    public string RowType => Targets.Count == 1 ? Targets[0].Type : "float";
}
