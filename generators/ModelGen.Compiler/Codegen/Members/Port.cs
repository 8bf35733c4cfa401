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

/// <summary>The target of the loss, as the class shows it.</summary>
/// <param name="Name">The parameter: <c>labels</c> or <c>targets</c>.</param>
/// <param name="Type">The type of its elements: <c>int</c> or <c>float</c>.</param>
/// <param name="Size">Elements of one sample, as C# text.</param>
/// <param name="Classes">The number of classes, or null for numbers.</param>
/// <param name="Dimensions">The shape with n for the batch.</param>
public sealed record TargetPort(string Name, string Type, string Size, int? Classes, string Dimensions)
{
    public string NameOf => Literals.Text(Name);

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
}
