using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Graph;

/// <summary>Where in a training step a node belongs; kernels never mix two phases.</summary>
public enum Phase
{
    Forward,
    Backward,
    Update,
}

/// <summary>A tensor and the operation that computes it. Immutable.</summary>
/// <remarks>Nodes are identified by reference; <see cref="Id"/> orders them, and inputs have smaller ids.</remarks>
public sealed class Node
{
    internal Node(int id, Op op, Node[] inputs, Shape shape, Phase phase, string? label, Lanes lanes, ScanLoop? loop)
    {
        Loop = loop;
        Lanes = lanes;
        Id = id;
        Op = op;
        Inputs = inputs;
        Shape = shape;
        Phase = phase;
        Label = label;
    }

    public int Id { get; }

    public Op Op { get; }

    public IReadOnlyList<Node> Inputs { get; }

    public Shape Shape { get; }

    public Phase Phase { get; }

    /// <summary>The layer the node came from, for comments in the generated code.</summary>
    public string? Label { get; }

    /// <summary>What is in the lanes, if the tensor is batched.</summary>
    public Lanes Lanes { get; }

    /// <summary>The loop in each of whose iterations it is computed; null if it is computed once.</summary>
    public ScanLoop? Loop { get; }

    public override string ToString() =>
        $"%{Id} = {Op}({string.Join(", ", Inputs.Select(i => "%" + i.Id))}) : {Shape}";
}
