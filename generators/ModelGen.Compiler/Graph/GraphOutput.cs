namespace ModelGen.Compiler.Graph;

/// <summary>What a result of a graph is.</summary>
public enum OutputRole
{
    /// <summary>A named value without a special role.</summary>
    Value,

    /// <summary>An output of the model.</summary>
    Output,

    /// <summary>The loss of each sample.</summary>
    Loss,

    /// <summary>For each sample the largest magnitudes that are measured.</summary>
    Range,

    /// <summary>The penalty of each sample's gradient.</summary>
    Penalty,

    /// <summary>The gradient with respect to a parameter.</summary>
    Gradient,

    /// <summary>The gradient with respect to an input.</summary>
    InputGradient,

    /// <summary>The gradient with respect to an output that the caller passes.</summary>
    OutputGradient,

    /// <summary>The next value of a buffer.</summary>
    Buffer,

    /// <summary>The next value of a flat vector: all parameters, gradients, or a state of the optimizer.</summary>
    Flat,

    /// <summary>The next value of what a stream takes along.</summary>
    Carried,

    /// <summary>The state in which a batch ends, of all layers that keep one.</summary>
    FinalState,

    /// <summary>What a stream has from before its first step.</summary>
    Given,
}

/// <summary>A result of a graph.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Name">The name of the output, parameter, input, buffer or vector.</param>
/// <param name="Node">The node that computes it.</param>
public sealed record GraphOutput(OutputRole Role, string Name, Node Node)
{
    /// <summary>Where it begins, in floats: of a flat vector, a part of which it may be, and of what a stream is given.</summary>
    public int Start { get; init; }

    /// <summary>The name of the only result with ranges.</summary>
    public const string Ranges = "ranges";

    /// <summary>The name of the only result with penalties.</summary>
    public const string Penalties = "penalties";

    /// <summary>The name of the only state in which a batch ends.</summary>
    public const string EndOfBatch = "final state";

    /// <summary>The name of the only loss.</summary>
    public const string Loss = "loss";

    public GraphOutput(string name, Node node)
        : this(OutputRole.Value, name, node)
    {
    }

    public override string ToString() =>
        Role is OutputRole.Value or OutputRole.Loss ? Name
        : $"{Role.ToString().ToLowerInvariant()} {Name}{(Start == 0 ? "" : $" from {Start}")}";
}
