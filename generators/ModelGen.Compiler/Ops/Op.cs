using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>How the schedule treats a node of an operation.</summary>
public enum OpRole
{
    /// <summary>A leaf: an input, a parameter, a scalar argument.</summary>
    Leaf,

    /// <summary>Rematerialized in every kernel that reads it: constants, positions, random numbers.</summary>
    Inline,

    /// <summary>Elementwise: joins the kernel of a producer or consumer.</summary>
    Elementwise,

    /// <summary>Opens a kernel of its own.</summary>
    Anchor,

    /// <summary>An alias of its operand's memory with another shape, where the layouts allow it.</summary>
    Alias,

    /// <summary>Memory that the iterations of a loop write.</summary>
    Loop,
}

/// <summary>A primitive. Records, so that equal operations on equal inputs are one node.</summary>
/// <remarks>
/// An op's shape rule, gradient rule, meaning and cost stand together in its file; how it becomes loops stands in the table of the
/// lowerings, of which ops know nothing. Layers are compositions of ops and have no gradients of their own.
/// </remarks>
public abstract record Op
{
    public abstract string Name { get; }

    public abstract OpRole Role { get; }

    /// <exception cref="CompilerException">The inputs do not fit. Layers check before they build, so this is a mistake of the
    /// compiler.</exception>
    public abstract Shape InferShape(IReadOnlyList<Shape> inputs);

    /// <summary>The gradients with respect to the inputs, given the gradient of the result; null where none flows.</summary>
    public abstract IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream);

    /// <summary>What the operation means: plain loops in double precision.</summary>
    public abstract Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs);

    /// <summary>Multiply-adds for one sample (or in all, if the result has no batch).</summary>
    public virtual long MultiplyAdds(Node node) => 0;

    /// <summary>Which part of an image an element of the result depends on, given the same of the inputs; null if it is unknown.</summary>
    public virtual ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => null;

    /// <summary>Whether a window slides over an operand, as in convolutions and poolings.</summary>
    public virtual bool HasWindows => false;

    /// <summary>Whether each element is computed once and completely, so that an epilogue is possible.</summary>
    public virtual bool TakesEpilogue(Node node) => false;

    /// <summary>The same operation on tensors with another order of axes; null if it needs the usual one.</summary>
    public virtual Op? Along(AxisOrder order) => null;

    public override string ToString() => Name;

    protected CompilerException Misfit(IReadOnlyList<Shape> inputs) =>
        new($"{this} does not fit inputs {string.Join(", ", inputs)}.");
}
