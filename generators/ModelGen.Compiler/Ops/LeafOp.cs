using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Whose memory a leaf is.</summary>
public enum LeafKind
{
    /// <summary>Samples the caller passes.</summary>
    Input,

    /// <summary>Float targets the caller passes.</summary>
    Target,

    /// <summary>
    /// Ids the caller passes, all in range; as floats, which hold them exactly. They index a table: see <see cref="TakeOp"/>.
    /// </summary>
    Tokens,

    /// <summary>Integer labels the caller passes; read as floats, which hold integers below 2²⁴ exactly.</summary>
    Label,

    /// <summary>An output of the model that the caller passes, for losses of it.</summary>
    Output,

    /// <summary>The gradient of the output, which the caller of Backward passes.</summary>
    OutputGradient,

    /// <summary>A parameter, in the compiler's own axis order.</summary>
    Parameter,

    /// <summary>A direction in the space of a parameter, which lies as that does.</summary>
    Direction,

    /// <summary>All parameters, gradients or optimizer states as one flat vector.</summary>
    Flat,

    /// <summary>A number computed by the host for each call, such as the step size.</summary>
    Scalar,

    /// <summary>The position of the current step in a stream, [N, 1], which the host counts; as a float, which holds it exactly.</summary>
    Position,

    /// <summary>What a stream has seen so far, one position for each step: written one position at a time (<see cref="PutOp"/>).</summary>
    History,

    /// <summary>What a stream takes along from step to step. Each step makes its next value.</summary>
    Carried,

    /// <summary>The state from which a batch goes on, of all layers that keep one, [N, width]; the caller passes it, or zeros.</summary>
    StartState,

    /// <summary>What a stream has from before its first step, computed of other inputs.</summary>
    Given,

    /// <summary>What the body of a scan gets in each step.</summary>
    Step,
}

/// <summary>A tensor that exists before the graph runs.</summary>
public sealed record LeafOp(LeafKind Kind, string LeafName, Shape Shape) : Op
{
    /// <summary>Where it begins, in floats: of a flat vector, a part of which it may be, and of what a stream is given.</summary>
    public int Start { get; init; }

    /// <summary>The scalar 1 / n, by which a mean over the n samples of a batch is taken.</summary>
    public const string InverseSamples = "inverseSamples";

    /// <summary>
    /// The scalar 1 / n for the n samples of the whole batch, also where a process computes a part of it and sums over samples are its own.
    /// </summary>
    public const string InverseBatch = "inverseBatch";

    /// <summary>
    /// The scalar P / m for a batch of samples with P labels each, m of all of which count: 1 / n if all do. If
    /// classes have weights, m is the sum of those of the labels. Where k batches make an
    /// update, it is 1 / k of that.
    /// </summary>
    public const string InverseWeight = "inverseWeight";

    /// <summary>The weights of samples, which the caller passes.</summary>
    public const string SampleWeights = "sampleWeights";

    /// <summary>The gradient of the main output.</summary>
    public const string OutputGradient = "outputGradient";

    /// <summary>The name of the gradient of another output, which no other leaf can have.</summary>
    /// <param name="output">The name of the output.</param>
    public static string GradientOf(string output) => "gradient of " + output;

    /// <summary>The name of the position in a stream, which no input can have.</summary>
    public const string StreamPosition = "stream position";

    /// <summary>The name of the state from which a batch goes on, which no input can have.</summary>
    public const string StartOfBatch = "start state";

    /// <summary>Of ids: how many there are, 0 … <c>Values</c> − 1.</summary>
    public int Values { get; init; }

    /// <summary>Whether it lies in memory as a parameter.</summary>
    public bool IsLikeParameter => Kind is LeafKind.Parameter or LeafKind.Direction;

    /// <summary>Whether it holds the length of each sample: 1 … <c>Values</c> − 1.</summary>
    public bool IsLength { get; init; }

    public override string Name => Kind.ToString().ToLowerInvariant();

    public override OpRole Role => OpRole.Leaf;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape;

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new(context.Resolve(shape), context.Leaf(this));

    public override string ToString() => Start == 0 ? $"{Name} {LeafName}" : $"{Name} {LeafName} from {Start}";
}
