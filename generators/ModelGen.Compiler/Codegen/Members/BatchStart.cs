using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>From what the calls of a member start: each member is written once for each.</summary>
internal sealed class BatchStart
{
    /// <summary>The parameters of the kernels' methods: from where a batch goes on, and where it ends.</summary>
    public const string StartState = "startState", FinalState = "finalState";

    private const string State = "state";

    private readonly SurfaceModel _model;

    private BatchStart(SurfaceModel model, bool isPassed) => (_model, IsPassed) = (model, isPassed);

    /// <summary>Whether the caller passes a state.</summary>
    public bool IsPassed { get; }

    /// <summary>The parameter of the public member.</summary>
    public string[] Parameters => IsPassed ? [$"{Framework.BatchState} {State}"] : [];

    /// <summary>Its name.</summary>
    public string[] Names => IsPassed ? [State] : [];

    /// <summary>The statements that check it.</summary>
    public string[] Enter => IsPassed
        ? [$"global::System.ArgumentNullException.ThrowIfNull({State});", $"{State}.Enter(this, samples, {Literals.Text(State)});"]
        : [];

    /// <summary>The arguments of the kernels' method; none where no layer keeps a state.</summary>
    public string[] Arguments => IsPassed ? [State + ".Current", State + ".Next"]
        : _model.StateWidth > 0 ? [Zeros(_model), $"{Framework.StartStates}.Unused(samples, {Width})"]
        : [];

    /// <summary>The statement that takes the new state, behind all that may throw.</summary>
    public string[] Advance => IsPassed ? [State + ".Advance();"] : [];

    /// <summary>When a call throws, for the docs.</summary>
    public string LengthDocs => IsPassed
        ? "A length does not fit, or the state belongs to another model or number of samples; the model and the state are unchanged."
        : Checks.LengthDocs;

    /// <summary>Within an enumeration of that.</summary>
    public string Or => IsPassed ? "the state belongs to another model or number of samples, " : "";

    private string Width => Literals.Integer(_model.StateWidth);

    /// <summary>From zero; and from a state, in a model that has one.</summary>
    public static IEnumerable<BatchStart> Of(SurfaceModel model) =>
        model.StateWidth > 0
            ? [new BatchStart(model, isPassed: false), new BatchStart(model, isPassed: true)]
            : [new BatchStart(model, isPassed: false)];

    /// <summary>The width of a state whose model is unknown: 1 if a layer keeps one, otherwise 0.</summary>
    public static int WidthOf(ModelSpec spec) =>
        !spec.OnlyPredicts && spec.Attributes.Concat(spec.Blocks.SelectMany(block => block.Attributes)).Any(IsStateful) ? 1 : 0;

    /// <summary>What a call starts from that has no state.</summary>
    public static string Zeros(SurfaceModel model) =>
        $"{Framework.StartStates}.Zeros(samples, {Literals.Integer(model.StateWidth)})";

    /// <summary>The parameters of a kernels' method; none where no layer keeps a state.</summary>
    public static IEnumerable<string> KernelParameters(SurfaceModel model) =>
        model.StateWidth > 0 ? [Framework.ReadOnlySpan("float", StartState), Framework.Span(FinalState)] : [];

    /// <summary>Describes the parameter.</summary>
    public Documentation Describe(Documentation docs) => IsPassed
        ? docs.Param(
            State,
            "What the batch before has left, of the same n samples, made by <c>NewBatchState</c>: the call starts there, and leaves its "
                + "own end. No gradient flows into it. A call that throws does not change it.")
        : docs;

    /// <summary><c>NewBatchState</c>.</summary>
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.StateWidth == 0) return;
        members.Method(
            Documentation
                .Summary(
                    "The state that batches take along to the next one, zero to begin with: "
                        + $"{Literals.Grouped(model.StateWidth)} floats for each sample.")
                .Param("samples", "The samples of each batch, at least 1.")
                .Returns("A state that belongs to this model.")
                .Throws("System.ArgumentOutOfRangeException", "There are no samples, or too many."),
            $"public {Framework.BatchState} NewBatchState",
            ["int samples"],
            [$"return new {Framework.BatchState}(this, {model.NameOfClass}, {Literals.Integer(model.StateWidth)}, samples);"]);
    }

    private static bool IsStateful(AttributeSpec attribute) => attribute.Named.Any(argument =>
        argument.Name == nameof(RecurrentAttribute.Stateful) && argument.Value is ValueSpec.Flag { Value: true });
}
