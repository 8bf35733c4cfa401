using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>How a step of the pipeline affects the choice of initial weights of the layer before it.</summary>
internal enum InitRole
{
    /// <summary>Another activation or layer: the search ends.</summary>
    Other,

    /// <summary>Passes its input on unchanged, perhaps in another shape or summed with others: the search goes on.</summary>
    Transparent,

    /// <summary>Shifts and scales its input: the search goes on.</summary>
    Normalizing,

    /// <summary>Zero or nearly so for one half of its inputs: Kaiming keeps the variance.</summary>
    ReluLike,
}

/// <summary>Probabilities that a layer makes of its input.</summary>
internal enum ProbabilityKind
{
    None,

    /// <summary>One for each number, as a sigmoid does.</summary>
    OfEach,

    /// <summary>Those of classes, which add up to 1 along the last axis, as a softmax does.</summary>
    OfClasses,
}

/// <summary>A layer or a piece of wiring: one attribute class becomes graph nodes.</summary>
/// <remarks>A definition holds no state; there is one for each attribute class, in <see cref="LayerTable"/>.</remarks>
internal abstract class LayerDefinition : AttributeDefinition
{
    public abstract Type AttributeType { get; }

    public sealed override string AttributeName => AttributeType.Name;

    public virtual InitRole InitRole => InitRole.Other;

    /// <summary>
    /// Whether its result is a learned matrix times its input, perhaps plus a bias. Two such layers in a row can learn no more than
    /// one.
    /// </summary>
    public virtual bool IsLinear => false;

    /// <summary>Whether it works on images: channels, height and width.</summary>
    public virtual bool IsForImages => false;

    /// <summary>Whether it takes ids: it looks something up by them, or passes them on.</summary>
    public virtual bool TakesTokens => false;

    /// <summary>Whether its input is a sequence of steps.</summary>
    public virtual bool WorksOnSteps => false;

    /// <summary>Whether it does not change numbers of 0 and more.</summary>
    public virtual bool KeepsPositive => false;

    /// <summary>Whether numbers of 0 and less become 0, with the gradient 0.</summary>
    public virtual bool CutsNegative => false;

    /// <summary>Whether it subtracts the mean of each channel, so that a number added to a channel before has no effect.</summary>
    public virtual bool RemovesMean => false;

    /// <summary>The probabilities that it makes of its input.</summary>
    public virtual ProbabilityKind Probabilities => ProbabilityKind.None;

    /// <summary>The range of its result for any input.</summary>
    public abstract Interval Range(PipelineAttribute attribute);

    /// <summary>The range of its result for inputs in a range.</summary>
    public virtual Interval RangeFor(PipelineAttribute attribute, Interval inputs) => Range(attribute);

    /// <summary>The axis of the result along which a bias is added; null if none is.</summary>
    /// <param name="attribute">The attribute, typed.</param>
    /// <param name="rank">The rank of the result.</param>
    public abstract int? BiasAxis(PipelineAttribute attribute, int rank);

    /// <summary>The windows that slide over its input; null if there are none.</summary>
    public abstract WindowArguments? WindowsOf(PipelineAttribute attribute);

    /// <summary>Every parameter the layer can have, such as <c>weight</c>, whatever its arguments are.</summary>
    public virtual IReadOnlyList<string> ParameterNames => [];

    /// <summary>Every parameter that the layer can have with these arguments, if they are valid.</summary>
    public virtual IReadOnlyList<string> ParameterNamesOf(PipelineAttribute attribute) => ParameterNames;

    /// <summary>The names of other values that the attribute reads.</summary>
    public abstract IEnumerable<ValueReference> Reads(PipelineAttribute attribute);

    /// <summary>The name that the attribute gives to a value; null if it gives none.</summary>
    public abstract ValueDefinition? Defines(PipelineAttribute attribute);

    /// <summary>The next current value; null after a reported mistake.</summary>
    public abstract Value? Build(PipelineAttribute attribute, LayerContext context);
}

/// <summary>A layer or a piece of wiring for one attribute class.</summary>
internal abstract class LayerDefinition<TAttribute> : LayerDefinition
    where TAttribute : PipelineAttribute
{
    public sealed override Type AttributeType => typeof(TAttribute);

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) => Validate((TAttribute)attribute);

    public sealed override Value? Build(PipelineAttribute attribute, LayerContext context) => Build((TAttribute)attribute, context);

    public sealed override Interval Range(PipelineAttribute attribute) => Range((TAttribute)attribute);

    public sealed override IEnumerable<ValueReference> Reads(PipelineAttribute attribute) => Reads((TAttribute)attribute);

    public sealed override ValueDefinition? Defines(PipelineAttribute attribute) => Defines((TAttribute)attribute);

    public sealed override int? BiasAxis(PipelineAttribute attribute, int rank) => BiasAxis((TAttribute)attribute, rank);

    public sealed override WindowArguments? WindowsOf(PipelineAttribute attribute) => WindowsOf((TAttribute)attribute);

    /// <inheritdoc cref="LayerDefinition.Reads"/>
    protected virtual IEnumerable<ValueReference> Reads(TAttribute attribute) => [];

    /// <inheritdoc cref="LayerDefinition.Defines"/>
    protected virtual ValueDefinition? Defines(TAttribute attribute) => null;

    /// <inheritdoc cref="LayerDefinition.Range"/>
    protected virtual Interval Range(TAttribute attribute) => Interval.All;

    /// <inheritdoc cref="LayerDefinition.BiasAxis"/>
    protected virtual int? BiasAxis(TAttribute attribute, int rank) => null;

    /// <inheritdoc cref="LayerDefinition.WindowsOf"/>
    protected virtual WindowArguments? WindowsOf(TAttribute attribute) => null;

    /// <inheritdoc cref="AttributeDefinition.Validate"/>
    protected virtual IEnumerable<ArgumentProblem?> Validate(TAttribute attribute) => [];

    /// <inheritdoc cref="LayerDefinition.Build"/>
    protected abstract Value? Build(TAttribute attribute, LayerContext context);
}
